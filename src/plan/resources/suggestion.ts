import type { Derivation } from '../derivation.ts'
import { byWatchScore } from '../risks/watch-score.ts'
import { isBot } from '../scope/commits/bots.ts'
import { counted } from '../text.ts'

/** So many of the files to look at first, as they stand in the risk assessment. */
const watched = 10
const namedFiles = 2

/**
 * Who knows the files to look at first, else who made most of the change: suggested with what shows it, never assigned, for nobody was
 * asked. It speaks for asking somebody and never against anybody.
 */
export function suggestionFor(derivation: Derivation): string | undefined {
  return fromFiles(derivation) ?? fromRange(derivation)
}

function fromFiles({ inputs }: Derivation): string | undefined {
  const activity = inputs.observed?.range?.activity
  const files = [...(activity?.files ?? [])].sort(byWatchScore).slice(0, watched)
  const people = new Map<
    string,
    { commits: number; of: number; files: { path: string; commits: number }[] }
  >()
  for (const { path, year, authors = [] } of files) {
    for (const { name, commits } of authors.filter(author => !isBot(author.name))) {
      const own = people.get(name) ?? { commits: 0, of: 0, files: [] }
      own.commits += commits
      own.of += year
      own.files.push({ path, commits })
      people.set(name, own)
    }
  }
  const [first] = [...people].toSorted(
    ([a, one], [b, other]) =>
      other.files.length - one.files.length || other.commits - one.commits || (a < b ? -1 : 1),
  )
  if (!first || !activity) return undefined
  const [name, own] = first
  const paths = own.files.toSorted((a, b) => b.commits - a.commits).map(({ path }) => path)
  const more = paths.length > namedFiles ? ` and ${paths.length - namedFiles} more` : ''
  const when = activity.whole_year ? 'in a year' : 'in the range'
  return `${name}: ${own.commits} of ${counted(own.of, 'commit')} ${when} to ${paths.slice(0, namedFiles).join(', ')}${more}, files to look at first; not asked`
}

function fromRange({ inputs }: Derivation): string | undefined {
  const people = inputs.observed?.range?.authors.filter(({ name }) => !isBot(name)) ?? []
  const first = people.toSorted((a, b) => b.commits - a.commits)[0]
  return first && `${first.name}: most commits in this range (${first.commits}); not asked`
}
