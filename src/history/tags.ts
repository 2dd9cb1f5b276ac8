import type { Tag } from '../plan/scope/repository.ts'
import { readDate } from './dates.ts'
import type { OpenRepository } from './open.ts'

const FIELDS = [
  '%(refname:strip=2)',
  '%(objecttype)',
  '%(objectname)',
  '%(*objecttype)',
  '%(*objectname)',
  '%(creatordate:iso-strict)',
  '%(committerdate:iso-strict)',
  '%(*committerdate:iso-strict)',
]
const DAY = 86_400_000
const HOUR = 3_600_000

type Peeled = { name: string; commit: string; tagged: string; committed: string; annotated: boolean }

/**
 * Every tag that leads to a commit. A tag's date is the tagger's where that can be the release (0 to 60 days
 * after the commit and no more than six tags made in that hour), else the commit's: repositories are re-tagged
 * in bulk years later.
 */
export async function readTags(repository: OpenRepository): Promise<Tag[]> {
  const printed = await repository.text(['for-each-ref', `--format=${FIELDS.join('%00')}`, 'refs/tags'])
  const peeled = printed.split('\n').flatMap(line => (line ? peeledTag(line.split('\0')) : []))
  const perHour = new Map<number, number>()
  for (const tag of peeled) perHour.set(hourOf(tag), (perHour.get(hourOf(tag)) ?? 0) + 1)
  return peeled.map(tag => ({
    name: tag.name,
    commit: tag.commit,
    date: tag.annotated && isRelease(tag, perHour) ? tag.tagged : tag.committed,
    committed: tag.committed,
  }))
}

function peeledTag(fields: string[]): Peeled[] {
  const [name = '', type, id = '', innerType, innerId = '', ...dates] = fields
  const [tagged = '', own = '', inner = ''] = dates.map(readDate)
  if (type === 'commit') return [{ name, commit: id, tagged, committed: own, annotated: false }]
  return innerType === 'commit' ? [{ name, commit: innerId, tagged, committed: inner, annotated: true }] : []
}

function hourOf(tag: Peeled): number {
  return tag.annotated ? Math.floor(Date.parse(tag.tagged) / HOUR) : -1
}

function isRelease(tag: Peeled, perHour: Map<number, number>): boolean {
  const days = (Date.parse(tag.tagged) - Date.parse(tag.committed)) / DAY
  return days >= 0 && days <= 60 && (perHour.get(hourOf(tag)) ?? 0) <= 6
}
