import { fileActivity, type PastRange, releaseChurn } from '../history/index.ts'
import { pastRanges } from '../plan/risks/past-releases.ts'
import { sourceLines } from '../plan/risks/source-lines.ts'
import { byWatchScore, releaseConstants } from '../plan/risks/watch-score.ts'
import { isBot } from '../plan/scope/commits/bots.ts'
import type { Observation, ObservedRange } from '../plan/scope/observation.ts'
import { isCode, isLocale } from '../plan/scope/paths.ts'
import type { Tag } from '../plan/scope/repository.ts'
import { cleanText } from '../plan/text.ts'
import { parseVersion } from '../plan/version.ts'

const MOST_FILES = 20
const MOST_CONSTANTS = 50

type Question = {
  version: string
  tags: readonly Tag[]
  /** What was observed so far, the releases of this line included; sizes of before are not read again. */
  seen: Observation
  /** Full ids or names of both ends, and the date of the later one. */
  range: { from?: string; to: string; toDate: string }
  paths?: string[]
}
type Past = NonNullable<Observation['past_releases']>

/**
 * How large the range is beside past ones and how active its files are; what git could not count is absent.
 * @throws PlanError as the readers of history do
 */
export async function observedActivity(
  root: string,
  question: Question,
): Promise<{ past_releases?: Past; activity?: ObservedRange['activity'] }> {
  const { range, paths, seen } = question
  const shallow = seen.repository?.shallow === true
  const wanted = shallow ? [] : wantedRanges(question)
  const asked = { ...range, ...(paths ? { paths } : {}) }
  const [past, now] = await Promise.all([
    pastReleases(root, wanted, question),
    fileActivity(root, asked, isWatched),
  ])
  if (!now) return { past_releases: past }
  const constants = new Set(past.constants)
  const files = now.files.filter(({ path }) => !constants.has(path)).sort(byWatchScore)
  return {
    past_releases: past,
    activity: {
      since: now.since.slice(0, 10),
      whole_year: now.whole_year && !shallow,
      ...(now.churn ? { source_lines: sourceLines(now.churn) } : {}),
      candidates: files.length,
      files: files.slice(0, MOST_FILES).map(({ commits: _commits, path, authors = [], ...file }) => {
        const people = authors
          .filter(({ name }) => !isBot(name))
          .map(({ name, commits }) => ({ name: cleanText(name, 120), commits }))
        return { path: cleanText(path, 250), ...file, ...(people.length > 0 && { authors: people }) }
      }),
    },
  }
}

/** Generators also write whole files by that name. */
const isWatched = (path: string): boolean =>
  isCode(path) && !isLocale(path) && !/(?:^|\/)generated\.\w+$/i.test(path)

function wantedRanges({ version, tags, seen, range }: Question): PastRange[] {
  const commits = new Map(tags.map(({ name, commit }) => [name, commit]))
  const ranges = pastRanges(seen.releases ?? [], parseVersion(version), Date.parse(range.toDate))
  return ranges.flatMap(({ tag, base }) => {
    const [from, to] = [commits.get(base), commits.get(tag)]
    return from && to ? [{ tag, from, to }] : []
  })
}

/** Past ranges do not change: they are read once, and again only where another folder, release or line is asked for. */
async function pastReleases(
  root: string,
  wanted: PastRange[],
  { seen, paths = [] }: Question,
): Promise<Past> {
  const key = [...wanted.map(({ from, to }) => `${from.slice(0, 12)}..${to.slice(0, 12)}`), ...paths].join(
    ' ',
  )
  if (seen.past_releases?.key === key) return seen.past_releases
  const read = await releaseChurn(root, wanted, paths)
  const constants = releaseConstants(read.map(({ churn }) => churn))
  return {
    key,
    asked: wanted.length,
    sizes: read.map(({ tag, churn }) => ({ tag: cleanText(tag, 250), lines: sourceLines(churn) })),
    constants: constants.slice(0, MOST_CONSTANTS).map(path => cleanText(path, 250)),
  }
}
