import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRange } from '../../src/history/range.ts'
import { observeRepository } from '../../src/history/repository.ts'
import { observedBase } from '../../src/tools/observe-base.ts'
import { type History, importedHistory } from '../support/histories.ts'
import { scratchFolder } from '../support/scratch.ts'

type Expected = {
  /** The tag that is chosen; absent where none is. */
  tag?: string
  /** Subjects of the range, newest first. */
  ships: string[]
  cherryPicked?: number
  why: RegExp
  alternatives?: string[]
  line?: { held: boolean; branches: string[] }
  candidates?: string[]
}
type Asked = { to?: string; previous?: string; paths?: string[]; shallow?: number }
type Row = [trap: string, version: string, write: (h: History) => void, expected: Expected, asked?: Asked]

/** Each commit is named like its message; a release is tagged on the commit before. */
const released = (h: History, ...tags: string[]) => {
  for (const tag of tags) {
    h.commit(`before ${tag}`)
    h.tag(tag)
  }
}

/** main goes on; 1.4 and 1.5 were cut on branches, with a fix picked onto the first. */
function releaseBranches(h: History): void {
  const fork = h.commit('start')
  h.commit('fix: leak', { files: { 'leak.txt': 'closed\n' } })
  h.branch('release-1.4', fork)
  h.commit('release 1.4.0', { on: 'release-1.4' })
  h.tag('v1.4.0')
  h.commit('fix: leak (picked)', { on: 'release-1.4', files: { 'leak.txt': 'closed\n' } })
  h.tag('v1.4.1')
  h.commit('feat: new')
}

const rows: Row[] = [
  [
    'tags that live only on release branches: from the merge base, picked fixes counted once',
    '1.5.0',
    releaseBranches,
    { tag: 'v1.4.1', ships: ['feat: new'], cherryPicked: 1, why: /highest stable release below 1\.5\.0/ },
  ],
  [
    'a nearest tag that is a release candidate',
    '1.1.0',
    h => {
      released(h, 'v1.0.0', 'v1.1.0-rc.1')
      h.commit('late')
    },
    {
      tag: 'v1.0.0',
      ships: ['late', 'before v1.1.0-rc.1'],
      why: /1 pre-release tag left aside/,
      candidates: ['v1.1.0-rc.1'],
    },
  ],
  [
    'nightlies, dev markers and snapshots',
    '1.1.0',
    h => {
      released(
        h,
        'v1.0.0',
        'nightly-20240105',
        'v1.1.0-nightly.3',
        'v1.1.0-dev',
        '1.1.0.dev0',
        '1.1.0-SNAPSHOT',
      )
      released(h, 'dev-1.0.9')
    },
    { tag: 'v1.0.0', ships: expect.any(Array) as string[], why: /of 1 release tag\)/ },
  ],
  [
    'moving aliases: v2, latest, stable, and v2.1 on the patch that it follows',
    '2.2.0',
    h => {
      released(h, 'v2.1.0', 'v2.1.1')
      h.tag('v2')
      h.tag('v2.1')
      h.tag('latest')
      h.tag('stable')
      h.commit('next')
    },
    { tag: 'v2.1.1', ships: ['next'], why: /1 alias/ },
  ],
  [
    "another package's tags, whatever the spelling",
    '2.2.0',
    h => {
      released(h, 'v2.0.0', 'v2.1.0', 'pkg@2.1.9', 'other-2.1.8', 'third-v2.1.7')
    },
    {
      tag: 'v2.1.0',
      ships: ['before third-v2.1.7', 'before other-2.1.8', 'before pkg@2.1.9'],
      why: /v2\.1\.0 .*of 2 release tags/,
    },
  ],
  [
    "a submodule's tags of Go",
    '1.3.0',
    h => released(h, 'v1.2.0', 'client/v1.2.0', 'client/v1.2.9', 'v1.2.1', 'api/v1.2.8'),
    { tag: 'v1.2.1', ships: ['before api/v1.2.8'], why: /v1\.2\.1/ },
  ],
  [
    'the package that paths name',
    '1.3.0',
    h => {
      h.commit('workspace', { files: { 'packages/api/package.json': '{"name":"@x/api"}' } })
      released(h, '@x/api@1.2.0', '@x/web@1.2.5', 'v9.0.0')
      h.commit('api change', { files: { 'packages/api/a.js': '1\n' } })
    },
    { tag: '@x/api@1.2.0', ships: ['api change'], why: /among the tags @x\/api@\*, those of @x\/api/ },
    { paths: ['packages/api'] },
  ],
  [
    'a Go module that paths name',
    '1.3.0',
    h => {
      released(h, 'v1.2.0', 'client/v1.2.3')
      h.commit('client change', { files: { 'client/go.mod': 'module x\n' } })
    },
    { tag: 'client/v1.2.3', ships: ['client change'], why: /client\/\*, those of client/ },
    { paths: ['client'] },
  ],
  [
    'two packages that the version could continue: the other is told',
    '3.0.2',
    h => released(h, 'a@3.0.0', 'a@3.0.1', 'b@3.0.0', 'b@3.0.1'),
    {
      tag: 'a@3.0.1',
      ships: ['before b@3.0.1', 'before b@3.0.0'],
      why: /from: "b@3\.0\.1" instead if that package is meant/,
      alternatives: ['b@3.0.1'],
    },
  ],
  [
    'the root stopped tagging, its main package goes on',
    '5.1.0',
    h => {
      released(h, 'v3.0.0', 'v3.1.0', 'v3.2.0')
      h.later(500)
      released(h, 'pkg@4.0.0', 'pkg@5.0.0')
      h.commit('next')
    },
    { tag: 'pkg@5.0.0', ships: ['next'], why: /pkg@\*/ },
  ],
  [
    'v and bare mixed',
    '5.1.0',
    h => released(h, '4.17.0', '4.18.0', 'v5.0.0', '4.18.1', 'v5.0.1'),
    { tag: 'v5.0.1', ships: [], why: /of 5 release tags/ },
  ],
  [
    'one version under two names',
    '1.3.0',
    h => released(h, '1.2.0', 'v1.2.0'),
    { tag: 'v1.2.0', ships: [], why: /from: "1\.2\.0" instead if that tag of the same version/ },
  ],
  [
    'four numbers',
    '8.1.0',
    h => released(h, 'v8.0.3', 'v8.0.4', 'v8.0.4.1'),
    { tag: 'v8.0.4.1', ships: [], why: /v8\.0\.4\.1/ },
  ],
  [
    'calendar versions',
    '2026.11',
    h => released(h, '2025.12', '2026.7', '2026.7.1', '2026.10'),
    { tag: '2026.10', ships: [], why: /highest stable/ },
  ],
  [
    'numbers that began anew after calendar versions',
    '8.1.0',
    h => {
      released(h, '2013.1', '2014.1', '2015.1')
      h.later(800)
      released(h, '8.0.0')
    },
    { tag: '8.0.0', ships: [], why: /8\.0\.0/ },
  ],
  [
    'the first semantic version after calendar ones: nothing below, the newest is told',
    '1.0.0',
    h => released(h, '2023.1', '2024.2'),
    { ships: ['before 2024.2', 'before 2023.1'], why: /from: "2024\.2" instead if the numbering began anew/ },
  ],
  [
    'tags that name no version',
    '1.0.0',
    h => released(h, 'before-refactoring', 'demo', 'sprint-12', 'works'),
    { ships: expect.any(Array) as string[], why: /none of the 4 tags names a release: the whole history/ },
  ],
  [
    'a first release',
    '0.1.0',
    h => {
      h.commit('one')
      h.commit('two')
    },
    { ships: ['two', 'one'], why: /the repository has no tags: the whole history/ },
  ],
  [
    'only candidates so far',
    '1.0.0',
    h => {
      released(h, 'v1.0.0-rc.1')
      h.commit('last fix')
    },
    {
      ships: ['last fix', 'before v1.0.0-rc.1'],
      why: /no release tag is below 1\.0\.0.*from: "v1\.0\.0-rc\.1" instead/,
      alternatives: ['v1.0.0-rc.1'],
    },
  ],
  [
    'a candidate is planned: since the one before, and how to ask for the whole release',
    '1.1.0-rc.2',
    h => {
      released(h, 'v1.0.0', 'v1.1.0-rc.1')
      h.commit('since')
    },
    { tag: 'v1.1.0-rc.1', ships: ['since'], why: /from: "v1\.0\.0" instead for all of 1\.1\.0/ },
  ],
  [
    'a shallow clone says so',
    '1.1.0',
    h => {
      released(h, 'v0.9.0', 'v1.0.0')
      h.commit('one')
      h.commit('two')
    },
    { tag: 'v1.0.0', ships: ['two', 'one'], why: /the clone is shallow/ },
    { shallow: 3 },
  ],
  [
    'a shallow clone without its tags',
    '1.1.0',
    h => {
      released(h, 'v1.0.0')
      h.commit('one')
      h.commit('two')
    },
    { ships: ['two'], why: /no tags.*the clone is shallow/ },
    { shallow: 1 },
  ],
  [
    'a detached HEAD',
    '1.1.0',
    h => {
      released(h, 'v1.0.0')
      const at = h.commit('here')
      h.commit('beyond')
      h.head(at)
    },
    { tag: 'v1.0.0', ships: ['here'], why: /v1\.0\.0/ },
  ],
  [
    'a patch of an old line while HEAD is main: the branch to give',
    '1.4.2',
    h => {
      releaseBranches(h)
      h.commit('release 1.5.0')
      h.tag('v1.5.0')
      h.commit('feat: newest')
    },
    {
      tag: 'v1.4.1',
      cherryPicked: 1,
      ships: expect.any(Array) as string[],
      why: /1\.4\.2 continues an older line, HEAD is not on that line .*to: "release-1\.4"/,
      line: { held: false, branches: ['release-1.4'] },
    },
  ],
  [
    'a patch of an old line, all tags on main, no branch',
    '1.4.1',
    h => {
      released(h, 'v1.4.0', 'v1.5.0')
      h.commit('feat: newest')
    },
    {
      tag: 'v1.4.0',
      ships: ['feat: newest', 'before v1.5.0'],
      why: /HEAD holds v1\.5\.0: no branch found/,
      line: { held: true, branches: [] },
    },
  ],
  [
    'a patch of an old line, the next line cut on a branch that main left behind',
    '1.4.1',
    h => {
      released(h, 'v1.4.0')
      const fork = h.commit('feat: for 1.5')
      h.branch('1.5.x', fork)
      h.commit('release 1.5.0', { on: '1.5.x' })
      h.tag('v1.5.0')
      h.commit('feat: for 1.6')
    },
    {
      tag: 'v1.4.0',
      ships: ['feat: for 1.6', 'feat: for 1.5'],
      why: /older line/,
      line: { held: false, branches: [] },
    },
  ],
  [
    'a patch of an old line while HEAD is its branch',
    '1.4.2',
    h => {
      releaseBranches(h)
      h.commit('release 1.5.0')
      h.tag('v1.5.0')
      h.commit('fix: old line', { on: 'release-1.4' })
      h.head('release-1.4')
    },
    { tag: 'v1.4.1', ships: ['fix: old line'], why: /below 1\.4\.2 \(of 3 release tags\)$/ },
  ],
  [
    'the branch of an old line that is merged forward',
    '1.4.2',
    h => {
      released(h, 'v1.4.0', 'v1.4.1')
      h.branch('1.4.x', 2)
      const fix = h.commit('fix: on the line', { on: '1.4.x' })
      h.commit('feat: main')
      h.commit('merge 1.4.x', { merge: fix })
      h.tag('v1.5.0')
      h.head('1.4.x')
    },
    { tag: 'v1.4.1', ships: ['fix: on the line'], why: /below 1\.4\.2 \(of 3 release tags\)$/ },
  ],
  [
    'the same with to',
    '1.4.2',
    h => {
      releaseBranches(h)
      h.commit('release 1.5.0')
      h.tag('v1.5.0')
      h.commit('fix: old line', { on: 'release-1.4' })
    },
    { tag: 'v1.4.1', ships: ['fix: old line'], why: /below 1\.4\.2 \(of 3 release tags\)$/ },
    { to: 'release-1.4' },
  ],
  [
    'old releases tagged long after their time',
    '0.7.0',
    h => {
      const old = h.commit('old')
      released(h, 'v1.0.0', 'v2.0.0', 'v3.0.0')
      h.later(900)
      h.commit('history of before', { on: 'import', days: 1 })
      h.tag('v0.6.0')
      h.head(old)
    },
    { ships: ['old'], why: /no release tag is below 0\.7\.0/ },
  ],
  [
    'all tags made anew in one hour keep the order of their commits',
    '1.3.0',
    h => {
      const commits = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(name => h.commit(name))
      for (const [i, commit] of commits.entries()) h.tag(`v1.0.${i}`, commit, { after: 700 })
    },
    { tag: 'v1.0.7', ships: [], why: /\(2024-01-09\)/ },
  ],
  [
    'two numbers on one commit',
    '0.50.0',
    h => {
      released(h, 'v0.48.0', 'v0.49.0')
      h.tag('v2.49.0')
      h.commit('next')
    },
    { tag: 'v0.49.0', ships: ['next'], why: /v0\.49\.0/ },
  ],
  [
    'a release published again on the same commit',
    '1.1.0',
    h => {
      released(h, 'v1.0.0')
      h.tag('v1.0.1')
    },
    { tag: 'v1.0.1', ships: [], why: /1 alias/ },
  ],
  [
    'a candidate of the next major on the same commit as a release',
    '11.23.0',
    h => {
      released(h, 'v11.21.0', 'v11.22.0')
      h.tag('v12.0.0-rc.6')
      h.commit('next')
    },
    { tag: 'v11.22.0', ships: ['next'], why: /1 pre-release/ },
  ],
  [
    '.RELEASE, _RC1, .M1 and .Final',
    '2.1.0',
    h => released(h, '1.9.0.Final', 'v2.0.0.RELEASE', 'v2.1.0.M1', 'REL_2_1_0_RC1'),
    { tag: 'v2.0.0.RELEASE', ships: expect.any(Array) as string[], why: /v2\.0\.0\.RELEASE/ },
  ],
  [
    'releases after the release',
    '1.3.0',
    h => released(h, '1.2.0', '1.2.0.post1', '1.2.1-hotfix.1'),
    { tag: '1.2.1-hotfix.1', ships: [], why: /of 3 release tags/ },
  ],
  [
    'annotated and lightweight tags',
    '1.2.0',
    h => {
      h.commit('one')
      h.tag('v1.0.0', 1, { after: 2 })
      h.commit('two')
      h.tag('v1.1.0')
      h.commit('three')
    },
    { tag: 'v1.1.0', ships: ['three'], why: /v1\.1\.0/ },
  ],
  [
    'a number out of order: a stray tag above the candidates of its own release',
    '11.0.0',
    h => {
      released(h, 'v10.0.0', 'v11.0.0-preview.1', 'v10.0.105')
      h.later(20)
      released(h, 'v10.0.1', 'v10.0.2', 'v11.0.0-preview.2')
    },
    { tag: 'v10.0.2', ships: ['before v11.0.0-preview.2'], why: /misnumbered/ },
  ],
  [
    'a tag on an unmerged branch, younger than HEAD: left aside, and how to take it',
    '3.0.0',
    h => {
      released(h, 'v2.8.0')
      h.branch('experiment', 1)
      h.commit('main work')
      h.commit('experiment', { on: 'experiment' })
      h.tag('v2.9.0')
    },
    {
      tag: 'v2.8.0',
      ships: ['main work'],
      why: /from: "v2\.9\.0" instead if HEAD is meant to follow it/,
      alternatives: ['v2.9.0'],
    },
  ],
  [
    'a patch of the last line, tagged after the last commit of main',
    '2.9.0',
    h => {
      released(h, 'v2.8.0')
      h.branch('release-2.8', 1)
      h.commit('main work')
      h.commit('fix on the branch', { on: 'release-2.8' })
      h.tag('v2.8.1')
    },
    { tag: 'v2.8.1', ships: ['main work'], why: /v2\.8\.1/ },
  ],
  [
    'a checkout behind the last patch',
    '2.9.0',
    h => {
      released(h, 'v2.8.0')
      const behind = h.commit('work')
      h.commit('fix')
      h.tag('v2.8.1')
      h.head(behind)
    },
    { tag: 'v2.8.0', ships: ['work'], why: /from: "v2\.8\.1" instead if HEAD is meant to follow it/ },
  ],
  [
    'the version is tagged already',
    '1.1.0',
    h => released(h, 'v1.0.0', 'v1.1.0'),
    { tag: 'v1.0.0', ships: ['before v1.1.0'], why: /v1\.1\.0 is tagged already/ },
  ],
  [
    'the previous version that was given',
    '1.2.0',
    h => released(h, 'v1.0.0', 'v1.1.0'),
    {
      tag: 'v1.0.0',
      ships: ['before v1.1.0'],
      why: /previous version that was given; from: "v1\.1\.0" instead/,
    },
    { previous: '1.0.0' },
  ],
  [
    'a previous version without a tag',
    '1.2.0',
    h => released(h, 'v1.0.0'),
    { tag: 'v1.0.0', ships: [], why: /no tag names 1\.1\.0, the previous version that was given; v1\.0\.0/ },
    { previous: '1.1.0' },
  ],
  [
    'no tags: release subjects united with manifest versions',
    '1.3.0',
    h => {
      const manifest = (version: string) => ({ files: { 'package.json': `{"version":"${version}"}\n` } })
      h.commit('start', manifest('1.0.0'))
      h.commit('more', manifest('1.1.0'))
      h.commit('chore(release): 1.2.0')
      h.commit('bump left-pad to 9.9.9')
      h.commit('1.3.0-dev', manifest('1.3.0-dev'))
      h.commit('feature')
    },
    {
      ships: ['feature', '1.3.0-dev', 'bump left-pad to 9.9.9'],
      why: /no tags, so as a fallback .*"chore\(release\): 1\.2\.0" says 1\.2\.0, the highest of 3 versions/,
    },
  ],
  [
    'no tags: the version in a manifest',
    '0.3.0',
    h => {
      const manifest = (version: string) => ({
        files: { 'Cargo.toml': `[package]\nversion = "${version}"\n` },
      })
      h.commit('start', manifest('0.1.0'))
      h.commit('more', manifest('0.2.0'))
      h.commit('feature')
    },
    { ships: ['feature'], why: /fallback .*the version in Cargo\.toml says 0\.2\.0/ },
  ],
  [
    'no tags: headings of a changelog',
    '0.3.0',
    h => {
      h.commit('start', { files: { 'CHANGELOG.md': '# Changelog\n\n## 0.1.0 (2024-01-01)\n' } })
      h.commit('write', { files: { 'CHANGELOG.md': '# Changelog\n\n## [0.2.0] - 2024-01-03\n\n## 0.1.0\n' } })
      h.commit('feature')
    },
    { ships: ['feature'], why: /fallback .*the heading "## \[0\.2\.0\] - 2024-01-03" of CHANGELOG\.md/ },
  ],
  [
    'no tags, and a manifest whose version nobody touches',
    '1.0.0',
    h => {
      h.commit('start', { files: { 'package.json': '{"version":"0.0.1"}' } })
      h.commit('feature')
    },
    { ships: ['feature', 'start'], why: /no tags: the whole history/ },
  ],
]

test.concurrent.each(rows)('%s', async (_trap, version, write, expected, asked = {}) => {
  const { at } = importedHistory(write)
  const root = asked.shallow ? shallowClone(at, asked.shallow) : at
  const repository = await observeRepository(root)
  expect(repository).toBeDefined()
  if (!repository) return
  const { base } = await observedBase(root, repository, { version, ...asked })
  const { to = 'HEAD', paths } = asked
  const from = base?.commit ? { from: base.commit } : {}
  const range = await readRange(root, { to, ...from, ...(paths ? { paths } : {}) })
  expect(base?.tag).toBe(expected.tag)
  expect(base?.why).toMatch(expected.why)
  expect(range.commits.map(({ subject }) => subject)).toEqual(expected.ships)
  expect(range.cherryPicked).toBe(expected.cherryPicked ?? 0)
  expect(base?.alternatives).not.toContain(base?.tag)
  expect(base?.alternatives).toEqual(expect.arrayContaining(expected.alternatives ?? []))
  if (expected.line) expect(base?.line).toMatchObject(expected.line)
  else expect(base?.line).toBeUndefined()
  if (expected.candidates) expect(base?.candidates?.map(({ tag }) => tag)).toEqual(expected.candidates)
})

function shallowClone(at: string, depth: number): string {
  const clone = join(scratchFolder(), 'clone')
  const how = ['clone', '-q', '--no-checkout', `--depth=${depth}`]
  execFileSync('git', [...how, `file://${at}`, clone], { stdio: 'ignore' })
  return clone
}
