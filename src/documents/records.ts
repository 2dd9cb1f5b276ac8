import { isKnown } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Plan } from '../plan/plan.ts'
import type { Document } from './document.ts'

/** Files that other programs read: flat metadata, the planning log, the approvals that a coordinator counts. */
export const recordDocuments = (plan: Plan): Document[] => [
  {
    path: 'metadata.json',
    section: 'release',
    note: 'the plan in figures, for programs',
    text: metadataText(plan),
  },
  { path: 'planning/planning.log', section: 'release', note: 'what was planned', text: logText(plan) },
  {
    path: 'planning/approvals.txt',
    section: 'release',
    note: 'approvals to tick',
    text: approvalsText(plan),
  },
]

/** Flat strings where sibling agents read them with jq: `release_date`, `release_manager`, `status`. */
function metadataText(plan: Plan): string {
  const { release, strategy, schedule } = plan
  const manager = isKnown(release.release_manager) ? release.release_manager.value : 'TBD'
  const metadata = {
    version: plan.version,
    release_date: release.release_date.value,
    release_time: release.release_time.value,
    timezone: release.timezone.value,
    planning_started: release.planning_started,
    release_manager: manager,
    status: 'planning',
    product: isKnown(release.product) ? release.product.value : 'TBD',
    kind: release.kind.value,
    release_type: release.release_type,
    previous_version: isKnown(release.previous_version) ? release.previous_version.value : 'TBD',
    ...(plan.planned.includes('strategy') ? { strategy: strategy.name } : {}),
    ...onCallFigures(plan),
    milestones: Object.fromEntries(schedule.milestones.map(({ id, date }) => [id, date])),
  }
  const { occupied } = plan.resources
  const text = JSON.stringify(metadata, null, 2)
  return occupied ? `${text.slice(0, -2)},\n  "occupied": ${occupiedText(occupied)}\n}\n` : `${text}\n`
}

/** One line for each person, so that a change of one is a change of one line. */
function occupiedText({ people, ...places }: NonNullable<Plan['resources']['occupied']>): string {
  const fields = Object.entries(places).map(([name, value]) => `    "${name}": ${JSON.stringify(value)}`)
  const rows = people.map(person => `      ${JSON.stringify(person)}`)
  const list = rows.length > 0 ? `[\n${rows.join(',\n')}\n    ]` : '[]'
  return `{\n${[...fields, `    "people": ${list}`].join(',\n')}\n  }`
}

/** Read by later plans of the workspace, so that duty is shared over all of them. */
function onCallFigures({ planned, resources: { fairness } }: Plan): object {
  if (!planned.includes('resources') || !fairness?.by_person?.length) return {}
  return { on_call: fairness.by_person.map(({ past_hours: _, ...figures }) => figures) }
}

function logText({ release, version, planned }: Plan): string {
  const moves = release.moves.map(
    move => `${move.at} moved from ${move.from} to ${move.to}${move.reason ? `: ${move.reason}` : ''}`,
  )
  return [
    `${release.planning_started} release planning started for ${version}`,
    `${release.planning_started} target date ${longDate(release.moves[0]?.from ?? release.release_date.value)}`,
    ...moves,
    `sections planned: ${planned.join(', ') || 'none yet'}`,
    '',
  ].join('\n')
}

/** A name is no box: whoever counts these counts approvals. */
const withoutBoxes = (text: string): string => text.replaceAll('[', '(').replaceAll(']', ')')

function approvalsText({ review, version }: Plan): string {
  return [
    `Approvals for ${version}`,
    '',
    ...review.approvals.flatMap(({ who, because, decides }) => [
      `[ ] ${who}: ${because}`,
      // On a line of its own, so that a change of people leaves a ticked box as it is.
      ...(decides === undefined ? [] : [`    decides: ${withoutBoxes(decides)}`]),
    ]),
    '',
  ].join('\n')
}
