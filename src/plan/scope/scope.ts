import { given, observed } from '../basis.ts'
import { daysBetween } from '../calendar/date.ts'
import type { PlanInputs, ScopeItem } from '../inputs.ts'
import type { Kind } from '../kinds/profile.ts'
import type { Scope, ScopeEntry } from '../plan.ts'
import type { Questions } from '../questions.ts'
import { counted } from '../text.ts'
import { parseVersion, type Version } from '../version.ts'
import { releaseUnderWay } from './base/under-way.ts'
import { recommendedBump, type Shipped } from './bump.ts'
import { breakingChanges, mayBreakChanges, migrationOf } from './commits/breaking.ts'
import { untoldEntries } from './commits/changelog.ts'
import { isCommit } from './commits/ids.ts'
import { ownFragments, type ShippedChange, shippedChanges } from './commits/shipped.ts'
import { asChanges, countsByKind, hiddenCounts, withHidden, withRest } from './counts.ts'
import { observedDatabaseChange } from './migrations/database-change.ts'
import type { ObservedFragment, ObservedRange } from './observation.ts'
import { packagesOf, statedStep } from './product/packages.ts'

const byCaller = 'gather_scope'

/** What ships: the caller's items and what git showed, the caller's word first. */
export function deriveScope(inputs: PlanInputs, kind: Kind, today: string, questions: Questions): Scope {
  const { scope } = inputs
  const range = inputs.observed?.range
  const changes = shippedChanges(inputs)
  const fragments = ownFragments(inputs)
  const items = [
    ...(scope?.items ?? []).map(item => itemEntry(item, changes)),
    ...changeEntries(inputs, changes),
    ...fragments.map(fragmentEntry),
  ]
  const breaking = breakingChanges(inputs, kind, changes, fragments)
  const may_break = mayBreakChanges(inputs, kind, changes)
  const hidden = withRest(hiddenCounts(range), scope?.reclassify)
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
    ...evidenceOf(range),
    dependencies: range?.dependencies ?? [],
    breaking,
    ...(range ? { may_break } : {}),
    ...(range?.changelog ? { changelog: untoldEntries(range.changelog, changes) } : {}),
    ...packagesOf(range),
    ...(scope?.ticket_url ? { ticket_url: scope.ticket_url } : {}),
    ...(range?.owners ? { owners: range.owners } : {}),
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
    notes: [...(range?.notes ?? []), ...revertedNote(range)],
  }
}

function itemEntry(item: ScopeItem, changes: ShippedChange[]): ScopeEntry {
  const commit = changes.find(change => isCommit(change, item.id))
  const entry = {
    ...item,
    kind: item.kind ?? commit?.kind ?? 'other',
    title: item.title ?? commit?.title ?? item.id,
    ...(commit?.team ? { team: commit.team } : {}),
  }
  return { ...entry, commits: commit ? [commit.commit] : [], basis: given(item.id, byCaller).basis }
}

/** Classified commits of people that no item of the caller describes. */
function changeEntries(inputs: PlanInputs, changes: ShippedChange[]): ScopeEntry[] {
  const described = (inputs.scope?.items ?? []).map(item => item.id)
  return changes
    .filter(change => change.kind !== undefined && !change.bot && !described.some(id => isCommit(change, id)))
    .map(change => ({
      id: change.commit.slice(0, 8),
      kind: change.kind!,
      title: change.title,
      commits: [change.commit],
      author: change.author,
      ...(change.tickets[0] ? { ticket: change.tickets.join(', ') } : {}),
      ...(change.team ? { team: change.team } : {}),
      ...(change.breaking === undefined ? {} : { breaking: true, ...migrationOf(change) }),
      basis: observed(
        change.commit,
        change.sure
          ? `commit ${change.commit.slice(0, 8)}`
          : `wording of commit ${change.commit.slice(0, 8)}`,
      ).basis,
    }))
}

/** News that no commit of the range carries. */
const fragmentEntry = ({ path, text, kind, tickets, breaking, commit }: ObservedFragment): ScopeEntry => ({
  id: path.split('/').at(-1)?.slice(0, 64) ?? path,
  kind: kind ?? 'other',
  title: text,
  commits: commit ? [commit] : [],
  ...(tickets?.length ? { ticket: tickets.join(', ') } : {}),
  ...(breaking ? { breaking: true } : {}),
  basis: observed(text, path).basis,
})

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
  const stated = statedStep(inputs)
  const { bump, why } = recommendedBump({
    changes,
    breaking: breaking.filter(({ others }) => !others).map(({ title }) => title),
    dependencies: range.dependencies,
    kind,
    ...(stated ? { stated } : {}),
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
  const shown = range && observedDatabaseChange(range)
  if (shown && items.length === 0) return observed(shown.value, shown.why)
  const asked = {
    id: 'database_change',
    question: migrations
      ? `does the old code work with the new schema of ${migrations.example} (backward_compatible or breaking)`
      : 'does this release change the database schema (none, backward_compatible or breaking)',
    who: 'technical_lead',
    gate: 'freeze',
  } as const
  return questions.choice(asked, ['none', 'backward_compatible', 'breaking'])
}

/** What documents print of the texts that were read. */
function evidenceOf(range: ObservedRange | undefined): Pick<Scope, 'evidence'> {
  const { migrations, migrations_total, environment, flags, locks, credentials, shape } = range ?? {}
  const evidence = {
    ...(migrations ? { migrations } : {}),
    ...(migrations_total ? { migrations_total } : {}),
    ...(environment ? { environment } : {}),
    ...(flags ? { flags } : {}),
    ...(locks ? { locks } : {}),
    ...(credentials ? { credentials } : {}),
    ...(shape ? { shape } : {}),
  }
  return Object.keys(evidence).length > 0 ? { evidence } : {}
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
      who: 'product_manager',
      gate: 'freeze',
    }),
    breaking_question: questions.text({
      id: 'breaking_changes',
      question: 'breaking changes of this release (`none` if there is none)',
      who: 'technical_lead',
      gate: 'freeze',
    }),
  }
}

function revertedNote(range: ObservedRange | undefined): string[] {
  const count = range?.reverted ?? 0
  return count > 0
    ? [`${counted(count, 'change')} left out: reverts and what they took back inside the range.`]
    : []
}
