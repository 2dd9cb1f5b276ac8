import { authorsUpTo, changedLines, linesBetween, wordsAt } from '../history/index.ts'
import { isBot } from '../plan/scope/commits/bots.ts'
import { changesSchema, schemaPatterns } from '../plan/scope/migrations/embedded.ts'
import type { ObservedRange } from '../plan/scope/observation.ts'
import { isOwn } from '../plan/scope/paths.ts'
import { requirementsOf } from '../plan/scope/product/manifests.ts'
import type { FileChange, RangeReading } from '../plan/scope/repository.ts'
import { credentialPatterns, credentialsIn } from '../plan/scope/signals/credentials.ts'
import { deliveryChanges, deliveryPatterns } from '../plan/scope/signals/delivery.ts'
import {
  environmentCandidates,
  environmentPatterns,
  readsEnvironment,
} from '../plan/scope/signals/environment.ts'
import type { Evidence } from '../plan/scope/signals/evidence.ts'
import { flagCandidates, flagPatterns, flagServices } from '../plan/scope/signals/flags.ts'
import { type Found, tellingLines } from '../plan/scope/signals/lines.ts'
import { changeShape } from '../plan/scope/signals/shape.ts'
import { linesOf } from '../plan/scope/signals/signals.ts'
import { cleanText, counted } from '../plan/text.ts'

const MOST_NAMES = 40
const MOST_LINES_OF_FILE = 20_000
const MOST_LINES = 400_000

/** The range, and the manifests' texts at both ends. */
type Around = { range: RangeReading; before: ReadonlyMap<string, string>; after: ReadonlyMap<string, string> }

/** `schema`: files whose lines change one; `notes`: what was not looked at. */
export type Words = {
  schema: string[]
  found: Pick<Evidence, 'environment' | 'flags' | 'credentials' | 'delivery'>
  notes: string[]
}

/**
 * Environment variables, flags, credentials and images that added and removed lines show.
 * @throws PlanError as the readers of history do
 */
export async function namesInLines(
  root: string,
  { range, before, after }: Around,
  base: string,
): Promise<Words> {
  const { paths, left } = worthReading(range.files)
  const services = flagServices(
    [...before, ...after].flatMap(([path, text]) => [...requirementsOf(path, text).keys()]),
  )
  const telling = tellingLines(
    environmentPatterns,
    credentialPatterns,
    deliveryPatterns,
    schemaPatterns,
    flagPatterns(services),
  )
  const { lines, unread } = await changedLines(root, base, range.to_commit, paths, telling)
  const variables = environmentCandidates(lines)
  const flags = flagCandidates(lines, services)
  const [known, kept] = await Promise.all([
    wordsAt(
      root,
      base,
      [...variables, ...flags.added].map(({ name }) => name),
    ),
    wordsAt(
      root,
      range.to_commit,
      flags.removed.map(({ name }) => name),
    ),
  ])
  const stored = (
    list: Found[],
    other: ReadonlySet<string> | undefined,
  ): NonNullable<ObservedRange['environment']> =>
    list
      .filter(({ name }) => !other?.has(name))
      .slice(0, MOST_NAMES)
      .map(({ file, ...one }) => ({ ...one, file: cleanText(file, 250) }))
  const environment = stored(variables, known)
  const [added, removed] = [stored(flags.added, known), stored(flags.removed, kept)]
  const credentials = credentialsIn(range.files, lines).map(({ file, what }) => ({
    file: cleanText(file, 250),
    what,
  }))
  const delivery = deliveryChanges(lines)
  const missed = left + unread
  return {
    schema: changesSchema(lines),
    found: {
      ...(environment.length > 0 ? { environment } : {}),
      ...(added.length + removed.length > 0 ? { flags: { added, removed } } : {}),
      ...(credentials.length > 0 ? { credentials } : {}),
      ...(delivery.length > 0 ? { delivery } : {}),
    },
    notes: [
      ...(missed > 0
        ? [
            `The lines of ${counted(missed, 'changed file')} were not looked at for variables, flags and credentials: too large together.`,
          ]
        : []),
      ...(known === undefined
        ? ['Whether new variables and flags were used before could not be looked up in time.']
        : []),
    ],
  }
}

/** Files whose lines can say something, the small changes first, as far as the limits reach. */
function worthReading(files: FileChange[]): { paths: string[]; left: number } {
  const wanted = files
    .filter(file => !file.binary && linesOf(file) > 0 && (isOwn(file.path) || readsEnvironment(file.path)))
    .sort((a, b) => linesOf(a) - linesOf(b))
  const paths: string[] = []
  let sum = 0
  for (const file of wanted) {
    sum += linesOf(file)
    if (linesOf(file) > MOST_LINES_OF_FILE || sum > MOST_LINES) break
    paths.push(file.path)
  }
  return { paths, left: wanted.length - paths.length }
}

const LATE_MS = 3 * 86_400_000

/** Size, spread, newcomers and lateness; what would take too long to count is absent. */
export async function shapeOf(root: string, range: RangeReading, base: string): Promise<Evidence['shape']> {
  const authors = range.omitted > 0 ? undefined : await authorsUpTo(root, base)
  const people = range.authors.filter(({ name }) => !isBot(name))
  const start = lateStart(range)
  const lateLines = start === undefined ? undefined : await linesBetween(root, start, range.to_commit)
  return changeShape(range, {
    ...(authors ? { newcomers: people.filter(({ name }) => !authors.has(name)).length } : {}),
    ...(lateLines === undefined ? {} : { lateLines }),
  })
}

/** The newest commit on the way of first parents that is older than three days before the end; it lies in the range. */
function lateStart({ commits, to_commit, to_date, omitted }: RangeReading): string | undefined {
  const byId = new Map(commits.map(commit => [commit.commit, commit]))
  const end = Date.parse(to_date)
  let at = byId.get(to_commit)
  while (at && end - Date.parse(at.date) <= LATE_MS) {
    const parent = at.parents[0]
    if (!parent) return undefined
    const next = byId.get(parent)
    if (!next) return omitted > 0 ? undefined : parent
    at = next
  }
  return at?.commit
}
