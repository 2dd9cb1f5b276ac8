import { boundedTexts, filesAt, sharedTexts } from '../history/index.ts'
import {
  cappedChanges,
  change,
  describedChanges,
  describesApi,
  exportChanges,
  isPythonEntry,
} from '../plan/scope/api/api.ts'
import { isPublicGo, packageOf, removedGoExports } from '../plan/scope/api/go-exports.ts'
import { packageFindings } from '../plan/scope/api/package-exports.ts'
import type { DependencyChange } from '../plan/scope/dependencies/dependencies.ts'
import { lockChanges, lockedMajors } from '../plan/scope/dependencies/lock-changes.ts'
import { isLockFile } from '../plan/scope/dependencies/lock-files.ts'
import { readMigration } from '../plan/scope/migrations/framework.ts'
import { holdsSteps, isAside, judgedMigrations } from '../plan/scope/migrations/migrations.ts'
import { withMoves } from '../plan/scope/migrations/moves.ts'
import type { ApiChange } from '../plan/scope/observation.ts'
import { isCode, isOwn } from '../plan/scope/paths.ts'
import { ownName, requirementsOf } from '../plan/scope/product/manifests.ts'
import type { FileChange, RangeReading, Repository } from '../plan/scope/repository.ts'
import type { Evidence } from '../plan/scope/signals/evidence.ts'
import { changeShape } from '../plan/scope/signals/shape.ts'
import { linesOf, signalPath } from '../plan/scope/signals/signals.ts'
import { namesInLines, shapeOf } from './observe-lines.ts'

const MOST_MEGABYTES = 32
const MOST_PACKAGES = 12
const MOST_GO_FILES = 600

/** What was read already: the range, and the manifests' texts at both ends. */
type Around = {
  repository: Repository
  range: RangeReading
  dependencies: DependencyChange[]
  before: ReadonlyMap<string, string>
  after: ReadonlyMap<string, string>
}
type Texts = ReadonlyMap<string, string>

/** The texts of these paths at the start of the range, renamed ones under their new names; undefined without a base. */
export async function textsBefore(
  root: string,
  { base_commit: base, files }: RangeReading,
  paths: string[],
): Promise<Map<string, string> | undefined> {
  if (!base) return undefined
  const moved = new Map(
    files.flatMap(({ path, from }) => (from && paths.includes(path) ? [[path, from] as const] : [])),
  )
  const read = await filesAt(root, base, [...paths, ...moved.values()])
  const found = new Map([...read].filter(([path]) => paths.includes(path)))
  for (const [path, from] of moved) {
    const text = read.get(from)
    if (text !== undefined) found.set(path, text)
  }
  return found
}

/**
 * What the texts and the lines of the changed files say, beyond their paths; without a base nothing is compared.
 * @throws PlanError as the readers of history do
 */
export async function observedChange(
  root: string,
  around: Around,
): Promise<{ evidence: Evidence; majors: DependencyChange[] }> {
  const { range } = around
  const base = range.base_commit
  if (!base) return { evidence: await changeWithoutBase(root, range), majors: [] }
  const wanted = range.files.filter(({ path }) => isRead(path))
  const [words, shape, old, now] = await Promise.all([
    namesInLines(root, around, base),
    shapeOf(root, range, base),
    boundedTexts(
      root,
      base,
      wanted.filter(({ status }) => status !== 'added').map(({ path, from }) => from ?? path),
      MOST_MEGABYTES,
    ),
    boundedTexts(
      root,
      range.to_commit,
      wanted.filter(({ status }) => status !== 'deleted').map(({ path }) => path),
      MOST_MEGABYTES,
    ),
  ])
  const programs = await programsWithSteps(root, range, words.schema)
  const { migrations, omitted, edits, others, totals } = judgedMigrations(
    withMoves(range.files.filter(file => isMigration(file) && !programs.after.has(file.path))),
    old.texts,
    now.texts,
    programs,
  )
  const locks = lockChanges(old.texts, now.texts, packagesAround(around))
  const api = await apiChanges(root, around, base, old.texts, now.texts)
  const unread = Math.max(old.unread, now.unread)
  const evidence = {
    ...(migrations.length > 0 ? { migrations, migrations_omitted: omitted, migrations_total: totals } : {}),
    ...(api.api.length > 0 ? { api: api.api, api_omitted: api.omitted } : {}),
    ...(locks.length > 0 ? { locks } : {}),
    ...words.found,
    edits,
    ...(others.length + programs.after.size > 0
      ? {
          steps: stepFiles(
            range.files.filter(({ path }) => !programs.after.has(path)),
            others,
          ),
          programs: range.files.filter(({ path }) => programs.after.has(path) && !others.includes(path)),
        }
      : {}),
    shape,
    notes: [
      ...api.notes,
      ...(unread > 0
        ? [
            `${unread} changed files were not read for what they say: together they are larger than ${MOST_MEGABYTES} MB.`,
          ]
        : []),
      ...words.notes,
    ],
  }
  return { evidence, majors: lockedMajors(locks) }
}

/** Texts at both ends of files of program text whose lines change a schema, and which are no migrations of a known framework. */
async function programsWithSteps(root: string, range: RangeReading, paths: string[]) {
  const [before, after] = await Promise.all([
    textsBefore(root, range, paths),
    filesAt(root, range.to_commit, paths),
  ])
  const isKnown = ([path, text]: [string, string]) =>
    isMigration({ path, status: 'modified' }) && readMigration(path, text) !== undefined
  return {
    before: before ?? new Map<string, string>(),
    after: new Map([...after].filter(entry => !isKnown(entry))),
  }
}

/** There is no old code to judge steps by; a file that holds none is no migration all the same. */
async function changeWithoutBase(root: string, range: RangeReading): Promise<Evidence> {
  const files = range.files.filter(isMigration)
  const paths = files.map(({ path }) => path)
  const { texts, unread } = await boundedTexts(root, range.to_commit, paths, MOST_MEGABYTES)
  const { others } = judgedMigrations(files, new Map(), texts)
  return {
    ...(others.length > 0 && unread === 0 ? { steps: stepFiles(range.files, others) } : {}),
    shape: changeShape(range),
    notes: [],
  }
}

/** Direct dependencies that manifests ask for only to develop. */
const devPackages = ({ after }: Around): Set<string> =>
  new Set(
    [...after].flatMap(([path, text]) =>
      [...requirementsOf(path, text)].flatMap(([name, { dev }]) => (dev ? [name] : [])),
    ),
  )

/** The files of the migrations' signal without those that are none: ordered as the signal orders them. */
const stepFiles = (files: FileChange[], others: string[]): FileChange[] =>
  files
    .filter(({ path }) => signalPath('database_migration', path) && !isAside(path) && !others.includes(path))
    .sort((a, b) => linesOf(b) - linesOf(a))

const isMigration = ({ path }: FileChange): boolean =>
  signalPath('database_migration', path) && holdsSteps(path)

/** Files whose text is read at both ends. */
const isRead = (path: string): boolean =>
  isMigration({ path, status: 'modified' }) ||
  describesApi(path) ||
  isLockFile(path) ||
  isPythonEntry(path) ||
  (isPublicGo(path) && isOwn(path))

function packagesAround(around: Around) {
  const { range, dependencies, after } = around
  const texts = [...after]
  return {
    named: new Set(texts.flatMap(([path, text]) => [...requirementsOf(path, text).keys()])),
    told: new Set([...dependencies.map(({ name }) => name), ...devPackages(around)]),
    own: new Set(texts.flatMap(([path, text]) => ownName(path, text) ?? [])),
    changed: range.files.map(({ path }) => path),
  }
}

async function apiChanges(
  root: string,
  around: Around,
  base: string,
  before: Texts,
  after: Texts,
): Promise<{ api: ApiChange[]; omitted: number; notes: string[] }> {
  const { range, repository } = around
  const go = await goTexts(root, around, before, after)
  const named = exportChanges(range.files, before, new Map([...after, ...go.texts]))
  const packages = await packageChanges(root, around, base)
  const isHead = range.to_commit === repository.head?.commit
  const capped = cappedChanges([
    ...describedChanges(range.files, before, after),
    ...(isHead ? [...named, ...packages.found] : named.filter(({ file }) => file.endsWith('.py'))),
  ])
  return { ...capped, notes: isHead ? [...go.notes, ...packages.notes] : [] }
}

/** The other files of packages that seem to have lost a name: it can stand in one of them now. */
async function goTexts(
  root: string,
  { range, repository }: Around,
  before: Texts,
  after: Texts,
): Promise<{ texts: Texts; notes: string[] }> {
  const folders = new Set(removedGoExports(before, after).keys())
  const others = repository.files.filter(
    path => isPublicGo(path) && folders.has(packageOf(path)) && !after.has(path),
  )
  const asked = others.slice(0, MOST_GO_FILES)
  const { texts, unread } = await boundedTexts(root, range.to_commit, asked, MOST_MEGABYTES)
  const left = others.length - asked.length + unread
  const note = `Of ${others.length} Go files ${left} were not searched for names that seem removed: some may only have moved.`
  return { texts, notes: left > 0 ? [note] : [] }
}

/** What published packages of npm no longer offer, for those with a change below their folder. */
async function packageChanges(
  root: string,
  { repository, range, before, after }: Around,
  base: string,
): Promise<{ found: ApiChange[]; notes: string[] }> {
  const now = new Set(repository.files)
  const [gone, fresh] = [new Set<string>(), new Set<string>()]
  for (const { path, from, status } of range.files) {
    if (status === 'deleted') gone.add(path)
    if (from) gone.add(from)
    if (status === 'added' || status === 'renamed') fresh.add(path)
  }
  const ends = {
    old: {
      exists: (path: string) => gone.has(path) || (now.has(path) && !fresh.has(path)),
      texts: sharedTexts(root, base),
    },
    now: {
      exists: (path: string) => now.has(path),
      texts: sharedTexts(root, range.to_commit),
    },
  }
  const touched = [...after].filter(
    ([path]) =>
      /(?:^|\/)package\.json$/.test(path) &&
      before.has(path) &&
      range.files.some(
        file =>
          file.path.startsWith(path.slice(0, -12)) &&
          (isCode(file.path) || file.path === path || file.path.endsWith('.d.ts')),
      ),
  )
  const found = await Promise.all(
    touched
      .slice(0, MOST_PACKAGES)
      .map(async ([path, text]) =>
        (await packageFindings(path, { old: before.get(path) ?? '', now: text }, ends.old, ends.now)).map(
          one => change(path, 'exports', one),
        ),
      ),
  )
  const left = touched.length - MOST_PACKAGES
  const note = `What ${left} of ${touched.length} touched npm packages export was not compared.`
  return { found: found.flat(), notes: left > 0 ? [note] : [] }
}
