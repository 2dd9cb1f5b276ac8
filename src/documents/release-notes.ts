import { knownValue } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Plan, ScopeEntry } from '../plan/plan.ts'
import { wayBackText } from '../plan/review/review.ts'
import { counted, ended, sentence } from '../plan/text.ts'
import { code, escaped, md, statementText } from './markdown.ts'
import { rendered } from './template.ts'

/** Of observed ones the commits hold the rest. */
const shownEntries = 25
const shownDependencies = 10

/** What changes, for those who use it, those who build on it and those who answer for it: the scope and nothing else. */
export const releaseNotesText = (plan: Plan): string =>
  rendered('release-notes', {
    title: `${knownValue(plan.release.product) ?? 'release'} ${plan.version}`,
    users: usersLines(plan).map(text => ({ text })),
    developers: developersLines(plan).map(text => ({ text })),
    executives: executivesLines(plan).map(text => ({ text })),
  })

/** The groups of the announcement: internal changes are not among them. */
function usersLines(plan: Plan): unknown[] {
  const { breaking, groups, limitations, text } = plan.communications.announcement
  const entries = groups.flatMap(({ heading, entries: own }) => own.map(entry => `${heading}: ${entry}`))
  return [
    ...breaking.map(({ title, migration }) =>
      md(`**To change:** ${escaped(ended(title))}${migration ? ` ${escaped(sentence(migration))}` : ''}`),
    ),
    ...missingMigration(plan),
    ...entries,
    ...limitations.map(limitation => `Known: ${limitation}`),
    ...(text ? [statementText(plan, text)] : []),
  ]
}

/** Asked once for all breaking changes that nobody has said how to live with. */
function missingMigration(plan: Plan): unknown[] {
  const { migration } = plan.communications.announcement
  return migration ? [md(`**How to change:** ${statementText(plan, migration)}`)] : []
}

/** Every change by its own words, internal ones too, with where it is shown. */
function developersLines(plan: Plan): unknown[] {
  const { items, dependencies, database_change, range } = plan.scope
  const shown = range ? items.slice(0, shownEntries) : items
  const majors = dependencies.filter(({ change, dev }) => change === 'major' && !dev)
  const database = knownValue(database_change)
  return [
    ...shown.map(item => md(entryText(item))),
    ...(items.length > shown.length ? [md(`${items.length - shown.length} more: ${logCommand(range)}`)] : []),
    ...majors
      .slice(0, shownDependencies)
      .map(({ name, from, to }) => md(`dependency ${code(`${name} ${from ?? ''} → ${to ?? ''}`)}`)),
    ...(database && database !== 'none' ? [`database change: ${database.replaceAll('_', ' ')}`] : []),
  ]
}

/** Shows every commit of the range. */
const logCommand = (range: Plan['scope']['range']): string => {
  const head = range?.head_commit.slice(0, 8)
  return code(`git log --oneline ${range?.from ? `${range.from}..${head}` : head}`).text
}

function entryText({ title, kind, ticket, commits, breaking }: ScopeEntry): string {
  const commit = commits[0] ? code(commits[0].slice(0, 8)).text : ''
  const told = ticket && !title.endsWith(ticket) ? escaped(ticket) : ''
  const shown = told || (ticket ? '' : commit)
  const words = breaking ? 'breaking' : kind.replaceAll('_', ' ')
  return `${words}: ${escaped(title)}${shown ? ` (${shown})` : ''}`
}

/** What, with which risk, when if it is decided, and how it is taken back. */
function executivesLines(plan: Plan): unknown[] {
  const { release, scope, risks, schedule, planned } = plan
  const { announcement } = plan.communications
  const changes = announcement.groups.map(
    ({ heading, entries }) => `${entries.length} ${heading.toLowerCase()}`,
  )
  const breaking = announcement.breaking.length
  const told = [...(breaking > 0 ? [`${breaking} breaking`] : []), ...changes]
  const gate = schedule.milestones.find(entry => entry.gate === 'go_no_go')
  const top = risks.register[0]
  return [
    `${release.release_type} release: ${told.join(', ') || 'nothing that users notice'}; ${counted(scope.items.length, 'change')} in all`,
    `planned for ${longDate(release.release_date.value)}${gate ? `, decided on ${longDate(gate.date)}` : ''}`,
    ...(planned.includes('risks')
      ? [`risk ${risks.overall_level}${top ? `, first: ${top.title}` : ''}`]
      : []),
    ...(planned.includes('rollback')
      ? [`way back: ${wayBackText(plan.rollback).replace(/, until .*/, '')}`]
      : []),
  ]
}
