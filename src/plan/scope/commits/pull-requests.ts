import type { Commit } from '../repository.ts'
import { readHeader } from './commit-message.ts'
import { ADVISORY_MERGE } from './commit-words.ts'

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
 * A merge of a branch that itself collected pull requests (`develop` into `main`) gives way to those.
 */
export function foldPullRequests(commits: Commit[]): Unit[] {
  const byId = new Map(commits.map(commit => [commit.commit, commit]))
  const requests = requestsOn(lineOf(commits[0]?.commit, byId), byId, new Set(), 0)
  const folded = new Set([...requests.values()].flatMap(unit => unit.members))
  return commits.flatMap(commit => {
    const request = requests.get(commit)
    if (request) return [request]
    return commit.merge || folded.has(commit) ? [] : [{ ...commit, members: [] }]
  })
}

const DEEPEST = 4

/** The pull requests merged on one line of first parents; `claimed` commits belong elsewhere. */
function requestsOn(
  line: Commit[],
  byId: ReadonlyMap<string, Commit>,
  claimed: Set<Commit>,
  depth: number,
): Map<Commit, Unit> {
  const requests = new Map<Commit, Unit>()
  for (const commit of line) claimed.add(commit)
  for (const merge of [...line].reverse()) {
    if (!merge.merge) continue
    const members = brought(merge, byId, claimed)
    const request = titled(merge)
    const changes = members.filter(member => !member.merge)
    if (!request || changes.length === 0) continue
    if (depth < DEEPEST && collects(members)) {
      const inside = new Map(members.map(member => [member.commit, member]))
      const nested = requestsOn(lineOf(merge.parents[1], inside), inside, new Set(), depth + 1)
      for (const [commit, unit] of nested) requests.set(commit, unit)
    } else {
      requests.set(merge, requestUnit(merge, request, changes))
    }
  }
  return requests
}

/** Whether several pull requests were gathered here before: by their merges, or by the numbers of their squashes. */
function collects(members: Commit[]): boolean {
  const merges = members.filter(member => member.merge && titled(member))
  const numbers = members.flatMap(({ subject }) => / \((#\d{1,7})\)$/.exec(subject)?.[1] ?? [])
  return merges.length > 1 || new Set(numbers).size > 1
}

function lineOf(newest: string | undefined, byId: ReadonlyMap<string, Commit>): Commit[] {
  const line: Commit[] = []
  for (let at = byId.get(newest ?? ''); at; at = byId.get(at.parents[0] ?? '')) line.push(at)
  return line
}

/** Oldest merges first, so that each commit belongs to the merge that first brought it. */
function brought(merge: Commit, byId: ReadonlyMap<string, Commit>, claimed: Set<Commit>): Commit[] {
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

/** Title and number as GitHub, GitLab, Bitbucket, Gitea and Azure write them into the merge. */
function titled(merge: Commit): { title: string; ticket: string } | undefined {
  const lines = merge.body.split('\n').filter(line => line.trim())
  const first = lines[0]?.trim() ?? ''
  const github = /^Merge pull request #(\d{1,7}) (?:from|in) /.exec(merge.subject)
  if (github && first) return { title: first, ticket: `#${github[1]}` }
  const bors = /^(?:Auto merge of|Merge) #(\d{1,7})(?: - .*)?$/.exec(merge.subject)
  if (bors && first && !/^Rollup of/.test(first))
    return { title: first.replace(/^\d{1,7}: /, '').replace(/ r=\S+(?: a=\S+)?$/, ''), ticket: `#${bors[1]}` }
  const gitlab = /^See merge request \S{0,300}!(\d{1,7})\s*$/m.exec(merge.body)
  if (gitlab && first && !first.startsWith('See merge request'))
    return { title: first, ticket: `!${gitlab[1]}` }
  const bitbucket = /^Merged in \S{1,200} \(pull request #(\d{1,7})\)/.exec(merge.subject)
  if (bitbucket && first) return { title: first, ticket: `!${bitbucket[1]}` }
  if (ADVISORY_MERGE.test(merge.subject) && first) return { title: merge.subject, ticket: '' }
  const inline = /^(Pull request|Merged PR|Merge pull request) #?(\d{1,7}): (.+)$/i.exec(merge.subject)
  if (inline?.[3]) return { title: inline[3], ticket: `!${inline[2]}` }
  const edited = /^(.+) \(([#!]\d{1,7})\)$/.exec(merge.subject)
  if (edited?.[1] && !/^Merge\b/i.test(merge.subject)) return { title: edited[1], ticket: edited[2] ?? '' }
  const gitea = /^Merge pull request ['"](.+)['"] \(([#!]\d{1,7})\) from /.exec(merge.subject)
  return gitea?.[1] ? { title: gitea[1], ticket: gitea[2] ?? '' } : undefined
}

function requestUnit(merge: Commit, request: { title: string; ticket: string }, members: Commit[]): Unit {
  const single = members.length === 1 ? members[0] : undefined
  return {
    commit: merge.commit,
    date: merge.date,
    author: mostFrequent(members.map(member => member.author)) ?? merge.author,
    subject: request.ticket && single ? betterOf(request.title, single.subject) : request.title,
    body: [merge.body, ...members.map(member => member.body)].join('\n\n'),
    members,
    tickets: [request.ticket].filter(Boolean),
  }
}

/** The title of the pull request, unless only its one commit says the kind or the host cut the title. */
function betterOf(title: string, subject: string): string {
  const cut = /(?:…|\.\.\.)$/.test(title)
  return cut || (readHeader(subject).type && !readHeader(title).type) ? subject : title
}

function mostFrequent(names: string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
