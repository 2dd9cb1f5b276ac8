import { isKnown, type Known, knownValue } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import type { OtherRelease } from '../derivation.ts'
import { type Section, sections } from '../inputs.ts'
import type { Criterion, Plan, Review, WayBack } from '../plan.ts'
import { recordedOn } from '../questions.ts'
import { deciderText } from '../resources/approvals.ts'
import { safeStartText } from '../schedule/release-day/release-day.ts'
import { approvers } from '../schedule/stages/approvers.ts'
import { shortfallText } from '../schedule/work/shortfall.ts'
import { counted } from '../text.ts'

const questionsCriterion = 'No question open that blocks the freeze or the go/no-go'
const approvalsCriterion = 'Approvals given'

/** All of a plan but its review. */
type Unreviewed = Omit<Plan, 'review'>

/** What people did outside the plan, as files beside it show. */
export interface Evidence {
  /** Open and ticked boxes of `planning/approvals.txt`; absent: there is no such file. */
  approvals?: { open: number; ticked: number }
  /** Failed and passed lines of `testing/results.txt`. */
  tests?: { failed: number; lines: number }
  /** Other plans in the workspace. */
  other_releases?: readonly OtherRelease[]
}

export function deriveReview(plan: Unreviewed, evidence: Evidence = {}): Review {
  const criteria = goNoGo(plan, evidence)
  return {
    ready: criteria.every(criterion => criterion.met === 'yes'),
    go_no_go: criteria,
    decision_points: decisionPoints(plan),
    approvals: approvals(plan),
    next_steps: nextSteps(plan, criteria),
  }
}

/** Go/no-go: every line is met, not met, or not known yet, with what shows it. Unknown is not a go. */
function goNoGo(plan: Unreviewed, evidence: Evidence): Criterion[] {
  return [
    sectionsPlanned(plan),
    questionsAnswered(plan),
    approvalsGiven(plan, evidence),
    testsPassed(evidence),
    risksOwned(plan),
    datesHold(plan),
    strategyFeasible(plan),
    rolloutFits(plan),
    wayBackRehearsed(plan),
    rolesStaffed(plan),
    promisesKept(plan),
  ]
}

function sectionsPlanned(plan: Unreviewed): Criterion {
  const open = missingSections(plan)
  return criterion(
    'Every section of the plan exists',
    open.length === 0,
    open.length ? `not planned yet: ${open.join(', ')}` : 'all seven',
  )
}

export const missingSections = (plan: Pick<Plan, 'planned'>): Section[] =>
  sections.filter(section => !plan.planned.includes(section))

function questionsAnswered(plan: Unreviewed): Criterion {
  const blocking = plan.questions.filter(
    question => question.gate === 'freeze' || question.gate === 'go_no_go',
  )
  return criterion(
    questionsCriterion,
    blocking.length === 0,
    blocking.length ? `${blocking.length} open, first: ${blocking[0]!.question}` : 'none open',
  )
}

function approvalsGiven(plan: Unreviewed, { approvals: written }: Evidence): Criterion {
  const name = approvalsCriterion
  // Before the file is written its boxes are those that it will have, so that a second call changes nothing.
  const boxes = written ?? { open: approvals(plan).length, ticked: 0 }
  if (boxes.open + boxes.ticked === 0)
    return { criterion: name, met: 'unknown', evidence: 'planning/approvals.txt holds no box' }
  return criterion(
    name,
    boxes.open === 0,
    `${boxes.ticked} of ${boxes.open + boxes.ticked} boxes ticked in planning/approvals.txt`,
  )
}

function testsPassed({ tests }: Evidence): Criterion {
  const name = 'Tests passed'
  if (!tests || tests.lines === 0)
    return { criterion: name, met: 'unknown', evidence: 'no testing/results.txt beside the plan' }
  return criterion(name, tests.failed === 0, `${tests.failed} lines with FAILED in testing/results.txt`)
}

function risksOwned(plan: Unreviewed): Criterion {
  const open = plan.risks.register.filter(
    risk => ['high', 'critical'].includes(risk.severity) && !isKnown(risk.owner),
  )
  const broken = plan.risks.register.filter(
    risk => risk.severity === 'critical' && risk.missing_links.length > 0,
  )
  const evidence = [
    ...(open.length ? [`without owner: ${open.map(risk => risk.id).join(', ')}`] : []),
    ...(broken.length
      ? [
          `critical with a missing link (task, trigger or way back): ${broken.map(risk => risk.id).join(', ')}`,
        ]
      : []),
  ]
  return criterion(
    'High and critical risks have an owner and a way back',
    evidence.length === 0,
    evidence.join('; ') || counted(plan.risks.register.length, 'risk'),
  )
}

function datesHold(plan: Unreviewed): Criterion {
  const codes = [
    'release_on_weekend',
    'release_on_holiday',
    'release_in_freeze',
    'too_little_time',
    'date_in_past',
    'release_before_days_off',
  ]
  const short = plan.schedule.shortfall && shortfallText(plan.schedule.shortfall)
  const against = [
    ...plan.warnings.filter(warning => codes.includes(warning.code)).map(warning => warning.message),
    ...plan.schedule.conflicts
      .filter(conflict => !conflict.release_day)
      .map(({ what }) => `${short && what.startsWith(short) ? short : what}.`),
  ]
  return criterion(
    'The dates hold',
    against.length === 0,
    (against.length > 1 ? `${against[0]} And ${against.length - 1} more.` : against.join('')) ||
      `${longDate(plan.release.release_date.value)}, ${plan.schedule.slack_days} working days of slack`,
  )
}

function rolloutFits(plan: Unreviewed): Criterion {
  const conflicts = plan.schedule.conflicts.filter(conflict => conflict.release_day)
  const evidence = conflicts[0]?.what ?? safeStartText(plan.schedule, plan.release) ?? 'no conflict'
  return criterion('Rollout and the worst way back fit the window', conflicts.length === 0, evidence)
}

function wayBackRehearsed({ rollback, release }: Unreviewed): Criterion {
  const { last, when } = rollback.rehearsal
  if (!isKnown(last))
    return { criterion: 'Way back rehearsed', met: 'unknown', evidence: `not rehearsed: ${when}` }
  const day = recordedOn(last.value)
  const before = day <= release.release_date.value
  const shown = last.value.slice(day.length).replace(/^[\s,;:]+/, '') || 'no minutes or log named'
  return criterion(
    'Way back rehearsed',
    before,
    before
      ? `${longDate(day)}, ${shown}, ${basisWords(last)}`
      : `${longDate(day)} is after the release: ${when}`,
  )
}

const basisWords = ({ basis }: Known<unknown>): string => `${basis.kind} in ${basis.from}`

function strategyFeasible({ warnings, strategy }: Unreviewed): Criterion {
  const against = warnings.filter(({ code }) =>
    ['no_feasible_strategy', 'chosen_strategy_infeasible'].includes(code),
  )
  const evidence = against.map(({ message }) => message).join(' ')
  return criterion('The strategy is possible', against.length === 0, evidence || strategy.name)
}

function rolesStaffed(plan: Unreviewed): Criterion {
  const { gaps, overloads } = plan.resources
  return criterion(
    'Every role is filled and nobody is overloaded',
    gaps.length === 0 && overloads.length === 0,
    [
      ...gaps.slice(0, 3).map(gap => `${gap.role}: ${gap.why}`),
      ...overloads
        .slice(0, 1)
        .map(load => `${load.name} ${load.hours} of ${load.capacity} h in ${load.week}`),
      ...(overloads.length > 1 ? [counted(overloads.length - 1, 'more overload', 'more overloads')] : []),
    ].join('; ') || 'no gap',
  )
}

function promisesKept(plan: Unreviewed): Criterion {
  const broken = plan.rollback.tiers.filter(tier => !tier.kept)
  const name = 'Each rollback tier can be kept (acknowledge, decide, execute)'
  // The minutes are those of somebody who answers.
  if (broken.length === 0 && plan.resources.on_call.some(({ primary }) => !isKnown(primary)))
    return { criterion: name, met: 'unknown', evidence: 'in time, once a primary on-call is named' }
  return criterion(
    name,
    broken.length === 0,
    broken
      .map(
        tier =>
          `${tier.tier}: ${tier.acknowledge_minutes + tier.decide_minutes + tier.execute_minutes} of ${tier.within_minutes} minutes`,
      )
      .join('; ') || 'all tiers',
  )
}

const criterion = (name: string, met: boolean, evidence: string): Criterion => ({
  criterion: name,
  met: met ? 'yes' : 'no',
  evidence,
})

function decisionPoints(plan: Unreviewed): Review['decision_points'] {
  const safeStart = safeStartText(plan.schedule, plan.release)
  const top = plan.risks.register.slice(0, 3).map(risk => `${risk.title} (${risk.severity})`)
  return [
    { name: 'Strategy', value: plan.strategy.name },
    { name: 'Highest risks', value: top.join('; ') || 'none shown' },
    ...lookFirst(plan),
    { name: 'Way back', value: wayBackText(plan.rollback) },
    {
      name: 'Release',
      value: `${longDate(plan.release.release_date.value)} ${plan.release.release_time.value} ${plan.release.timezone.value}`,
    },
    ...(safeStart ? [{ name: 'Latest safe start', value: safeStart }] : []),
    ...plan.decisions.map(decision => ({
      name: decision.question,
      value: `open, by ${longDate(decision.needed_by)}`,
    })),
  ]
}

/** The files that the register ranks first, for whoever tests or searches a fault. */
function lookFirst({ planned, risks }: Unreviewed): Review['decision_points'] {
  const paths = planned.includes('risks') ? risks.watch_files.slice(0, 5).map(({ path }) => path) : []
  return paths.length > 0 ? [{ name: 'Look first at', value: paths.join(', ') }] : []
}

const minutesText = (minutes: number | undefined): string =>
  minutes === undefined
    ? 'time not known'
    : minutes < 1
      ? `${Math.round(minutes * 60)} seconds`
      : `${minutes} minutes`

/** The way back of the chosen strategy; the first that takes any time where the caller's strategy names none. */
export function mainWayBack(rollback: Plan['rollback']): WayBack | undefined {
  const { methods, main } = rollback
  return methods.find(({ id }) => id === main) ?? methods.find(({ minutes }) => knownValue(minutes) !== 0)
}

/** `Send all traffic to the old version, 2 minutes, until Fri 2027-01-15 08:00`. */
export function wayBackText(rollback: Plan['rollback']): string {
  const wayBack = mainWayBack(rollback)
  if (!wayBack) return 'no way back is known'
  const until = wayBack.until === 'no end' ? '' : `, until ${wayBack.until}`
  return `${wayBack.name}, ${minutesText(knownValue(wayBack.minutes))}${until}`
}

const approvals = (plan: Unreviewed): Review['approvals'] =>
  approvers(plan).map(({ who, because }) => {
    const named = plan.resources.approvals?.find(approval => approval.who === who)
    const decides = named && deciderText(named)
    return { who, required: true, because, ...(decides !== undefined && { decides }) }
  })

function nextSteps(plan: Unreviewed, criteria: Criterion[]): string[] {
  const first = plan.questions[0]
  return [
    ...(missingSections(plan).length ? [`Plan what is missing: ${missingSections(plan).join(', ')}`] : []),
    ...(first
      ? [
          `Answer ${counted(plan.questions.length, 'open question')}, soonest: ${first.question} (${first.who}, by ${longDate(first.needed_by)})`,
        ]
      : []),
    ...(plan.scope.unclassified_count
      ? [`Classify ${counted(plan.scope.unclassified_count, 'commit')} (gather_scope reclassify)`]
      : []),
    ...mends(criteria),
    'Collect the approvals in planning/approvals.txt',
    `Rehearse the way back: ${plan.rollback.rehearsal.when}`,
    'Hand over: deployment-coordinator to execute, release-notes-writer for the notes, rollback-specialist if it goes wrong',
  ]
}

/** What the other steps do not say already: questions and approvals have steps of their own. */
function mends(criteria: Criterion[]): string[] {
  const told = ['Every section of the plan exists', questionsCriterion, approvalsCriterion]
  return criteria
    .filter(entry => entry.met === 'no' && !told.includes(entry.criterion))
    .map(entry => `Mend: ${entry.criterion.toLowerCase()} (${entry.evidence})`)
}
