import { ADVISORY_MERGE } from './commit-words.ts'
import type { Commit } from './repository.ts'

/** What counts as one change: a commit, or a merged pull request and the commits it brought. */
export type Unit = Pick<Commit, 'commit' | 'date' | 'author' | 'subject' | 'body'> & {
  /** The commits of a pull request; empty for a commit of its own. */
  members: Commit[]
  /** The pull request's number. */
  tickets?: string[]
}

/**
 * Merges leave the list. A merge that names a pull request and its title takes the place of the commits it
 * brought; those of a merge without a title stay on their own, as do commits already brought by an earlier merge.
 */
export function foldPullRequests(commits: Commit[]): Unit[] {
  const byId = new Map(commits.map(commit => [commit.commit, commit]))
  const main = mainLine(commits[0], byId)
  const claimed = new Set(main)
  const requests = new Map<Commit, Unit>()
  for (const merge of [...main].reverse()) {
    if (!merge.merge) continue
    const members = brought(merge, byId, claimed)
    const request = titled(merge)
    const changes = members.filter(member => !member.merge)
    if (request && changes.length > 0) requests.set(merge, requestUnit(merge, request, changes))
  }
  const folded = new Set([...requests.values()].flatMap(unit => unit.members))
  return commits.flatMap(commit => {
    const request = requests.get(commit)
    if (request) return [request]
    return commit.merge || folded.has(commit) ? [] : [{ ...commit, members: [] }]
  })
}

function mainLine(newest: Commit | undefined, byId: Map<string, Commit>): Commit[] {
  const line: Commit[] = []
  for (let at = newest; at; at = byId.get(at.parents[0] ?? '')) line.push(at)
  return line
}

/** Oldest merges first, so that each commit belongs to the merge that first brought it. */
function brought(merge: Commit, byId: Map<string, Commit>, claimed: Set<Commit>): Commit[] {
  const found: Commit[] = []
  const open = merge.parents.slice(1)
  while (open.length > 0) {
    const commit = byId.get(open.pop() ?? '')
    if (!commit || claimed.has(commit)) continue
    claimed.add(commit)
    found.push(commit)
    open.push(...commit.parents)
  }
  return found
}

/** Title and number as GitHub, GitLab, Bitbucket and Azure write them into the merge. */
function titled(merge: Commit): { title: string; ticket: string } | undefined {
  const [first = ''] = merge.body.trim().split('\n')
  const github = /^Merge pull request #(\d+) from /.exec(merge.subject)
  if (github && first) return { title: first, ticket: `#${github[1]}` }
  const gitlab = /^See merge request \S*!(\d+)\s*$/m.exec(merge.body)
  if (gitlab && first && !first.startsWith('See merge request'))
    return { title: first, ticket: `!${gitlab[1]}` }
  if (ADVISORY_MERGE.test(merge.subject) && first) return { title: merge.subject, ticket: '' }
  const inline = /^(?:Pull request|Merged PR) #?(\d+): (.+)$/i.exec(merge.subject)
  return inline?.[2] ? { title: inline[2], ticket: `#${inline[1]}` } : undefined
}

function requestUnit(merge: Commit, request: { title: string; ticket: string }, members: Commit[]): Unit {
  const single = members.length === 1 ? members[0] : undefined
  return {
    commit: merge.commit,
    date: merge.date,
    author: mostFrequent(members.map(member => member.author)) ?? merge.author,
    subject: request.ticket ? (single?.subject ?? request.title) : request.title,
    body: [merge.body, ...members.map(member => member.body)].join('\n\n'),
    members,
    tickets: [request.ticket].filter(Boolean),
  }
}

function mostFrequent(names: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
