// Reading a range of history against `git log --numstat` of the same range, in pairs, medians: wall time, and the largest
// memory of our process. node bench/history.mjs [--root REPOSITORY] [--commits 10000,100000] [--pairs 5] [--to HEAD]
// Without --root a repository of the largest size is made here; with it the newest commits of its first-parent line are
// the ranges. Our side is the whole process: a new Node, the choice of the range's files, commits, packages and
// progress notes. Exits 1 above 1.25 times git's time, above 200 MB, or without a progress note in a second.

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const limits = { ratio: 1.25, megabytes: 200 }
const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    commits: { type: 'string', default: '10000,100000' },
    pairs: { type: 'string', default: '5' },
    to: { type: 'string', default: 'HEAD' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log('node bench/history.mjs [--root REPOSITORY] [--commits 10000,100000] [--pairs 5] [--to HEAD]')
  process.exit(2)
}

const scratch = mkdtempSync(join(tmpdir(), 'history-bench-'))
try {
  const sizes = values.commits.split(',').map(Number)
  const root = values.root ?? madeRepository(join(scratch, 'repository'), Math.max(...sizes) + 1)
  const reader = await readerProgram()
  const rows = []
  for (const size of sizes) rows.push(await measured(root, reader, size))
  console.table(rows)
  const missed = rows.filter(
    row => row.ratio > limits.ratio || row.MB > limits.megabytes || (row['ours s'] > 2 && row.notes === 0),
  )
  if (missed.length > 0) process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function measured(root, reader, size) {
  const { from, count } = startOf(root, size)
  const to = git(root, 'rev-parse', `${values.to}^{commit}`)
  const range = from ? `${from}..${to}` : to
  const plain = []
  const ours = []
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    const takesGit = async () => plain.push(await timed('git', ['-C', root, 'log', '--numstat', range, '--']))
    const takesOurs = async () => ours.push(await timed(process.execPath, [reader, root, to, from ?? '']))
    for (const run of pair % 2 === 0 ? [takesGit, takesOurs] : [takesOurs, takesGit]) await run()
  }
  const told = ours.map(({ text }) => JSON.parse(text))
  const [git_s, ours_s] = [median(plain.map(run => run.seconds)), median(ours.map(run => run.seconds))]
  return {
    commits: count,
    'git s': round(git_s),
    'ours s': round(ours_s),
    ratio: round(median(ours.map((run, i) => run.seconds / plain[i].seconds))),
    MB: Math.round(Math.max(...told.map(({ megabytes }) => megabytes))),
    read: told[0].read,
    'only counted': told[0].omitted,
    packages: told[0].packages,
    notes: median(told.map(({ notes }) => notes)),
  }
}

/** The commit on the first-parent line after which about `size` commits lie. */
function startOf(root, size) {
  const line = git(root, 'rev-list', '--first-parent', values.to).split('\n')
  const count = from => Number(git(root, 'rev-list', '--count', from ? `${from}..${values.to}` : values.to))
  if (count() <= size) return { count: count() }
  let [near, far] = [0, line.length - 1]
  while (far - near > 1) {
    const middle = (near + far) >> 1
    if (count(line[middle]) < size) near = middle
    else far = middle
  }
  return { from: line[far], count: count(line[far]) }
}

/** What the program does to read a range, as a process of its own that tells its memory. */
async function readerProgram() {
  const contents = `
    import { observeRepository, readRange } from './src/history/index.ts'
    import { packageFolders } from './src/plan/scope/product/package-folders.ts'
    const [root, to, from] = process.argv.slice(2)
    let notes = 0
    const { files } = await observeRepository(root)
    const range = await readRange(root, {
      to, ...(from ? { from } : {}), packages: packageFolders(files), progress: () => notes++,
    })
    process.stdout.write(JSON.stringify({
      read: range.commits.length, omitted: range.omitted, packages: range.packages.length, notes,
      megabytes: process.resourceUsage().maxRSS / 1024,
    }))`
  const path = join(scratch, 'reader.mjs')
  const resolveDir = fileURLToPath(new URL('..', import.meta.url))
  const stdin = { contents, resolveDir, loader: 'ts' }
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
  writeFileSync(path, outputFiles[0].contents)
  return path
}

function timed(command, args) {
  const begun = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', chunk => {
    if (command !== 'git') text += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code =>
      code === 0
        ? resolve({ seconds: (performance.now() - begun) / 1000, text })
        : reject(new Error(`${command} ended with ${code}`)),
    )
  })
}

/** A monorepo of 12 packages with 60 files each, every commit with a message of three lines and two changed files. */
function madeRepository(at, commits) {
  execFileSync('git', ['init', '-q', '-b', 'main', at])
  const script = join(scratch, 'import')
  const lines = []
  const blob = text => `data ${Buffer.byteLength(text)}\n${text}\n`
  for (let i = 0; i < commits; i++) {
    const name = `packages/p${i % 12}`
    const message = `${['feat', 'fix', 'docs'][i % 3]}(p${i % 12}): change number ${i}\n\nWhy it was needed, in one line of an ordinary length for a body.\nRefs: #${i}\n`
    const text = Array.from({ length: 12 }, (_, line) => `line ${line} of ${line % 3 === 0 ? i : name}`).join(
      '\n',
    )
    lines.push(
      `commit refs/heads/main\ncommitter A <a${i % 40}@example.org> ${1_500_000_000 + i * 60} +0000\n${blob(message)}`,
      i < 12
        ? `M 100644 inline ${name}/package.json\n${blob(`{ "name": "p${i}", "version": "1.0.0" }\n`)}`
        : '',
      `M 100644 inline ${name}/src/file${i % 61}.ts\n${blob(text)}M 100644 inline ${name}/test/file${i % 59}.ts\n${blob(text)}`,
    )
  }
  writeFileSync(script, lines.join(''))
  execFileSync('sh', ['-c', 'git -C "$0" fast-import --quiet < "$1"', at, script])
  return at
}

function git(root, ...args) {
  return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).trim()
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
}

function round(number) {
  return Math.round(number * 100) / 100
}
