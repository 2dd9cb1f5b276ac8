import { describe, expect, test } from 'vitest'
import { PlanError } from '../../../src/plan/errors.ts'
import { ignoredVariables, refusePositionals } from '../../../src/plan/rollback/command-text.ts'
import { planOf } from '../../support/rollout.ts'

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
