import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandOf, UsageError } from '../../src/cli/command-line.ts'
import { libraryRepository } from '../support/fixtures.ts'
import { program, scratchFolder } from '../support/server-process.ts'

describe('the command line', () => {
  test.each([
    [[], 'serve'],
    [['serve', '--http', '--port', '0'], 'serve'],
    [['plan', '2.5.0', '--date', '2026-03-17'], 'plan'],
    [['review', '2.5.0', '--json'], 'review'],
    [['read', '2.5.0', 'scope.md'], 'read'],
    [['move', '2.5.0', '--date', '2026-03-24'], 'move'],
    [['--help'], 'help'],
    [['plan', '--help'], 'help'],
    [['--version'], 'version'],
  ])('%j is %s', (args, name) => {
    expect(commandOf(args, {}).name).toBe(name)
  })

  test.each([
    [['frobnicate'], /unknown command "frobnicate"; known are serve, plan, review, read, move/],
    [['plan'], /plan needs a VERSION/],
    [['plan', '2.5.0'], /plan needs --date YYYY-MM-DD/],
    [['review', '2.5.0', 'more'], /review takes no "more"/],
    [['plan', '2.5.0', '--date'], /--date/],
    [['review', '2.5.0', '--frob'], /--frob/],
    [['serve', '--port', 'x'], /--port "x" is not a port/],
    [['review', '1.0.0', '--now', 'tomorrow'], /--now "tomorrow" is no instant/],
  ])('%j is bad usage', (args, message) => {
    expect(() => commandOf(args, {})).toThrow(UsageError)
    expect(() => commandOf(args, {})).toThrow(message)
  })

  test('the clock may come from the environment', () => {
    expect(commandOf(['review', '1.0.0'], { RELEASE_PLANNER_NOW: '2026-02-02T09:00:00Z' }).options.now).toBe(
      '2026-02-02T09:00:00Z',
    )
  })
})

const run = (args: string[], input = '') =>
  spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env.PATH, HOME: scratchFolder() },
  })

describe('the program', () => {
  const clock = ['--now', '2026-02-02T09:00:00Z']

  test('bad usage is one line on stderr and exit code 2', () => {
    const { status, stderr, stdout } = run(['plan', '2.5.0'])
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test('plans, reads, moves and reviews a repository', () => {
    const root = libraryRepository().at
    const inputs = join(scratchFolder(), 'given.json')
    writeFileSync(inputs, JSON.stringify({ initialize_plan: { release_manager: 'Ann Lee' } }))
    const planned = run([
      'plan',
      '1.1.0',
      '--date',
      '2026-03-10',
      '--root',
      root,
      '--inputs',
      inputs,
      ...clock,
    ])
    expect(planned.status, planned.stderr).toBe(0)
    for (const words of [
      'Release 1.1.0',
      'Strategy: Release candidates',
      'Top risks',
      'Key dates',
      'Release manager: Ann Lee',
      'Rollback',
      'Approvals',
      'Next',
    ]) {
      expect(planned.stdout).toContain(words)
    }
    expect(planned.stderr.trim().split('\n')).toHaveLength(8)
    const read = run(['read', '1.1.0', 'schedule/timeline.md', '--root', root, ...clock])
    expect(read.stdout).toBe(readFileSync(join(root, 'releases/v1.1.0/schedule/timeline.md'), 'utf8'))
    const moved = run(['move', '1.1.0', '--date', '2026-03-24', '--root', root, ...clock])
    expect(moved.stdout).toContain('2026-03-10 → 2026-03-24  Release day')
    const reviewed = run(['review', '1.1.0', '--root', root, '--json', ...clock])
    expect(reviewed.status).toBe(1)
    expect(JSON.parse(reviewed.stdout)).toMatchObject({ version: '1.1.0', ready: false })
  })

  test.each([
    [{ build_shedule: {} }, /"build_shedule" is not a tool of the plan/],
    ['{', /is not JSON/],
  ])('inputs %j are refused before anything is planned', (content, message) => {
    const root = scratchFolder()
    const inputs = join(scratchFolder(), 'given.json')
    writeFileSync(inputs, typeof content === 'string' ? content : JSON.stringify(content))
    const { status, stderr } = run([
      'plan',
      '1.1.0',
      '--date',
      '2026-03-10',
      '--root',
      root,
      '--inputs',
      inputs,
    ])
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(existsSync(join(root, 'releases'))).toBe(false)
  })

  test("a tool's refusal is told in its words, exit code 1", () => {
    const { status, stderr } = run(['review', '9.9.9', '--root', scratchFolder()])
    expect(status).toBe(1)
    expect(stderr).toMatch(/no plan for 9\.9\.9 yet/)
  })

  test('--version is the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(execFileSync(process.execPath, [program, '--version'], { encoding: 'utf8' }).trim()).toBe(version)
  })
})
