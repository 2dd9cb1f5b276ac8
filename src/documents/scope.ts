import { isKnown } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Plan, ScopeEntry } from '../plan/plan.ts'
import { tellsBehaviour } from '../plan/scope/commits/behaviour.ts'
import { commitsText } from '../plan/scope/commits/commits-text.ts'
import { cleanText, counted } from '../plan/text.ts'
import { parseVersion } from '../plan/version.ts'
import { additions } from './additions.ts'
import { changeDetails } from './change-details.ts'
import type { Documents } from './document.ts'
import { basisText, code, escaped, type Markdown, md, statementText, withBasis } from './markdown.ts'
import {
  moreText,
  ownersText,
  packagesView,
  publishingText,
  teamsBeside,
  ticketText,
  usualTeam,
} from './scope-parts.ts'
import { rendered } from './template.ts'

/** Rows that are shown before the rest is only counted, so that the document stays a page people read. */
const shownUnclassified = 100
const longestTitle = 160
const shownDependencies = 12
const shownBreaking = 15
const shownEntries = 12

const groups: { heading: string; kinds: string[]; shown: number }[] = [
  { heading: 'Features', kinds: ['feature'], shown: 20 },
  { heading: 'Bug fixes', kinds: ['fix'], shown: 10 },
  { heading: 'Performance', kinds: ['performance'], shown: 15 },
  { heading: 'Security', kinds: ['security'], shown: 15 },
  { heading: 'Interface changes', kinds: ['api_change'], shown: 15 },
  { heading: 'Database changes', kinds: ['database_change'], shown: 15 },
  { heading: 'Infrastructure', kinds: ['infrastructure'], shown: 3 },
  { heading: 'Other', kinds: ['other'], shown: 3 },
]

export const scopeDocuments: Documents = plan => [
  {
    path: 'scope.md',
    section: 'scope',
    note: 'what ships, since when, what breaks',
    text: rendered('scope', scopeView(plan)),
  },
]

function scopeView(plan: Plan): object {
  const { scope } = plan
  const shipped = scope.dependencies.filter(
    ({ dev, change }) => !dev && change !== 'minor' && change !== 'patch',
  )
  const dependencies = shipped.slice(0, shownDependencies)
  return {
    version: plan.version,
    today: longDate(plan.today),
    range: rangeText(plan),
    notes: scope.notes.map(note => ({ note })),
    bump: bumpText(plan),
    groups: groups.map(group => groupView(plan, group)).filter(group => group.entries.length > 0),
    nothing: scope.items_question
      ? statementText(plan, scope.items_question)
      : 'No commit in the range is classified yet, and no item was given.',
    legend: legend(plan),
    breaking: scope.breaking
      .slice(0, shownBreaking)
      .map(({ title, why, basis }) => ({ title, why, basis: basisText(basis) })),
    more_breaking: moreText(scope.breaking.length - shownBreaking, 'more, in the commits and files'),
    no_breaking: scope.breaking_question
      ? statementText(plan, scope.breaking_question)
      : 'None is marked in the commits and none was given.',
    has_may_break: (scope.may_break ?? []).length > 0,
    may_break: (scope.may_break ?? []).map(({ title, basis }) => ({
      title: cleanText(title, longestTitle),
      basis: basisText(basis),
    })),
    database: databaseText(plan),
    ...packagesView(plan),
    owners: ownersText(scope.owners),
    ...changelogView(plan),
    has_publishing: (scope.publishing ?? []).length > 0,
    publishing: publishingText(scope.publishing ?? []),
    has_signals: scope.signals.length > 0,
    signals: scope.signals.map(({ kind, detail, count, files, example }) => ({
      kind: kind.replaceAll('_', ' '),
      count: detail ?? count,
      example: files.length > 0 ? code(example) : example,
    })),
    details: changeDetails(plan),
    no_signals: scope.range
      ? 'No migration, interface description, access path, settings or delivery file among the changed files.'
      : 'No range was read, so nothing is known about the files.',
    has_dependencies: dependencies.length > 0,
    dependencies: dependencies.map(({ name, from, to, change, manifest }) => ({
      name,
      from: from ?? '',
      to: to ?? '',
      change,
      manifest: code(manifest),
    })),
    more_dependencies: moreDependencies(scope.dependencies.length - dependencies.length),
    has_unclassified: scope.unclassified_count > 0,
    unclassified_count: scope.unclassified_count,
    unclassified: scope.unclassified
      .slice(0, shownUnclassified)
      .map(({ commit, subject }) => ({ commit: code(commit.slice(0, 8)), subject: cleanText(subject, 90) })),
    more_unclassified: moreText(scope.unclassified_count - shownUnclassified, 'more'),
    known_limitations: listOr(scope.known_limitations, 'None given.'),
    out_of_scope: listOr(scope.out_of_scope, 'Nothing was named as left out.'),
    additions: additions(plan, 'scope'),
  }
}

const listOr = (texts: string[], otherwise: string): object[] =>
  (texts.length > 0 ? texts : [otherwise]).map(text => ({ text }))

const moreDependencies = (count: number): string =>
  count > 0
    ? `And ${counted(count, 'dependency change')}: minor and patch steps, and those for development.`
    : ''

function rangeText(plan: Plan): Markdown {
  const { range, changes, age_days: age } = plan.scope
  if (!range || !changes)
    return md('No git range was read: scope is what was given. _(given: gather_scope items)_')
  const from = range.from ? code(range.from) : md('the first commit')
  const { insertions, deletions } = changes
  const lines = insertions + deletions > 0 ? `, +${insertions} −${deletions} lines` : ''
  const size = `${commitsText(plan.scope)}; ${counted(changes.files, 'file')}${lines}`
  const newest =
    age === undefined ? '' : `; newest commit ${age === 0 ? 'today' : `${counted(age, 'day')} ago`}`
  return md(
    `${from} → ${code(range.to)} at ${code(range.head_commit.slice(0, 8))}: ${escaped(size)}${newest}. _(observed: git; base because ${escaped(range.why)})_`,
  )
}

/** Entries are quotations from the repository; what takes something away or asks for something new comes first. */
function changelogView({ scope: { changelog } }: Plan): object {
  const all = changelog?.entries ?? []
  const entries = [...all].sort((a, b) => Number(tellsBehaviour(b)) - Number(tellsBehaviour(a)))
  return {
    has_changelog: entries.length > 0,
    changelog_source: changelog
      ? md(`_(observed: ${escaped(changelog.path)}, section "${escaped(changelog.heading)}")_`)
      : '',
    changelog: entries.slice(0, shownEntries).map(entry => ({ entry: cleanText(entry, 140) })),
    more_changelog: moreText(entries.length - shownEntries, 'more there'),
  }
}

function bumpText({ scope, release, version }: Plan): Markdown {
  const after = isKnown(release.previous_version) ? ` after ${release.previous_version.value}` : ''
  const asked = escaped(`${version} is a ${release.release_type} release${after}.`)
  if (!scope.recommended_bump) return md(asked)
  if (parseVersion(version).scheme === 'calver')
    return md(`${asked} A calendar version promises nothing by its numbers. _(derived: CalVer)_`)
  const called = escaped(
    `The changes call for ${scope.recommended_bump}: ${scope.bump_because ?? 'by their kinds'}.`,
  )
  return md(`${asked} ${called} _(derived: SemVer 2.0)_`)
}

function groupView(
  plan: Plan,
  group: (typeof groups)[number],
): { heading: string; entries: object[]; more: string; details: object[] } {
  const entries = plan.scope.items.filter(item => group.kinds.includes(item.kind)).sort(bySeverity)
  const total = group.kinds.reduce((sum, kind) => sum + (plan.scope.counts[kind] ?? 0), 0)
  return {
    heading: group.heading,
    entries: entries.slice(0, group.shown).map(entry => entryRow(plan, entry)),
    more: moreText(total - Math.min(entries.length, group.shown), 'more, in the commits'),
    details: entries.flatMap(entry => (hasDetail(entry) ? [{ detail: detailText(entry) }] : [])),
  }
}

const severities = ['critical', 'high', 'other']
const bySeverity = (one: ScopeEntry, other: ScopeEntry): number =>
  severities.indexOf(one.severity ?? 'other') - severities.indexOf(other.severity ?? 'other')

function entryRow(plan: Plan, entry: ScopeEntry): object {
  const severity = entry.severity && entry.severity !== 'other' ? `**${entry.severity}** ` : ''
  const others = entry.owner ? [] : teamsBeside(usualTeam(plan), entry.team)
  const suggested = others.length > 0 ? `→ ${others.join(' ')}` : ''
  return {
    title: md(
      `${severity}${entry.breaking ? '**breaking** ' : ''}${escaped(cleanText(entry.title, longestTitle))}`,
    ),
    ticket: ticketText(plan, entry.ticket),
    owner: [entry.owner ?? entry.author ?? '', suggested].filter(Boolean).join(' '),
    status: entry.status?.replaceAll('_', ' ') ?? (entry.commits.length > 0 ? 'merged' : ''),
    basis: shownBy(entry),
  }
}

/** A commit's id, marked where only its wording tells the kind; what people gave is said to be given. */
function shownBy({ basis, commits }: ScopeEntry): Markdown {
  const commit = commits[0]
  if (basis.kind === 'observed' && !/^(?:wording of )?commit /.test(basis.from)) return code(basis.from)
  if (basis.kind !== 'observed' || !commit) return md(escaped(basisText(basis)))
  return md(`${code(commit.slice(0, 8)).text}${basis.from.startsWith('wording') ? '\\*' : ''}`)
}

function legend(plan: Plan): string {
  if (!plan.scope.items.some(item => item.basis.kind === 'observed')) return ''
  const guessed = plan.scope.items.some(item => item.basis.from.startsWith('wording'))
  const usual = usualTeam(plan)
  return [
    'A commit id: observed in that commit.',
    guessed
      ? 'With *: its kind is guessed from its wording or its files; correct it with gather_scope reclassify.'
      : '',
    usual ? `CODEOWNERS suggests ${usual}, where no row names another with →.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

const detailFields = [
  ['description', ''],
  ['value', 'Value'],
  ['impact', 'Impact'],
  ['verify', 'Verify'],
  ['migration', 'Migration'],
  ['deprecated_until', 'Deprecated until'],
  ['rollback', 'Rollback'],
] as const

const hasDetail = (entry: ScopeEntry): boolean =>
  entry.basis.kind === 'given' &&
  (detailFields.some(([field]) => entry[field]) ||
    (entry.dependencies?.length ?? 0) > 0 ||
    entry.backward_compatible !== undefined)

function detailText(entry: ScopeEntry): Markdown {
  const said = detailFields.flatMap(([field, label]) =>
    entry[field] ? [`${label ? `${label}: ` : ''}${escaped(entry[field])}`] : [],
  )
  const compatible =
    entry.backward_compatible === undefined
      ? []
      : [`Works with the old code: ${entry.backward_compatible ? 'yes' : 'no'}`]
  const depends = entry.dependencies?.length
    ? [`Depends on: ${entry.dependencies.map(escaped).join(', ')}`]
    : []
  return md(`**${escaped(entry.title)}.** ${[...said, ...compatible, ...depends].join(' · ')}`)
}

const databaseText = (plan: Plan): Markdown =>
  withBasis(plan, plan.scope.database_change, (value: string) => value.replaceAll('_', ' '))
