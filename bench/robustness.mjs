// Runs black-box robustness scripts (kill-loop.mjs, concurrent.mjs, fuzz-tools.mjs: the same ones that other servers
// were measured with) against the built program and prints the figures of bench/robustness.md.
//
//   node bench/robustness.mjs SCRIPTS_FOLDER [--long] [--only kill,processes,one,http,fuzz]
//
// --long: 2,000 kills in 40 plans, 10 plans of 8 processes x 50 calls, 100,000 fuzzed calls and 10,000 more whose arguments are mostly
// right; without it a fiftieth of that. Fuzzed is a whole plan of a repository, which has to be whole afterwards.
// Exits 1 when a figure misses its target.

import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [scripts, ...flags] = process.argv.slice(2)
if (!scripts || scripts.startsWith('--')) {
  process.stderr.write('usage: node bench/robustness.mjs SCRIPTS_FOLDER [--long] [--only a,b]\n')
  process.exit(2)
}
const long = flags.includes('--long')
const chosen = flags[flags.indexOf('--only') + 1]?.split(',') ?? []
const only = flags.includes('--only') ? chosen : ['kill', 'processes', 'one', 'http', 'fuzz']
const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'robustness-'))
const version = '1.0.0'
const scopePath = `releases/v${version}/scope.md`

/** An update that must never be lost, in a plan with a person's notes beside it. */
const calls = {
  setup: [
    { tool: 'initialize_plan', args: { version, release_date: '2027-03-16', kind: 'service' } },
    { tool: 'gather_scope', args: { version } },
    { tool: 'build_schedule', args: { version } },
  ],
  calls: [
    {
      tool: 'gather_scope',
      args: { version, items: [{ id: '{token}', title: 'change {n}' }] },
      durable: true,
    },
  ],
  recover: { tool: 'build_schedule', args: { version } },
  files: ['releases/**'],
  ignore: ['releases/**/.release-planner/**'],
  litter: ['releases/**/.release-planner/tmp-*', 'releases/**/.release-planner/lock*'],
  inEach: ['releases/**/plan.json'],
  edit: { file: scopePath, after: '# Scope of 1.0.0\n', text: '\n- user note {token}\n' },
}
const callsFile = join(folder, 'calls.json')
writeFileSync(callsFile, JSON.stringify(calls))
const server = ['--', process.execPath, program, '--root', '{root}']
let missed = 0

/** One run of a script; its closing line of JSON. */
function run(name, script, args, command = server) {
  const root = join(folder, `${name}-${Math.random().toString(36).slice(2)}`)
  const all = [join(scripts, script), '--root', root, ...args, ...command]
  const { stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', maxBuffer: 1e8 })
  const line = stdout.trim().split('\n').at(-1) ?? ''
  if (!line.startsWith('{')) throw new Error(`${name}: ${stderr.slice(-500)}`)
  if (stderr.trim()) process.stderr.write(`${stderr.trim().split('\n').slice(0, 6).join('\n')}\n`)
  return JSON.parse(line)
}

function report(name, figures, targets) {
  const text = Object.entries(figures).map(([key, value]) => `${key} ${value}`)
  const misses = Object.entries(targets).filter(([key, most]) => !(figures[key] <= most))
  missed += misses.length
  process.stdout.write(`${name}: ${text.join(', ')}${misses.length ? `  MISSED ${misses.join(' ')}` : ''}\n`)
}

const summed = (runs, keys) =>
  Object.fromEntries(keys.map(key => [key, runs.reduce((sum, run) => sum + (run[key] ?? 0), 0)]))
const none = keys => Object.fromEntries(keys.map(key => [key, 0]))

if (only.includes('kill')) {
  // A plan takes 500 items, so every 50 kills get a new one.
  const rounds = long ? 40 : 1
  const runs = Array.from({ length: rounds }, (_, n) =>
    run('kill', 'kill-loop.mjs', [
      '--calls',
      callsFile,
      '--kills',
      long ? '50' : '40',
      // From the first call; a server that just started needs about as long for its first answer.
      '--max-ms',
      '900',
      '--seed',
      `${n}`,
    ]),
  )
  const zero = [
    'torn',
    'emptied',
    'vanished',
    'durableLost',
    'userEditsLost',
    'recoverFailures',
    'startFailures',
    'leftoversAfterRestart',
  ]
  const worst = Math.max(...runs.map(({ recoverMaxMs }) => recoverMaxMs))
  const figures = { ...summed(runs, ['rounds', 'durableAcked', 'userEdits', ...zero]), recoverMaxMs: worst }
  // Without an acknowledged update nothing could have been lost.
  const unproven = figures.durableAcked > 0 ? 0 : 1
  report('kill -9', { ...figures, unproven }, { ...none([...zero, 'unproven']), recoverMaxMs: 1000 })
}

const lossless = [
  'errors',
  'lost',
  'duplicates',
  'userEditsLost',
  'tornReads',
  'tornAtEnd',
  'stdoutPollution',
]
function concurrent(name, args, rounds, command) {
  const runs = Array.from({ length: rounds }, () =>
    run(name, 'concurrent.mjs', ['--calls', callsFile, ...args], command),
  )
  const worst = key => Math.max(...runs.map(one => one[key]))
  const figures = {
    ...summed(runs, ['acked', 'userEdits', 'reads', ...lossless]),
    p50: worst('p50'),
    p99: worst('p99'),
  }
  report(name, figures, none(lossless))
}
if (only.includes('processes')) {
  concurrent('8 processes', ['--clients', '8', '--each', '50', '--mode', 'procs'], long ? 10 : 1)
}
if (only.includes('one'))
  concurrent('1 process, 8 in flight', ['--clients', '8', '--each', '50', '--mode', 'one'], 1)
if (only.includes('http')) {
  const root = mkdtempSync(join(folder, 'http-'))
  const child = spawn(process.execPath, [program, 'serve', '--http', '--port', '0', '--root', root])
  const url = await new Promise(found =>
    child.stderr.on('data', text => {
      const address = /http:\S+/.exec(String(text))?.[0]
      if (address) found(address)
    }),
  )
  concurrentOver(url, root)
  child.kill()
}
function concurrentOver(url, root) {
  const all = [
    join(scripts, 'concurrent.mjs'),
    '--root',
    root,
    '--calls',
    callsFile,
    '--clients',
    '8',
    '--each',
    '50',
    '--http',
    url,
  ]
  const { stdout } = spawnSync(process.execPath, all, { encoding: 'utf8', maxBuffer: 1e8 })
  const figures = JSON.parse(stdout.trim().split('\n').at(-1))
  const { acked, userEdits, p50, p99 } = figures
  report('8 HTTP clients', { acked, userEdits, ...summed([figures], lossless), p50, p99 }, none(lossless))
}

/** A repository with a release, changes since, and a whole plan for the next one; the ids of its commits. */
function plannedRepository(root) {
  const changes = ['feat: first', 'feat: second', 'fix: third', 'feat!: fourth', 'perf: fifth'].map(
    (subject, n) =>
      [
        `commit refs/heads/main\ncommitter A <a@example.org> ${1_760_000_000 + n * 86_400} +0000`,
        `data ${subject.length}\n${subject}`,
        `M 100644 inline src/a.js\ndata 2\n${n}\n`,
        `M 100644 inline migrations/${n}.sql\ndata 29\nALTER TABLE x ADD y${n} integer;\n\n`,
      ].join('\n') + (n === 0 ? 'reset refs/tags/v0.9.0\nfrom refs/heads/main\n\n' : ''),
  )
  mkdirSync(root)
  const git = (args, input) => {
    const { status, stdout, stderr } = spawnSync('git', ['-C', root, ...args], { input, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return stdout
  }
  git(['init', '-q', '-b', 'main'])
  git(['fast-import', '--quiet'], changes.join(''))
  const args = ['plan', version, '--date', '2027-03-16', '--root', root]
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return git(['log', '--format=%h']).trim().split('\n')
}

/** Calls of the given script's own making; `rich` ones know every field and the form of its texts, so that most pass. */
function fuzz(name, count, { rich }) {
  const root = join(folder, name)
  const commits = plannedRepository(root)
  const schema = join(folder, 'schema.json')
  copyFileSync(join(root, `releases/v${version}/.release-planner/plan.schema.json`), schema)
  const preload = fileURLToPath(new URL('support/whole-schemas.mjs', import.meta.url))
  const told = ['--valid', '0.7', '--parallel', '2', '--env', `PLAN_SCHEMA=${schema}`]
  const all = [
    ...[
      join(scripts, 'fuzz-tools.mjs'),
      '--root',
      root,
      '--count',
      `${count}`,
      '--pin',
      `version=${version}`,
    ],
    ...(rich ? [...told, '--env', `COMMITS=${commits.join(',')}`] : []),
    ...[
      '--quiet',
      '--',
      process.execPath,
      ...(rich ? ['--import', preload] : []),
      program,
      '--root',
      '{root}',
    ],
  ]
  const { stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', maxBuffer: 1e8 })
  const last = stdout.trim().split('\n').at(-1) ?? ''
  if (!last.startsWith('{')) throw new Error(`${name}: ${stderr.slice(-500)}`)
  const run = JSON.parse(last)
  const found = kind => run.counts[kind] ?? 0
  const after = spawnSync(process.execPath, [program, 'review', version, '--root', root], {
    encoding: 'utf8',
  })
  report(
    name,
    {
      calls: run.calls,
      passed: run.ok,
      'refusals without field': found('unnamed-refusal'),
      deaths: found('crash'),
      hangs: found('hang-call') + found('hang-server'),
      'stray lines': run.polluted,
      'writes outside': found('outside-write'),
      leaks: found('secret-leak'),
      'stack traces': found('stack-trace'),
      'plans lost': after.stdout.includes(`releases/v${version}/`) ? 0 : 1,
      malformed: run.malformedLines,
      p50: run.p50,
      p99: run.p99,
      'MB at most': run.rssMaxMB,
      'MB at the end': run.rssEndMB,
    },
    {
      ...none(['refusals without field', 'deaths', 'hangs', 'stray lines', 'writes outside', 'leaks']),
      ...none(['stack traces', 'plans lost']),
      'MB at the end': 300,
    },
  )
  for (const line of stderr.trim().split('\n').slice(0, 6)) if (line) process.stderr.write(`${line}\n`)
}
if (only.includes('fuzz')) {
  fuzz('fuzz', long ? 100_000 : 2000, { rich: false })
  fuzz('fuzz with right arguments', long ? 10_000 : 200, { rich: true })
}
rmSync(folder, { recursive: true, force: true })
process.exitCode = missed > 0 ? 1 : 0
