// The release that the next one would be compared with, for every git repository in some folders: tag, how many commits
// that makes, what stands beside it, and why. node bench/bases.mjs DIR... [--version 2.5.0] [--patch] [--json]
// DIR is a repository or a folder of them. Without --version the next minor after the highest stable release is asked
// for (the next number of a calendar version); --patch asks for the next patch of the second highest X.Y line as well.
// Exits 1 when a repository has release tags and no base is found, or a reason is missing.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string' },
    patch: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help || positionals.length === 0) {
  console.log('node bench/bases.mjs DIR... [--version 2.5.0] [--patch] [--json]')
  process.exit(2)
}

const {
  observeRepository,
  observedBase,
  releaseHistory,
  isStable,
  releasesOf,
  tracksOf,
  parseVersion,
  bump,
} = await product()
const rows = []
for (const root of positionals.flatMap(repositoriesIn)) rows.push(...(await rowsOf(root)))
if (values.json) console.log(JSON.stringify(rows, null, 2))
else for (const row of rows) print(row)
if (rows.some(row => row.wrong)) process.exitCode = 1

/** The rooms that choose a base, as the program has them. */
async function product() {
  const contents = `
    export { observeRepository } from './src/history/index.ts'
    export { observedBase } from './src/tools/observe-base.ts'
    export { releaseHistory } from './src/plan/scope/base/base.ts'
    export { isStable, releasesOf, tracksOf } from './src/plan/scope/base/tracks.ts'
    export { parseVersion, bump } from './src/plan/version.ts'`
  const resolveDir = fileURLToPath(new URL('..', import.meta.url))
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}

function repositoriesIn(folder) {
  if (isRepository(folder)) return [folder]
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(entry => [join(folder, entry.name), join(folder, entry.name, 'repo')].filter(isRepository))
}

function isRepository(folder) {
  return existsSync(join(folder, '.git')) || existsSync(join(folder, 'HEAD'))
}

async function rowsOf(root) {
  const name = basename(root) === 'repo' ? basename(dirname(root)) : basename(root)
  const repository = await observeRepository(root)
  if (!repository?.head) return []
  const rows = []
  for (const version of values.version ? [values.version] : versionsOf(name, repository)) {
    const { base } = await observedBase(root, repository, { version })
    const range = base.commit ? `${base.commit}..HEAD` : 'HEAD'
    const count = (...filter) =>
      Number(
        execFileSync('git', ['-C', root, 'rev-list', '--count', ...filter, '--end-of-options', range, '--']),
      )
    const tags = repository.tags.length
    rows.push({
      name,
      tags,
      head: repository.head.date.slice(0, 10),
      version,
      tag: base.tag ?? (base.commit ? `commit ${base.commit.slice(0, 12)}` : 'none'),
      commits: count(),
      alternatives: base.alternatives,
      line: base.line,
      why: base.why,
      wrong: !base.why || (!base.tag && releaseHistory(repository.tags).length > 0),
    })
  }
  return rows
}

/** The next minor of the track with most releases of late, and the next patch of the line before. */
function versionsOf(name, { tags }) {
  const tracks = [...tracksOf(releasesOf(tags).filter(isStable))].map(([prefix]) =>
    releaseHistory(tags, prefix),
  )
  const times = tracks.flat().map(({ date }) => Date.parse(date))
  const late = Math.max(...times) - 2 * 365 * 86_400_000
  const recent = track => track.filter(({ date }) => Date.parse(date) >= late).length
  const called = track => track.some(({ tag }) => tag.includes(name.split('+').at(-1)))
  tracks.sort((a, b) => recent(b) - recent(a) || called(b) - called(a) || b.length - a.length)
  const root = tracks.find(([release]) => /^v?\d/.test(release.tag))
  const track = root && recent(root) * 2 >= recent(tracks[0]) ? root : (tracks[0] ?? [])
  const newest = [...track].sort((a, b) => Date.parse(a.date) - Date.parse(b.date)).at(-1)
  if (!newest) return ['1.0.0']
  const { scheme } = parseVersion(newest.version)
  const releases = track.map(({ version }) => parseVersion(version)).filter(one => one.scheme === scheme)
  const last = releases.at(-1)
  const series = ({ parts }) => parts.slice(0, 2).join('.')
  const older = releases.filter(version => series(version) !== series(last)).at(-1)
  const plain = version => ({ ...version, prerelease: [], parts: [...version.parts, 0, 0].slice(0, 3) })
  const next = last.scheme === 'calver' ? bump(last, 'patch') : bump(plain(last), 'minor')
  return [next, values.patch && older && bump(plain(older), 'patch')].filter(Boolean).map(({ text }) => text)
}

function print({ name, tags, head, version, tag, commits, alternatives, line, why }) {
  console.log(`\n${name} (${tags} tags, HEAD ${head})`)
  console.log(`  ${version} after ${tag}: ${commits} commits`)
  console.log(`  why: ${why}`)
  if (line)
    console.log(
      `  line: ${line.held ? 'HEAD holds' : 'HEAD is not on the line; there is'} ${line.higher}; branches ${line.branches.join(', ') || 'none'}`,
    )
  if (alternatives.length > 0) console.log(`  or: ${alternatives.join(', ')}`)
}
