import { assumed, type Basis, given } from '../../basis.ts'
import type { PlainDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { ScheduleInputs } from '../../inputs.ts'
import type { RoleId } from '../../kinds/profile.ts'
import { applies, conditionOf } from '../../kinds/traits.ts'
import type { ThreePoint } from '../../statistics/three-point.ts'
import { roleIdOf } from '../role-id.ts'
import type { DatedStage } from '../stages/stage-dates.ts'
import { byCaller } from '../stages/stage-list.ts'
import { type Link, linkOf } from './links.ts'

type OwnActivity = NonNullable<ScheduleInputs['activities']>[number]

/** An activity of a stage, from the profile or the caller, before it has dates. */
export interface ActivityDraft {
  id: string
  name: string
  stage: string
  role: RoleId
  days: ThreePoint
  after: Link[]
  not_before?: PlainDate
  not_after?: PlainDate
  condition?: string
  /** How many work on it, as the caller said. */
  people?: number
  skills?: string[]
  /** Nobody's days are booked for it. */
  unbooked?: true
  every_day?: true
  checklist: string[]
  basis: Basis
}

interface Worded extends Omit<ActivityDraft, 'after'> {
  /** As written. */
  after: string[]
}

/**
 * The activities that apply, stage by stage, the caller's over the profile's. Links to one that does not apply or was removed go
 * with it.
 * @throws PlanError `unknown_predecessor`, `relation_not_understood`
 */
export function activityDrafts(derivation: Derivation, stages: readonly DatedStage[]): ActivityDraft[] {
  const inputs = derivation.inputs.schedule ?? {}
  const removed = new Set(inputs.remove)
  const catalogue = stages.flatMap(stage => stage.activities.map(activity => ({ activity, stage })))
  const kept = catalogue.filter(
    ({ activity }) => !removed.has(activity.id) && applies(derivation.traits, activity.when) !== 'no',
  )
  const drafts = kept.map(({ activity, stage }): Worded => {
    const [optimistic, likely, pessimistic] = activity.days
    const conditional = activity.when && applies(derivation.traits, activity.when) === 'unknown'
    return {
      id: activity.id,
      name: activity.name,
      stage: stage.id,
      role: activity.role,
      days: { optimistic, likely, pessimistic },
      after: activity.after ?? [],
      ...(conditional && { condition: conditionOf(activity.when!) }),
      ...(activity.every_day && { every_day: true }),
      ...(activity.unbooked && { unbooked: true }),
      checklist: activity.checklist,
      basis: assumed(undefined, `${derivation.profile.kind} profile`).basis,
    }
  })
  const place = new Map(drafts.map((draft, n) => [draft.id, n]))
  const stageOf = stageFinder(stages)
  for (const own of inputs.activities ?? []) {
    if (removed.has(own.id)) continue
    const at = place.get(own.id) ?? drafts.length
    drafts[at] = withOwn(drafts[at] ?? newDraft(own, stageOf(own)), own, stageOf, derivation)
    place.set(own.id, at)
  }
  const ids = new Set(drafts.map(draft => draft.id))
  const specs = derivation.profile.stages.flatMap(stage => stage.activities)
  const dropped = new Set([...specs.map(spec => spec.id), ...removed].filter(id => !ids.has(id)))
  const known = new Set([...ids, ...dropped])
  const week = derivation.release.working_days.value.length
  return drafts.map(draft => {
    const links = draft.after.map(text => linkOf(text, draft.id, known, week))
    return { ...draft, after: links.filter(link => !dropped.has(link.id)) }
  })
}

function newDraft(own: OwnActivity, stage: DatedStage): Worded {
  return {
    id: own.id,
    name: own.name ?? own.id,
    stage: stage.id,
    role: stage.role,
    days: { optimistic: 1, likely: 1, pessimistic: 1 },
    after: [],
    checklist: [],
    basis: given(undefined, byCaller).basis,
  }
}

function withOwn(
  { unbooked, ...draft }: Worded,
  own: OwnActivity,
  stageOf: (own: OwnActivity) => DatedStage,
  derivation: Derivation,
): Worded {
  const days = own.duration_days
  const fixed = typeof days === 'number' ? { optimistic: days, likely: days, pessimistic: days } : days
  return {
    ...draft,
    ...((own.people === undefined ? unbooked : own.people === 0) && { unbooked: true }),
    ...(own.name !== undefined && { name: own.name }),
    ...(own.phase !== undefined && { stage: stageOf(own).id }),
    ...(own.role !== undefined && { role: roleIdOf(own.role, derivation.profile.roles) }),
    ...(fixed && { days: fixed }),
    ...(own.after && { after: own.after }),
    ...(own.checklist && { checklist: [...draft.checklist, ...own.checklist] }),
    ...(own.not_before && { not_before: own.not_before }),
    ...(own.not_after && { not_after: own.not_after }),
    ...(own.people !== undefined && { people: own.people }),
    ...(own.skills && { skills: own.skills }),
    basis: given(undefined, byCaller).basis,
  }
}

/** The stage named by id, name or milestone; else the one in which `not_before` lies; else the first that is not mere preparation. */
function stageFinder(stages: readonly DatedStage[]): (own: OwnActivity) => DatedStage {
  const named = new Map(
    stages
      .flatMap(stage =>
        [stage.id, stage.name, stage.milestone ?? ''].map(name => [plain(name), stage] as const),
      )
      .toReversed(),
  )
  const usual = stages.find(stage => stage.phase !== 'planning') ?? stages[0]!
  return ({ phase, not_before: day }) =>
    (phase === undefined ? undefined : named.get(plain(phase))) ??
    (day ? stages.findLast(stage => stage.from <= day) : undefined) ??
    usual
}

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
