import { describe, expect, test } from 'vitest'
import { readBack } from '../../../src/documents/read-back.ts'
import { PlanError } from '../../../src/plan/errors.ts'
import { planInputs, rollbackInputs } from '../../../src/plan/inputs.ts'
import { ignoredVariables, refusePositionals } from '../../../src/plan/rollback/command-text.ts'
import { argumentProblem } from '../../../src/tools/argument-problem.ts'
import { inputsOf, planOf } from '../../support/rollout.ts'

describe('commands of the caller', () => {
  test.each([
    'flagctl off "$1"',
    'flagctl off $2',
    'bash -c "echo \'$1\'"',
    'echo "\u0024{1:-x}"',
    'x="$(awk \'{print $1}\' f) $3"',
  ])('an argument that no script passes is refused: %s', flag_off => {
    const call = () => refusePositionals({ flag_off })
    expect(call).toThrow(PlanError)
    expect(call).toThrow(/^commands\.flag_off uses \$\d.*FLAG/)
  })

  test.each([
    "awk '{print $1}' rate",
    'x="$(awk \'{print $1}\' rate)"',
    'awk "{print \\$1}" rate',
    'flagctl off "$FLAG" "$PREVIOUS_VERSION"',
    "sh -c 'echo $1' _ x",
    'echo "it\'s $FLAG"',
  ])('what bash does not put in is left alone: %s', command => {
    expect(() => refusePositionals({ command })).not.toThrow()
  })

  test('the tool refuses, naming the argument', () => {
    expect(() => planOf('service', { rollback: { commands: { flag_off: 'off "$1"' } } })).toThrow(
      /commands\.flag_off/,
    )
  })

  test('a fixed file name or flag is a warning', () => {
    const fixed = { backup: 'mariadb-dump shop > backup.sql', restore: 'mariadb < "$BACKUP_FILE"' }
    expect(ignoredVariables(fixed, 0)).toMatchObject([
      { code: 'command_ignores_variable', message: expect.stringContaining('commands.backup does not') },
    ])
    expect(ignoredVariables({ ...fixed, restore: 'mariadb < backup.sql' }, 0)[0]!.message).toContain(
      'commands.backup and commands.restore do not name $BACKUP_FILE',
    )
    expect(ignoredVariables({ flag_off: 'off search' }, 1)).toEqual([])
    expect(ignoredVariables({ flag_off: 'off search' }, 2)).toHaveLength(1)
    expect(ignoredVariables({ flag_off: 'off "$FLAG"', backup: 'dump > $BACKUP_FILE' }, 2)).toEqual([])
  })
})

describe('a command runs as it was given', () => {
  const stored = (data_check: string) =>
    planInputs.safeParse(inputsOf('service', { rollback: { commands: { data_check } } }))
  const answered = (value: string) =>
    planOf('service', {
      ...planInputs.parse(
        inputsOf('service', { answers: { command_data_check: { value, from: 'fill_in' } } }),
      ),
      strategy: { database_change: 'backward_compatible' },
    }).rollback.commands.find(({ name }) => name === 'data_check')!.statement

  test.each([
    "grep -c 'a  b\tc' rows  # two  blanks",
    'x=1; y="$x"',
    'ls a\\ ',
  ])('kept to the letter, given or answered: %j', text => {
    expect(stored(` ${text}\n`).data?.rollback?.commands).toEqual({ data_check: text })
    expect(answered(text)).toMatchObject({ value: text.trim() })
  })

  test.each([
    ['# counts\n./dc', /one line of shell; join its steps with && or ;/],
    ['./dc\r\n./dd', /one line/],
    ['./dc\u2028./dd', /one line/],
    [' # ./dc', /comment/],
    ['./d\u202Ec', /not seen/],
    ['./d\u0007c', /not seen/],
    ['  ', /at least 1 character/],
  ])('refused by name, given or answered: %j', (text, words) => {
    const parsed = stored(text)
    expect(parsed.error!.issues[0]!.path).toEqual(['rollback', 'commands', 'data_check'])
    if (!text.includes('\u202E')) expect(answered(text)).toHaveProperty('unknown')
    const called = { name: 'write_rollback_plan', input: rollbackInputs }
    const told = argumentProblem(
      called,
      {
        ...parsed.error!,
        issues: parsed.error!.issues.map(issue => ({ ...issue, path: issue.path.slice(1) })),
      } as never,
      { commands: { data_check: text } },
    )
    expect(told).toMatch(/argument `commands\.data_check` is/)
    expect(told).toMatch(words)
  })

  test('typed over its question it keeps its blanks', () => {
    const question = {
      id: 'command_data_check',
      question: 'command',
      who: 'Publisher',
      gate: 'go_no_go',
      answer: 'command',
    } as const
    const read = readBack('| [TBD: command · Publisher] |', '| `grep "a  b"` |', () => [question])
    expect(read.answers).toEqual([{ id: 'command_data_check', value: 'grep "a  b"' }])
  })
})
