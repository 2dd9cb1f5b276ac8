// Coverage-guided fuzzing of everything that parses what strangers or people wrote: mutations of a few seeds; an input that
// reaches a block of code that none reached before (V8's precise coverage) is kept and mutated further. A target must end
// within a second, throw nothing but a PlanError, and hold its property.
// node bench/coverage-fuzz.mjs [--seconds 30] [--seed 1] [--only sql,json]. Exits 1 when a target fails, and prints the input.

import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { Session } from 'node:inspector'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    /** For the process of one target. */
    bundle: { type: 'string' },
  },
})
const project = fileURLToPath(new URL('..', import.meta.url))

const file = path => `[{ path: '${path}', status: 'modified', insertions: 1, deletions: 1 }]`
const migration = path => `judgedMigrations(${file(path)}, new Map(), new Map([['${path}', text]]))`
const api = path =>
  `describedChanges(${file(path)}, new Map([['${path}', text.slice(0, text.length / 2)]]), new Map([['${path}', text]]))`
const migrations = "import { judgedMigrations } from './src/plan/scope/migrations/migrations.ts'"
const apis = "import { describedChanges } from './src/plan/scope/api/api.ts'"
const manifests = "import { requirementsOf } from './src/plan/scope/product/manifests.ts'"

const odd = [
  '\n',
  '\r\n',
  '\t',
  '"',
  "'",
  '`',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '|',
  ',',
  ';',
  ':',
  '--',
  '/*',
  '*/',
  '#',
  '$',
  '%',
  '\u0000',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\ud800',
  '😀',
  'a'.repeat(300),
  '(((((((((('.repeat(20),
  ' '.repeat(400),
]

/** Imports, what is done with `text`, and texts to begin with. */
const targets = {
  json: [
    "import { jsonProblem } from './src/workspace/json-problem.ts'",
    `let valid = true
     try { JSON.parse(text) } catch { valid = false }
     if ((jsonProblem(text) === undefined) !== valid) throw new Error('jsonProblem and JSON.parse disagree')`,
    ['{"a": [1, -2.5e3, "\\u00e9", true, null]}'],
  ],
  plan: [
    `import { planInputs } from './src/plan/inputs.ts'
     import { derive } from './src/plan/derive.ts'`,
    `let json
     try { json = JSON.parse(text) } catch { return }
     const parsed = planInputs.safeParse(json)
     if (parsed.success) derive(parsed.data, '2026-02-02T09:00:00Z')`,
    [
      '{"schema_version":1,"version":"2.5.0","planning_started":"2026-02-02T09:00:00Z","release":{"release_date":"2026-03-17","kind":"library"},"answers":{},"moves":[]}',
      readFileSync(join(project, 'examples/library/releases/v1.1.0/plan.json'), 'utf8').slice(0, 4000),
    ],
  ],
  merge: [
    "import { mergeByLines } from './src/workspace/merge.ts'",
    `const [base = '', yours = '', proposed = ''] = text.split('\\u0000')
     await mergeByLines(base, yours, proposed)`,
    ['a\nb\nc\n\u0000a\nB\nc\n\u0000a\nb\nc\nd\n'],
  ],
  answers: [
    "import { readBack } from './src/documents/read-back.ts'",
    `const question = { id: 'q', question: 'who', who: 'Release manager', gate: 'freeze', answer: 'text' }
     const base = 'Owner: [TBD: who · Release manager by 2026-03-03]\\n'
     readBack(base, text, [question])`,
    ['Owner: Ada\n', 'Owner: [TBD: who · Release manager by 2026-03-03]\n'],
  ],
  commits: [
    "import { readSubject, titleOf } from './src/plan/scope/commits/commits.ts'",
    'readSubject(text); titleOf(text)',
    ['feat(api)!: ids are strings (#12)', 'Merge pull request #3 from a/b'],
  ],
  sql: [migrations, migration('migrations/001_a.sql'), ['ALTER TABLE a ADD COLUMN b text NOT NULL;']],
  rails: [
    migrations,
    migration('db/migrate/20260101000000_a.rb'),
    ['def change\n  add_column :a, :b, :text\nend'],
  ],
  alembic: [
    migrations,
    migration('alembic/versions/a.py'),
    ["def upgrade():\n    op.drop_column('a', 'b')\n"],
  ],
  liquibase: [
    migrations,
    migration('db/changelog/a.xml'),
    ['<databaseChangeLog><changeSet><dropTable tableName="a"/></changeSet></databaseChangeLog>'],
  ],
  openapi: [
    apis,
    api('openapi.yaml'),
    ['openapi: 3.0.0\npaths:\n  /a:\n    get:\n      responses: {"200": {}}\n'],
  ],
  protobuf: [apis, api('api/a.proto'), ['syntax = "proto3"; message A { string b = 1; reserved 2; }']],
  graphql: [apis, api('schema.graphql'), ['type A { b(c: Int = 1): [String!]! }']],
  manifest: [
    manifests,
    `for (const path of ['package.json', 'pyproject.toml', 'go.mod', 'Cargo.toml', 'pom.xml', 'build.gradle', 'Gemfile', 'composer.json', 'a.csproj']) requirementsOf(path, text)`,
    ['[project]\ndependencies = ["a>=1"]\n', '{"dependencies":{"a":"^1"}}', 'require (\n a.b/c v1.2.3\n)'],
  ],
  lock: [
    "import { lockedPackages } from './src/plan/scope/dependencies/lock-files.ts'",
    `for (const path of ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'Cargo.lock', 'poetry.lock', 'go.sum', 'Gemfile.lock', 'composer.lock']) lockedPackages(path, text)`,
    ['{"packages":{"node_modules/a":{"version":"1.0.0"}}}', '[[package]]\nname = "a"\nversion = "1"\n'],
  ],
  version: [
    "import { parseVersion, versionOfTag } from './src/plan/version.ts'",
    'versionOfTag(text); parseVersion(text)',
    ['v1.2.3-rc.1+5', 'pkg@2026.11'],
  ],
  rrule: [
    "import { recurrence } from './src/plan/calendar/recurrence.ts'",
    "recurrence(text, '2026-01-01', 'rrule').between('2026-01-01', '2027-01-01')",
    ['FREQ=MONTHLY;BYDAY=2TU;COUNT=4', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1'],
  ],
  offset: [
    "import { offsetKind } from './src/plan/calendar/offsets.ts'",
    'offsetKind(text)',
    ['T-14', 'WD-10', 'R-5w thursday', 'last business day on or before the 16th'],
  ],
  threshold: [
    "import { thresholdTold } from './src/plan/rollback/told-threshold.ts'",
    'thresholdTold(text)',
    ['2,5 %', '.5 points above baseline', '3 times baseline'],
  ],
  review: [
    "import { checked } from './src/plan/review/checks/checks.ts'",
    "checked([{ path: 'plan.md', text }])",
    [
      '# Plan\n\n| Date | What |\n|---|---|\n| 2026-03-17 | Release |\n\nRollback if errors > 5 % for 10 minutes\n',
    ],
  ],
}

if (values.bundle) await explored(values.bundle, targets[values.only][2])
else await all()

async function all() {
  const scratch = mkdtempSync(join(tmpdir(), 'coverage-fuzz-'))
  let failed = 0
  try {
    for (const name of values.only?.split(',') ?? Object.keys(targets)) {
      const bundle = await bundled(name, scratch)
      const limit = 1000 * Number(values.seconds) + 20_000
      const args = ['--only', name, '--bundle', bundle, '--seconds', values.seconds, '--seed', values.seed]
      const { status, stdout, stderr } = spawnSync(process.execPath, [process.argv[1], ...args], {
        encoding: 'utf8',
        timeout: limit,
        maxBuffer: 1e8,
      })
      if (status === 0) process.stdout.write(`${name.padEnd(10)} ${stdout}`)
      else {
        failed += 1
        const input = existsSync(`${bundle}.input`)
          ? JSON.stringify(readFileSync(`${bundle}.input`, 'utf8').slice(0, 2000))
          : 'none yet'
        const why = status === null ? `did not end` : stderr.trim().split('\n').slice(0, 6).join('\n')
        process.stdout.write(`${name.padEnd(10)} FAILED: ${why}\n  input: ${input}\n`)
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  process.exitCode = failed > 0 ? 1 : 0
}

async function bundled(name, scratch) {
  const [imports, work] = targets[name]
  const outfile = join(scratch, name, 'target.cjs')
  mkdirSync(join(scratch, name))
  const contents = `${imports}
    import { PlanError } from './src/plan/errors.ts'
    export async function run(text) {
      try { ${work} } catch (error) { if (!(error instanceof PlanError)) throw error }
    }`
  await build({
    stdin: { contents, resolveDir: project, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    loader: { '.mustache': 'text' },
  })
  return outfile
}

/** Runs until the time is up; throws at the first input that fails. */
async function explored(bundle, seeds) {
  const session = new Session()
  session.connect()
  const asked = (method, parameters) => {
    let answer
    session.post(method, parameters, (error, result) => {
      if (error) throw error
      answer = result
    })
    return answer
  }
  asked('Profiler.enable')
  asked('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const { run } = createRequire(import.meta.url)(bundle)
  const last = `${bundle}.input`
  const reached = new Set()
  /** Whether the last run reached a block that none had reached. */
  const isNew = () => {
    const before = reached.size
    const script = asked('Profiler.takePreciseCoverage').result.find(({ url }) => url.endsWith('target.cjs'))
    for (const { ranges } of script?.functions ?? [])
      for (const { startOffset, endOffset, count } of ranges)
        if (count > 0) reached.add(startOffset * 1e8 + endOffset)
    return reached.size > before
  }
  const random = seeded(Number(values.seed))
  const corpus = [...seeds, '']
  const end = performance.now() + 1000 * Number(values.seconds)
  let runs = 0
  for (; performance.now() < end; runs += 1) {
    const text = runs < corpus.length ? corpus[runs] : mutated(corpus, random)
    const file = openSync(last, 'w')
    writeSync(file, text)
    closeSync(file)
    const begin = performance.now()
    await run(text)
    const took = performance.now() - begin
    if (took > 1000) throw new Error(`took ${took.toFixed(0)} ms`)
    if (isNew() && runs >= corpus.length) corpus.push(text)
  }
  process.stdout.write(
    `${runs} runs, ${corpus.length} inputs kept, ${reached.size} blocks reached, no finding\n`,
  )
}

function seeded(seed) {
  let state = seed >>> 0
  return most => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

/** One to four changes of a kept input: pieces removed, repeated, moved in from another one, or odd characters put in. */
function mutated(corpus, random) {
  // New ones more often.
  const pick = () => corpus[Math.max(random(corpus.length), random(corpus.length))]
  let text = pick()
  for (let n = random(4); n >= 0; n -= 1) {
    const at = random(text.length + 1)
    const to = Math.min(text.length, at + random(12))
    const other = pick()
    const from = random(other.length + 1)
    const piece = [
      () => '',
      () => text.slice(at, to).repeat(2 + random(3)),
      () => other.slice(from, from + random(40)),
      () => odd[random(odd.length)],
      () => String.fromCodePoint(random(random(4) ? 128 : 0xd7ff)),
      () => `${random(2) ? '-' : ''}${random(1e9)}`,
    ][random(6)]()
    text = (text.slice(0, at) + piece + text.slice(to)).slice(0, 6000)
  }
  return text
}
