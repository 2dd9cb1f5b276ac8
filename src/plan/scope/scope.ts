import { given, observed } from '../basis.ts'
import { daysBetween } from '../calendar/date.ts'
import type { PlanInputs, ScopeItem } from '../inputs.ts'
import type { Kind } from '../kinds/profile.ts'
import type { Scope, ScopeEntry } from '../plan.ts'
import type { Questions } from '../questions.ts'
import { parseVersion, type Version } from '../version.ts'
import { recommendedBump, type Shipped } from './bump.ts'
import { asChanges, countsByKind, hiddenCounts, withHidden } from './counts.ts'
import type { ObservedChange, ObservedRange } from './observation.ts'
import { mayBreak } from './runtime-floors.ts'
import { releaseUnderWay } from './under-way.ts'

const byCaller = 'gather_scope'

/** What ships: the caller's items and what git showed, the caller's word first. */
export function deriveScope(inputs: PlanInputs, kind: Kind, today: string, questions: Questions): Scope {
  const { scope } = inputs
  const range = inputs.observed?.range
  const changes = shippedChanges(inputs)
  const items = [
    ...(scope?.items ?? []).map(item => itemEntry(item, changes)),
    ...changeEntries(inputs, changes),
  ]
  const breaking = breakingChanges(inputs, changes)
  const hidden = hiddenCounts(range)
  const underWay = releaseUnderWay(inputs)
  const unclassified = changes.filter(change => change.kind === undefined && !change.bot)
  return {
    ...(range ? { range: rangeOf(range), age_days: daysBetween(range.head_date.slice(0, 10), today) } : {}),
    items,
    ...scopeQuestions(inputs, items, questions),
    counts: withHidden(countsByKind(items), hidden),
    ...(range ? { changes: sizeOf(range) } : {}),
    authors: range?.authors ?? [],
    top_files: range?.files.top ?? [],
    signals: range?.signals ?? [],
    dependencies: range?.dependencies ?? [],
    breaking,
    ...(range ? { may_break: mayBreak(range.dependencies, kind) } : {}),
    ...(range?.changelog ? { changelog: range.changelog } : {}),
    ...(inputs.observed?.publishing ? { publishing: inputs.observed.publishing } : {}),
    ...(underWay ? { under_way: underWay } : {}),
    unclassified: unclassified.map(({ commit, subject, author }) => ({ commit, subject, author })),
    unclassified_count: unclassified.length + (hidden.unclassified ?? 0),
    bots: range?.bots ?? changes.filter(change => change.bot).length,
    ...bumpOf(inputs, kind, breaking, [
      ...items.map(item => ({ kind: item.kind, sure: !item.basis.from.startsWith('wording') })),
      ...unclassified.map(() => ({ sure: false })),
      ...asChanges(hidden),
    ]),
    known_limitations: scope?.known_limitations ?? [],
    out_of_scope: scope?.out_of_scope ?? [],
    database_change: databaseChange(inputs, kind, questions),
    notes: range?.notes ?? [],
  }
}

/** The range's commits with the caller's corrections: left out, or of another kind; reverted ones do not ship. */
function shippedChanges(inputs: PlanInputs): ObservedChange[] {
  const excluded = inputs.scope?.exclude ?? []
  const reclassified = inputs.scope?.reclassify ?? []
  return (inputs.observed?.range?.changes ?? [])
    .filter(change => !change.reverted && !excluded.some(name => isCommit(change, name)))
    .map(change => {
      const told = reclassified.find(entry => isCommit(change, entry.commit))
      return told ? { ...change, kind: told.kind, sure: true } : change
    })
}

const isCommit = (change: ObservedChange, name: string): boolean =>
  name.length >= 4 && change.commit.startsWith(name)

function itemEntry(item: ScopeItem, changes: ObservedChange[]): ScopeEntry {
  const commit = changes.find(change => isCommit(change, item.id))
  const entry = {
    ...item,
    kind: item.kind ?? commit?.kind ?? 'other',
    title: item.title ?? (commit ? titleOf(commit) : item.id),
  }
  return { ...entry, commits: commit ? [commit.commit] : [], basis: given(item.id, byCaller).basis }
}

/** The change in its author's words, without the convention's prefix but with the part of the product it names. */
function titleOf({ title, subject, scope }: ObservedChange): string {
  if (!title) return subject
  return scope ? `${scope}: ${title}` : title
}

/** What a breaking change's footer says; a mark in the subject alone says only that it breaks. */
function migrationOf({ breaking, title, subject }: ObservedChange): { migration?: string } {
  const bare = (text: string) => text.replace(/\s*\(#\d+\)$/, '').toLowerCase()
  if (!breaking || bare(breaking) === bare(title ?? subject)) return {}
  return { migration: breaking }
}

/** Classified commits of people that no item of the caller describes. */
function changeEntries(inputs: PlanInputs, changes: ObservedChange[]): ScopeEntry[] {
  const described = (inputs.scope?.items ?? []).map(item => item.id)
  return changes
    .filter(change => change.kind !== undefined && !change.bot && !described.some(id => isCommit(change, id)))
    .map(change => ({
      id: change.commit.slice(0, 8),
      kind: change.kind!,
      title: titleOf(change),
      commits: [change.commit],
      author: change.author,
      ...(change.tickets[0] ? { ticket: change.tickets.join(', ') } : {}),
      ...(change.breaking === undefined ? {} : { breaking: true, ...migrationOf(change) }),
      basis: observed(
        change.commit,
        change.sure
          ? `commit ${change.commit.slice(0, 8)}`
          : `wording of commit ${change.commit.slice(0, 8)}`,
      ).basis,
    }))
}

function breakingChanges(inputs: PlanInputs, changes: ObservedChange[]): Scope['breaking'] {
  const items = (inputs.scope?.items ?? []).filter(item => item.breaking)
  const described = (inputs.scope?.items ?? []).map(item => item.id)
  const commits = changes.filter(
    change => change.breaking !== undefined && !described.some(id => isCommit(change, id)),
  )
  return [
    ...items.map(item => ({
      title: item.title ?? item.id,
      why: item.migration ?? item.description ?? 'said to be breaking',
      basis: given(item.id, byCaller).basis,
    })),
    ...commits.map(change => ({
      title: titleOf(change),
      commit: change.commit,
      why: migrationOf(change).migration ?? 'marked as breaking; its message does not say what to change',
      basis: observed(change.commit, `commit ${change.commit.slice(0, 8)}`).basis,
    })),
  ]
}

/** The step that these changes ask for; the section about breaking changes and the reason name the same ones. */
function bumpOf(
  inputs: PlanInputs,
  kind: Kind,
  breaking: Scope['breaking'],
  changes: Shipped['changes'],
): Pick<Scope, 'recommended_bump' | 'bump_because'> {
  const range = inputs.observed?.range
  if (!range) return {}
  const previous = previousVersion(inputs)
  const { bump, why } = recommendedBump({
    changes,
    breaking: breaking.map(({ title }) => title),
    dependencies: range.dependencies,
    kind,
    ...(previous ? { previous } : {}),
  })
  return { recommended_bump: bump, bump_because: why }
}

function previousVersion({ release, observed: seen }: PlanInputs): Version | undefined {
  const text = release.previous_version ?? seen?.base?.version
  return text === undefined ? undefined : parseVersion(text)
}

function databaseChange(inputs: PlanInputs, kind: Kind, questions: Questions): Scope['database_change'] {
  const told = inputs.strategy?.database_change
  if (told) return given(told, 'select_strategy')
  const items = (inputs.scope?.items ?? []).filter(item => item.kind === 'database_change')
  const judged = items.find(item => item.backward_compatible !== undefined)
  if (judged) return given(judged.backward_compatible ? 'backward_compatible' : 'breaking', byCaller)
  const range = inputs.observed?.range
  const migrations = range?.signals.find(signal => signal.kind === 'database_migration')
  if (range && !migrations && items.length === 0)
    return observed('none', `no migration among ${range.files.count} changed files`)
  if (kind !== 'service' && kind !== 'data' && !migrations && items.length === 0)
    return observed('none', `a ${kind} product without migration files`)
  const asked = {
    id: 'database_change',
    question: migrations
      ? `does the old code work with the new schema of ${migrations.example} (backward_compatible or breaking)`
      : 'does this release change the database schema (none, backward_compatible or breaking)',
    who: 'Technical lead',
    gate: 'freeze',
  } as const
  return questions.choice(asked, ['none', 'backward_compatible', 'breaking'])
}

const rangeOf = (range: ObservedRange): NonNullable<Scope['range']> => ({
  ...(range.from ? { from: range.from } : {}),
  to: range.to,
  ...(range.base_commit ? { base_commit: range.base_commit } : {}),
  head_commit: range.head_commit,
  commits: range.commits,
  ...(range.merges === undefined ? {} : { merges: range.merges }),
  ...(range.bots === undefined ? {} : { bots: range.bots }),
  omitted: range.omitted,
  why: range.why,
  ...(range.from_date ? { from_date: range.from_date } : {}),
})

const sizeOf = (range: ObservedRange): NonNullable<Scope['changes']> => ({
  files: range.files.count,
  insertions: range.files.insertions,
  deletions: range.files.deletions,
  authors: range.authors_total ?? range.authors.length,
})

/** Without a range and without items only people can say what ships. */
function scopeQuestions(
  inputs: PlanInputs,
  items: ScopeEntry[],
  questions: Questions,
): Pick<Scope, 'items_question' | 'breaking_question'> {
  if (inputs.observed?.range || items.length > 0) return {}
  return {
    items_question: questions.text({
      id: 'scope_items',
      question: 'features, fixes and changes that ship',
      who: 'Product manager',
      gate: 'freeze',
    }),
    breaking_question: questions.text({
      id: 'breaking_changes',
      question: 'breaking changes of this release (`none` if there is none)',
      who: 'Technical lead',
      gate: 'freeze',
    }),
  }
}
