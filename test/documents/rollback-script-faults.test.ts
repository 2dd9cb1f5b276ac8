import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rollbackDocuments } from '../../src/documents/rollback.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import type { Kind } from '../../src/plan/kinds/profile.ts'
import { planOf } from '../support/rollout.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollback-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * A small world in files that all commands act on or look at. The call with the number FAULT_AT goes wrong: `fail` ends
 * with an error, `hang` does not end, `lie` and `nothing` report success, do nothing and print nothing.
 */
const world = `
call=0; [ ! -e calls ] || read -r call < calls
call=$((call + 1)); echo "$call" > calls; echo "$STUB" >> trace
if [ "$call" = "$FAULT_AT" ]; then
  case "$FAULT" in fail) exit 3 ;; hang) sleep 30 ;; *) exit 0 ;; esac
fi
is() { [ "$(< data)" = "$1" ]; }
case "$STUB" in
  switch_traffic | redeploy) is before || echo started >> damage; echo > good ;;
  flag_off) echo > good ;;
  error_rate) if [ -e good ]; then echo 0.2; else echo 45; fi ;;
  backup) cp data "$BACKUP_FILE" ;;
  restore) cp "$BACKUP_FILE" data ;;
  data_check) is before ;;
  npm_view) if [ "$FIELD" = deprecated ]; then cat deprecated; else cat latest; fi ;;
  npm_dist-tag) echo 2.4.1 > latest ;;
  npm_deprecate) echo withdrawn > deprecated ;;
  cargo_yank | withdraw_release) echo > withdrawn ;;
  repoint_channel) echo > moved ;;
  install_check) [ -e withdrawn ] && { [ -e moved ] || [ "$KIND" = library ]; } ;;
esac
`

const commands = Object.fromEntries(
  [
    ...['switch_traffic', 'health_check', 'error_rate', 'redeploy', 'flag_off', 'backup', 'restore'],
    ...['data_check', 'maintenance_on', 'maintenance_off'],
    ...['withdraw_release', 'repoint_channel', 'install_check'],
  ].map(name => [name, `STUB=${name}; . ./world`]),
)

interface Script {
  name: string
  kind?: Kind
  inputs?: Partial<PlanInputs>
  args?: string[]
}

const published = (registry: string): Script => ({
  name: registry === 'npm' ? 'npm_steer_back' : 'cargo_yank',
  kind: 'library',
  inputs: { observed: { ecosystem: { registry, name: 'left-pad' } } },
})
const restore: Script = { name: 'restore_database', args: ['--accept-data-loss'] }
const switchBack: Script = { name: 'switch_back' }
const scripts: Script[] = [
  switchBack,
  { name: 'redeploy', inputs: { strategy: { choose: 'rolling', because: 'told' } } },
  { name: 'flags_off' },
  { name: 'backup_database' },
  restore,
  published('npm'),
  published('crates.io'),
  { name: 'withdraw', kind: 'distributed' },
]

function textOf({ name, kind = 'service', inputs = {} }: Script): string {
  const flags = [{ feature: 'Search', name: 'search' }]
  const plan = planOf(kind, {
    ...inputs,
    strategy: {
      baseline_error_percent: 0.4,
      database_change: 'backward_compatible',
      flags,
      ...inputs.strategy,
    },
    rollback: { commands },
  })
  return rollbackDocuments(plan).find(({ path }) => path === `rollback/scripts/${name}.sh`)!.text
}

const texts = new Map<string, string>()

/** A folder with the script and the world as it is before it. */
function freshWorld(script: Script): string {
  const at = mkdtempSync(join(folder, `${script.name}-`))
  const text = texts.get(script.name) ?? textOf(script)
  texts.set(script.name, text)
  const restoring = script === restore
  const sum = createHash('sha256').update('before').digest('hex')
  const files: Record<string, string> = {
    'script.sh': text,
    world,
    data: restoring ? 'damaged' : 'before',
    latest: '2.5.0',
    deprecated: '',
    ...(restoring && { 'backup_pre_v2.5.0.sql': 'before', 'backup_pre_v2.5.0.sql.sha256': `${sum}  file\n` }),
    npm: '#!/bin/bash\nSTUB=npm_$1; . ./world\n',
    cargo: '#!/bin/bash\nSTUB=cargo_$1; . ./world\n',
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(at, name), content)
  for (const client of ['npm', 'cargo']) chmodSync(join(at, client), 0o755)
  return at
}

type Fault = 'fail' | 'hang' | 'lie' | 'nothing'
interface Told {
  fault?: Fault
  /** Number of the call that goes wrong. */
  call?: number
  args?: string[]
  /** The script is told to end once this step was called, or these words were said. */
  endAt?: string
  /** Another BACKUP_FILE. */
  backup?: string
  /** Seconds between readings. */
  pause?: string
}

const read = (at: string, name: string): string =>
  existsSync(join(at, name)) ? readFileSync(join(at, name), 'utf8') : ''

async function ran(
  script: Script,
  at: string,
  { fault, call = 0, args = [], endAt, backup, pause = '0' }: Told = {},
) {
  for (const name of ['calls', 'trace']) rmSync(join(at, name), { force: true })
  const child = spawn('bash', ['script.sh', '--execute', ...(script.args ?? []), ...args], {
    cwd: at,
    env: {
      PATH: `${at}:${process.env.PATH}`,
      KIND: script.kind ?? 'service',
      FAULT: fault ?? '',
      FAULT_AT: String(call),
      READING_SECONDS: pause,
      ...(backup && { BACKUP_FILE: backup }),
      STEP_SECONDS: fault === 'hang' && endAt === undefined ? '0.3' : '20',
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      output += chunk
    })
  const watch = setInterval(() => {
    if (endAt !== undefined && `${read(at, 'trace')}${output}`.includes(endAt)) child.kill('SIGTERM')
  }, 20)
  const status = await new Promise<number>(resolve => child.on('close', code => resolve(code ?? -1)))
  clearInterval(watch)
  return { status, output, trace: read(at, 'trace').trim().split('\n') }
}

/** What may go wrong at a call; a lie is only told by what changes something, and maintenance is looked at by nobody. */
function faultsOf(stub: string): Fault[] {
  if (stub.startsWith('maintenance')) return ['fail', 'hang']
  if (['error_rate', 'npm_view'].includes(stub)) return ['fail', 'hang', 'nothing']
  if (['health_check', 'data_check', 'install_check'].includes(stub)) return ['fail', 'hang']
  return ['fail', 'hang', 'lie']
}

/** What may be asked again, or is only looked at: what lags in a registry, whether the old version is there to be started. */
const repeated = (script: Script, stub: string, fault: Fault, call: number): boolean =>
  stub === 'install_check' ||
  (script === restore && stub === 'health_check' && call === 1) ||
  (script.name === 'npm_steer_back' && stub === 'npm_view' && fault === 'nothing')

async function inTurn<T>(jobs: (() => Promise<T>)[], together: number): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const worker = async () => {
    while (next < jobs.length) {
      const index = next++
      results[index] = await jobs[index]!()
    }
  }
  await Promise.all(Array.from({ length: together }, worker))
  return results
}

describe('a fault at any single call of any script', () => {
  test.each(scripts)('$name: no success and no exit 0', async script => {
    const good = await ran(script, freshWorld(script))
    expect(good.status, good.output).toBe(0)
    expect(good.output).toContain('DONE')
    const readings = good.trace.flatMap((stub, index) => (stub === 'error_rate' ? [index] : []))
    const cases = good.trace.flatMap((stub, index) =>
      readings.slice(1, -1).includes(index)
        ? []
        : faultsOf(stub).map(fault => ({ stub, fault, call: index + 1 })),
    )
    expect(cases.length).toBeGreaterThan(2)
    const results = await inTurn(
      cases.map(one => async () => {
        const at = freshWorld(script)
        const result = await ran(script, at, one)
        return {
          ...one,
          ...result,
          damage: read(at, 'damage'),
          lock: existsSync(join(at, '.rollback-v2.5.0/lock')),
        }
      }),
      4,
    )
    for (const { stub, fault, call, status, output, damage, lock } of results) {
      const told = `${script.name}, call ${call} (${stub}): ${fault}\n${output}`
      expect(lock, told).toBe(false)
      expect(damage, told).toBe('')
      if (repeated(script, stub, fault, call) && status === 0) continue
      expect(status, told).not.toBe(0)
      expect(output, told).not.toContain('DONE')
      expect(output, told).toContain('FAILED')
    }
  }, 60_000)
})

describe('a second attempt', () => {
  test('repeats everything, and with --resume leaves out what was done', async () => {
    const at = freshWorld(restore)
    const first = await ran(restore, at, { fault: 'fail', call: 5 })
    expect(first.trace).toEqual(['health_check', 'maintenance_on', 'backup', 'restore', 'data_check'])
    expect(first.output).toMatch(/with --resume without these steps.*\n {2}restore the backup\n$/)
    const second = await ran(restore, at, { args: ['--resume'] })
    expect(second.status, second.output).toBe(0)
    expect(second.trace.slice(0, 4)).toEqual([
      'health_check',
      'maintenance_on',
      'data_check',
      'switch_traffic',
    ])
    const third = await ran(restore, at)
    expect(third.trace.slice(1, 4)).toEqual(['maintenance_on', 'backup', 'restore'])
    const nothing = await ran(restore, at, { args: ['--resume'] })
    expect([nothing.status, nothing.output]).toEqual([64, expect.stringContaining('nothing to resume')])
  })

  test('is refused while another holds the lock', async () => {
    const at = freshWorld(switchBack)
    mkdirSync(join(at, '.rollback-v2.5.0/lock'), { recursive: true })
    writeFileSync(join(at, '.rollback-v2.5.0/lock/pid'), '4711\n')
    const { status, output, trace } = await ran(switchBack, at)
    expect([status, trace]).toEqual([75, ['']])
    expect(output).toContain('process 4711 (')
    expect(output).toContain('kill 4711')
    expect(existsSync(join(at, '.rollback-v2.5.0/lock'))).toBe(true)
  })

  test('of a switch switches again: traffic may have gone elsewhere', async () => {
    const at = freshWorld(switchBack)
    const first = await ran(switchBack, at, { fault: 'fail', call: 4 })
    expect(first.trace.slice(1)).toEqual(['switch_traffic', 'health_check', 'error_rate'])
    rmSync(join(at, 'good'))
    const second = await ran(switchBack, at, { args: ['--resume'] })
    expect([second.status, second.trace[1]]).toEqual([0, 'switch_traffic'])
  })

  test('of a restore dumps again until the restore is done, under a new name', async () => {
    const at = freshWorld(restore)
    await ran(restore, at, { fault: 'fail', call: 4 })
    const second = await ran(restore, at, { fault: 'fail', call: 5, args: ['--resume'] })
    expect(second.trace.slice(1)).toEqual(['maintenance_on', 'backup', 'restore', 'data_check'])
    expect(readdirSync(at).filter(name => name.startsWith('emergency'))).toHaveLength(2)
  })

  test('takes another backup file, a corrected command and what follows them anew', async () => {
    const at = freshWorld(restore)
    await ran(restore, at, { fault: 'fail', call: 5 })
    for (const end of ['', '.sha256'])
      writeFileSync(join(at, `other${end}`), read(at, `backup_pre_v2.5.0.sql${end}`))
    const resumed: Told = { fault: 'fail', args: ['--resume'] }
    const other = await ran(restore, at, { ...resumed, call: 4, backup: 'other' })
    expect(other.trace.slice(1)).toEqual(['maintenance_on', 'backup', 'restore'])
    const back = await ran(restore, at, { ...resumed, call: 5 })
    expect(back.trace.slice(1)).toEqual(['maintenance_on', 'backup', 'restore', 'data_check'])
    const text = read(at, 'script.sh').replace('STUB=restore;', 'STUB=restore ;')
    writeFileSync(join(at, 'script.sh'), text)
    const corrected = await ran(restore, at, { args: ['--resume'] })
    expect([corrected.status, corrected.trace[3]]).toEqual([0, 'restore'])
  })

  test('is refused from another folder too: the lock is beside the script', async () => {
    const at = freshWorld(switchBack)
    mkdirSync(join(at, '.rollback-v2.5.0/lock'), { recursive: true })
    const { status } = spawnSync('bash', [join(at, 'script.sh'), '--execute'], { cwd: tmpdir() })
    expect(status).toBe(75)
  })

  test('can follow at once when the first is ended while it waits for a reading', async () => {
    const at = freshWorld(switchBack)
    const started = Date.now()
    const { status } = await ran(switchBack, at, { endAt: 'error rate below', pause: '8' })
    expect(Date.now() - started).toBeLessThan(7000)
    expect(status).toBe(130)
    expect(existsSync(join(at, '.rollback-v2.5.0/lock'))).toBe(false)
  })

  test('waits until the command that was ended runs no more, its children too', async () => {
    const at = freshWorld(switchBack)
    const slow = "trap 'sleep 0.5; echo > ended; exit' TERM; echo slow > trace; sleep 5 & wait"
    const text = read(at, 'script.sh').replace('STUB=switch_traffic; . ./world', 'bash ./slow; true')
    writeFileSync(join(at, 'script.sh'), text)
    writeFileSync(join(at, 'slow'), slow)
    const { status } = await ran(switchBack, at, { endAt: 'slow' })
    expect([status, existsSync(join(at, 'ended'))]).toEqual([130, true])
  })

  test('follows an interruption, which ends the command, frees the lock and is no success', async () => {
    const at = freshWorld(switchBack)
    const { status, output } = await ran(switchBack, at, { fault: 'hang', call: 2, endAt: 'switch_traffic' })
    expect([status, output]).toEqual([130, expect.stringContaining('FAILED: interrupted')])
    expect(existsSync(join(at, '.rollback-v2.5.0/lock'))).toBe(false)
    expect((await ran(switchBack, at)).status).toBe(0)
    expect(read(at, '.rollback-v2.5.0/switch_back.log')).toMatch(/FAILED: interrupted[\s\S]*DONE/)
  })
})
