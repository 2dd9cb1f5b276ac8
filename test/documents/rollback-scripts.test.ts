import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rollbackDocuments } from '../../src/documents/rollback.ts'
import { shellQuoted } from '../../src/documents/rollback-script-bodies.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import type { Kind } from '../../src/plan/kinds/profile.ts'
import { planOf } from '../support/rollout.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollback-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const good = {
  switch_traffic: 'echo switched >> log',
  health_check: 'echo healthy >> log',
  error_rate: 'echo 0.2',
  redeploy: 'echo redeployed >> log',
  flag_off: 'echo "off $FLAG" >> log',
  backup: 'echo dump > "$BACKUP_FILE"',
  restore: 'echo "restored $BACKUP_FILE" >> log',
  data_check: 'echo data >> log',
  maintenance_on: 'echo closed >> log',
  maintenance_off: 'echo open >> log',
}

function script(
  name: string,
  commands: Record<string, string>,
  kind: Kind = 'service',
  more: Partial<PlanInputs> = {},
): string {
  const plan = planOf(kind, {
    strategy: {
      baseline_error_percent: 0.4,
      database_change: 'backward_compatible',
      flags: [{ feature: 'Search', name: "sea'rch" }],
      ...more.strategy,
    },
    rollback: { commands },
    ...(more.observed ? { observed: more.observed } : {}),
  })
  const document = rollbackDocuments(plan).find(candidate => candidate.path === `rollback/scripts/${name}.sh`)
  expect(document, name).toBeDefined()
  return document!.text
}

/** Runs a script for real; `--dry-run` in its place only prints. */
function ran(text: string, more: string[] = [], path = process.env.PATH, set: Record<string, string> = {}) {
  writeFileSync(join(folder, 'script.sh'), text)
  const env = { ...process.env, PATH: path, READING_SECONDS: '0', ...set }
  const args = more.includes('--dry-run') ? [] : ['--execute', ...more]
  const { status, stdout, stderr } = spawnSync('bash', ['script.sh', ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  const log = existsSync(join(folder, 'log'))
    ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')
    : []
  return { status, output: `${stdout}${stderr}`, log }
}

const failed = (result: ReturnType<typeof ran>, code: number) => {
  expect(result.output).not.toContain('DONE')
  expect(result.status, result.output).toBe(code)
}

function savedBackup(): void {
  writeFileSync(join(folder, 'backup_pre_v2.5.0.sql'), 'before')
  execFileSync('bash', ['-c', 'sha256sum backup_pre_v2.5.0.sql > backup_pre_v2.5.0.sql.sha256'], {
    cwd: folder,
  })
}

describe('switch_back.sh', () => {
  test('checks, switches, checks and reads the error rate before it reports success', () => {
    const result = ran(script('switch_back', good))
    expect(result).toMatchObject({ status: 0, log: ['healthy', 'switched', 'healthy', 'healthy'] })
    expect(result.output.match(/reading \d/g)).toHaveLength(5)
    expect(result.output).toContain('DONE')
  })

  test.each([
    'switch_traffic',
    'health_check',
    'error_rate',
  ])('refuses with 64 and names %s when it is missing', name => {
    const { [name]: _, ...others } = good as Record<string, string>
    const result = ran(script('switch_back', others))
    failed(result, 64)
    expect(result.output).toContain(`"${name}"`)
    expect(result.log).toEqual([])
  })

  test.each([
    'switch_traffic',
    'health_check',
    'error_rate',
  ])('ends with 1 and no success when %s fails', name => {
    failed(ran(script('switch_back', { ...good, [name]: 'exit 3' })), 1)
    failed(ran(script('switch_back', { ...good, [name]: 'false | cat' })), 1)
  })

  test('does not switch to an unhealthy version', () => {
    expect(ran(script('switch_back', { ...good, health_check: 'exit 1' })).log).toEqual([])
  })

  test.each([
    '',
    'n/a',
    'NaN',
    '7',
    '-1',
    '0.2 %',
    '1e-3',
    '1.06',
  ])('R2: an error rate of %j is a failure', value => {
    failed(ran(script('switch_back', { ...good, error_rate: `echo ${shellQuoted(value)}` })), 1)
  })

  const reading = (text: string) =>
    `n=$(cat count 2>/dev/null || echo 0); n=$((n+1)); echo $n > count; ${text}`

  test('R5: a reading above the limit starts the five in a row again', () => {
    const error_rate = reading('[ $n -eq 4 ] && echo 9 || echo 0.1')
    const result = ran(script('switch_back', { ...good, error_rate }))
    expect(result.status, result.output).toBe(0)
    expect(result.output.match(/reading \d/g)).toHaveLength(9)
  })

  test('a rate that still holds old traffic for some minutes is waited for, fifteen readings at most', () => {
    const falling = reading('[ $n -le 8 ] && echo 9 || echo 0.1')
    expect(ran(script('switch_back', { ...good, error_rate: falling })).status).toBe(0)
    rmSync(join(folder, 'count'))
    const swinging = reading('[ $((n % 5)) -eq 0 ] && echo 9 || echo 0.1')
    const result = ran(script('switch_back', { ...good, error_rate: swinging }))
    failed(result, 1)
    expect(result.output.match(/reading \d+:/g)).toHaveLength(15)
  })

  test('a rate as bc prints it is a number', () => {
    expect(ran(script('switch_back', { ...good, error_rate: 'echo .250' })).status).toBe(0)
  })

  test('the limit says what it was made from, and ERROR_LIMIT sets another', () => {
    const error_rate = 'echo 2'
    expect(ran(script('switch_back', good)).output).toContain('below 0.995 % (0.4 % was normal before)')
    const unknown = script('switch_back', { ...good, error_rate }, 'service', {
      strategy: { baseline_error_percent: undefined },
    })
    const result = ran(unknown)
    failed(result, 1)
    expect(result.output).toMatch(
      /FAILED.*nobody measured what was normal before, 0 % is assumed: ERROR_LIMIT=/,
    )
    const other = ran(unknown, [], undefined, { ERROR_LIMIT: '2.5' })
    expect(other.status).toBe(0)
    expect(other.output).toContain('below 2.5 % (by ERROR_LIMIT)')
    rmSync(join(folder, 'log'))
    for (const ERROR_LIMIT of ['5 %', '0', '101', 'a']) {
      const refused = ran(unknown, [], undefined, { ERROR_LIMIT })
      failed(refused, 64)
      expect(refused.log).toEqual([])
    }
  })

  test.each(['exit 3', 'echo n/a', 'true'])('a reading that cannot be read ends it at once: %s', text => {
    const result = ran(script('switch_back', { ...good, error_rate: reading(text) }))
    failed(result, 1)
    expect(readFileSync(join(folder, 'count'), 'utf8').trim()).toBe('1')
  })

  test('a variable that nobody set fails instead of being empty', () => {
    failed(ran(script('switch_back', { ...good, switch_traffic: 'echo "to $TARGET" >> log' })), 1)
    failed(ran(script('switch_back', { ...good, error_rate: 'echo "0.$NOTHING"' })), 1)
  })

  test('without --execute it prints the steps and does nothing', () => {
    const result = ran(script('switch_back', good), ['--dry-run'])
    expect(result).toMatchObject({ status: 0, log: [] })
    expect(result.output).toContain('would run: echo switched >> log')
    expect(result.output).not.toContain('DONE')
  })

  test('an unknown argument is refused', () => failed(ran(script('switch_back', good), ['--force']), 64))

  test('a caller’s quotes and line breaks stay inside their command', () => {
    const nasty = `echo 'a"b' >> log\necho $(echo 'x') '; exit 9' >> log`
    const result = ran(script('switch_back', { ...good, switch_traffic: nasty }))
    expect(result.status, result.output).toBe(0)
    expect(result.log).toEqual(['healthy', 'a"b', 'x ; exit 9', 'healthy', 'healthy'])
  })
})

describe('flags_off.sh and redeploy.sh', () => {
  test('each flag is switched off under its own name', () => {
    expect(ran(script('flags_off', good))).toMatchObject({ status: 0, log: ["off sea'rch"] })
    failed(ran(script('flags_off', { ...good, flag_off: 'false' })), 1)
  })

  test('several flags are not switched off by a command that names none of them', () => {
    const flags = ['search', 'basket'].map(name => ({ feature: name, name }))
    const more = { strategy: { flags } }
    const result = ran(script('flags_off', { ...good, flag_off: 'echo off >> log' }, 'service', more))
    failed(result, 64)
    expect(result.log).toEqual([])
    expect(ran(script('flags_off', good, 'service', more)).log).toEqual(['off search', 'off basket'])
  })

  test('rolling goes back by a deployment and verifies', () => {
    const more = { strategy: { choose: 'rolling', because: 'told' } }
    expect(ran(script('redeploy', good, 'service', more))).toMatchObject({
      status: 0,
      log: ['redeployed', 'healthy', 'healthy'],
    })
    failed(ran(script('redeploy', { ...good, health_check: 'false' }, 'service', more)), 1)
  })

  test('a version that was removed is deployed and checked before traffic goes to it', () => {
    const log = ['redeployed', 'healthy', 'switched', 'healthy', 'healthy']
    expect(ran(script('redeploy', good))).toMatchObject({ status: 0, log })
    const { redeploy: _, ...others } = good
    failed(ran(script('redeploy', others)), 64)
  })
})

describe('restore_database.sh', () => {
  const args = ['--accept-data-loss']

  test('takes an emergency dump, restores the checked backup and verifies', () => {
    savedBackup()
    const result = ran(script('restore_database', good), args)
    expect(result.status, result.output).toBe(0)
    expect(result.log).toEqual([
      'healthy',
      'closed',
      'restored backup_pre_v2.5.0.sql',
      'data',
      'switched',
      'healthy',
      'open',
      'healthy',
    ])
    expect(result.output).toContain('DONE: database restored, data checked, health and error rate verified')
  })

  test('refuses without the loss being accepted', () => {
    savedBackup()
    const result = ran(script('restore_database', good))
    failed(result, 64)
    expect(result.log).toEqual([])
  })

  test.each([
    'backup',
    'restore',
    'data_check',
    'switch_traffic',
    'health_check',
    'error_rate',
    'maintenance_on',
    'maintenance_off',
  ])('R1: no success when %s fails', name => {
    savedBackup()
    const result = ran(script('restore_database', { ...good, redeploy: '', [name]: 'exit 3' }), args)
    failed(result, name === 'health_check' ? 64 : 1)
    if (['restore', 'data_check', 'switch_traffic', 'health_check'].includes(name))
      expect(result.log).not.toContain('open')
    if (name === 'backup') expect(result.log.join()).not.toContain('restored')
  })

  test.each([
    'backup',
    'restore',
    'data_check',
    'health_check',
    'error_rate',
    'switch_traffic',
    'maintenance_on',
    'maintenance_off',
  ])('refuses with 64 when %s is missing', name => {
    const { [name]: _, ...others } = good as Record<string, string>
    failed(ran(script('restore_database', others), args), 64)
  })

  test('a missing backup, a missing or wrong checksum and an empty emergency dump stop it before the restore', () => {
    const text = script('restore_database', good)
    failed(ran(text, args), 1)
    writeFileSync(join(folder, 'backup_pre_v2.5.0.sql'), 'before')
    failed(ran(text, args), 1)
    savedBackup()
    writeFileSync(join(folder, 'backup_pre_v2.5.0.sql'), 'changed')
    failed(ran(text, args), 1)
    savedBackup()
    failed(ran(script('restore_database', { ...good, backup: ': > "$BACKUP_FILE"' }), args), 1)
    expect(readFileSync(join(folder, 'log'), 'utf8')).not.toContain('restored')
  })

  const saved = () => readFileSync(join(folder, 'backup_pre_v2.5.0.sql'), 'utf8')
  const fixed = {
    ...good,
    backup: 'echo broken-data > backup_pre_v2.5.0.sql',
    restore: 'cp backup_pre_v2.5.0.sql restored',
  }
  const kept = 'backup_pre_v2.5.0.sql.kept'
  const emergency = () =>
    readdirSync(folder).flatMap(name =>
      name.startsWith('emergency') ? [readFileSync(join(folder, name), 'utf8').trim()] : [],
    )

  test('a dump command with a fixed name does not destroy the backup', () => {
    savedBackup()
    const result = ran(script('restore_database', fixed), args)
    expect(result.status, result.output).toBe(0)
    expect(readFileSync(join(folder, 'restored'), 'utf8')).toBe('before')
    expect(saved()).toBe('before')
    expect(existsSync(join(folder, kept))).toBe(false)
    expect(emergency()).toEqual(['broken-data'])
  })

  test('a dump that breaks off over the backup leaves the second copy for the next attempt', () => {
    savedBackup()
    failed(
      ran(
        script('restore_database', { ...fixed, backup: 'echo half > backup_pre_v2.5.0.sql; exit 1' }),
        args,
      ),
      1,
    )
    const again = ran(script('restore_database', fixed), args)
    expect(again.status, again.output).toBe(0)
    expect(readFileSync(join(folder, 'restored'), 'utf8')).toBe('before')
  })

  test('a failure says that writes are stopped and where the second copy is, which stays', () => {
    savedBackup()
    const result = ran(script('restore_database', { ...good, data_check: 'false' }), args)
    failed(result, 1)
    expect(result.output).toContain(
      "Maintenance may be on; it ends with this script's success, or by: echo open >> log",
    )
    expect(result.output).toContain(`second copy of the backup is ${kept}`)
    expect(existsSync(join(folder, kept))).toBe(true)
  })

  test('a version that is gone is noticed before anything is touched', () => {
    savedBackup()
    const { redeploy: _, ...others } = good
    const gone = script('restore_database', { ...others, health_check: '[ -e log ] && grep restored log' })
    const result = ran(gone, args)
    failed(result, 64)
    expect(result.output).toContain('nothing was touched: give commands.redeploy')
    expect([result.log, emergency(), existsSync(join(folder, kept))]).toEqual([[], [], false])
    expect(ran(gone, [...args, '--old-version-is-there']).status).toBe(0)
  })

  test('a version that is gone is deployed once the data are checked', () => {
    savedBackup()
    const health_check = 'grep redeployed log'
    const result = ran(script('restore_database', { ...good, health_check }), args)
    expect(result.status, result.output).toBe(0)
    const log = ['closed', 'restored backup_pre_v2.5.0.sql', 'data', 'redeployed', 'switched', 'open']
    expect(result.log).toEqual(log)
  })

  test('a dump that is not possible any more is left out only when told so', () => {
    savedBackup()
    const text = script('restore_database', { ...good, backup: 'false' })
    const result = ran(text, args)
    failed(result, 1)
    expect(result.output).toContain('--without-dump goes on without, and gives up for good')
    expect(result.log.join()).not.toContain('restored')
    const without = ran(text, [...args, '--without-dump'])
    expect(without.status, without.output).toBe(0)
    expect(without.output).toContain(
      'no emergency dump: what was written since the backup cannot be had back',
    )
  })

  test('a damaged second copy stops it before the restore', () => {
    savedBackup()
    const backup = 'echo x > "$BACKUP_FILE"; echo x > backup_pre_v2.5.0.sql.kept'
    failed(ran(script('restore_database', { ...fixed, backup }), args), 1)
    expect(existsSync(join(folder, 'restored'))).toBe(false)
  })

  test('backup_database.sh writes what the restore needs', () => {
    expect(ran(script('backup_database', good)).status).toBe(0)
    expect(ran(script('restore_database', good), args).status).toBe(0)
    failed(ran(script('backup_database', good)), 64)
    rmSync(join(folder, 'backup_pre_v2.5.0.sql'))
    failed(ran(script('backup_database', { ...good, backup: 'true' })), 1)
  })
})

describe('libraries and software that others install', () => {
  const npm = { observed: { ecosystem: { registry: 'npm', name: 'left-pad' } } }

  /** A registry client that answers from files and fails where it is told to. */
  function client(name: string, lines: string[]): string {
    writeFileSync(join(folder, name), ['#!/bin/sh', ...lines, ''].join('\n'))
    chmodSync(join(folder, name), 0o755)
    return `${folder}:${process.env.PATH}`
  }

  const working = [
    'case "$1 $2 $3" in',
    '  "view left-pad dist-tags.latest") cat latest 2>/dev/null || echo 2.5.0 ;;',
    '  "view left-pad@2.5.0 deprecated") cat deprecated 2>/dev/null ; true ;;',
    '  "dist-tag add left-pad@2.4.1") echo 2.4.1 > latest ;;',
    '  "deprecate left-pad@2.5.0 "*) echo "$3" > deprecated ;;',
    '  *) exit 9 ;;',
    'esac',
  ]

  test('npm: moves latest back, deprecates and verifies both', () => {
    const result = ran(script('npm_steer_back', {}, 'library', npm), [], client('npm', working))
    expect(result.status, result.output).toBe(0)
    expect(readFileSync(join(folder, 'deprecated'), 'utf8')).toContain('use 2.4.1')
  })

  test.each([
    ['moving the tag fails', 'dist-tag add left-pad@2.4.1', 'exit 1'],
    ['the tag does not move', 'dist-tag add left-pad@2.4.1', 'true'],
    ['deprecating fails', 'deprecate left-pad@2.5.0 ', 'exit 1'],
    ['the mark does not show', 'deprecate left-pad@2.5.0 ', 'true'],
    ['latest is another release', 'view left-pad dist-tags.latest', 'echo 3.0.0'],
    ['the registry does not answer', 'view left-pad dist-tags.latest', 'exit 1'],
  ])('npm: no success when %s', (_, call, answer) => {
    const broken = working.map(line =>
      line.includes(`"${call}`) ? `${line.slice(0, line.indexOf(')'))}) ${answer} ;;` : line,
    )
    failed(ran(script('npm_steer_back', {}, 'library', npm), [], client('npm', broken)), 1)
  })

  test('crates: yanks and needs a check of its own', () => {
    const crates = { observed: { ecosystem: { registry: 'crates.io', name: 'left-pad' } } }
    const path = client('cargo', ['echo "$@" >> log'])
    failed(ran(script('cargo_yank', {}, 'library', crates), [], path), 64)
    const text = script('cargo_yank', { install_check: 'true' }, 'library', crates)
    expect(ran(text, [], path)).toMatchObject({ status: 0, log: ['yank --version 2.5.0 left-pad'] })
    failed(ran(script('cargo_yank', { install_check: 'false' }, 'library', crates), [], path), 1)
  })

  test('distributed: no success when a step or the fresh installation fails', () => {
    const all = {
      withdraw_release: 'echo withdrawn >> log',
      repoint_channel: 'echo moved >> log',
      install_check: 'true',
    }
    expect(ran(script('withdraw', all, 'distributed'))).toMatchObject({
      status: 0,
      log: ['withdrawn', 'moved'],
    })
    for (const name of Object.keys(all))
      failed(ran(script('withdraw', { ...all, [name]: 'false' }, 'distributed')), 1)
  })
})

describe('every script', () => {
  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0

  test.skipIf(!shellcheck)('R3: passes shellcheck', () => {
    const names = ['switch_back', 'flags_off', 'backup_database', 'restore_database']
    const texts = names.map(name => script(name, good))
    texts.push(script('switch_back', {}))
    const flags = ['a', 'b'].map(name => ({ feature: name, name }))
    texts.push(script('flags_off', { ...good, flag_off: 'true' }, 'service', { strategy: { flags } }))
    texts.push(script('redeploy', good))
    texts.push(script('redeploy', good, 'service', { strategy: { choose: 'recreate', because: 'told' } }))
    texts.push(
      script('npm_steer_back', {}, 'library', { observed: { ecosystem: { registry: 'npm', name: 'a' } } }),
    )
    texts.push(
      script('cargo_yank', {}, 'library', { observed: { ecosystem: { registry: 'crates.io', name: 'a' } } }),
    )
    texts.push(script('withdraw', {}, 'distributed'))
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.sh`), text)
    const files = texts.map((_, index) => `${index}.sh`)
    const { status, stdout } = spawnSync('shellcheck', files, { cwd: folder, encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })

  test('R3, R4: is strict and calls no function that it does not define', () => {
    const text = script('restore_database', good)
    expect(text).toContain('set -euo pipefail')
    const defined = [...text.matchAll(/^(\w+)\(\) \{/gm)].map(found => found[1])
    expect(defined).toEqual(
      expect.arrayContaining(['fail', 'need', 'check', 'once', 'finish', 'verify_error_rate']),
    )
  })

  test('refuses with 64 when the previous version is not known', () => {
    const plan = planOf('service', {
      release: { release_date: '2026-12-01', kind: 'service', product: 'shop' },
      rollback: { commands: good },
    })
    const text = rollbackDocuments(plan).find(document => document.path.endsWith('switch_back.sh'))!.text
    const result = ran(text)
    failed(result, 64)
    expect(result.output).toContain('previous_version')
  })
})
