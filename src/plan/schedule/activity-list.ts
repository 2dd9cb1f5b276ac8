import { assumed, type Basis, given } from '../basis.ts'
import type { PlainDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { ScheduleInputs } from '../inputs.ts'
import type { RoleId } from '../kinds/profile.ts'
import { applies, conditionOf } from '../kinds/traits.ts'
import type { ThreePoint } from '../statistics/three-point.ts'
import { roleIdOf } from './role-id.ts'
import type { DatedStage } from './stage-dates.ts'
import { byCaller } from './stage-list.ts'

type OwnActivity = NonNullable<ScheduleInputs['activities']>[number]

/** An activity of a stage, from the profile or the caller, before it has dates. */
export interface ActivityDraft {
  id: string
  name: string
  stage: string
  role: RoleId
  days: ThreePoint
  after: string[]
  not_before?: PlainDate
  not_after?: PlainDate
  condition?: string
  people?: number
  every_day?: true
  checklist: string[]
  basis: Basis
}

/** The activities that apply, stage by stage, the caller's over the profile's. Links to one that does not apply or was removed go with it. */
export function activityDrafts(derivation: Derivation, stages: readonly DatedStage[]): ActivityDraft[] {
  const inputs = derivation.inputs.schedule ?? {}
  const removed = new Set(inputs.remove)
  const catalogue = stages.flatMap(stage => stage.activities.map(activity => ({ activity, stage })))
  const kept = catalogue.filter(
    ({ activity }) => !removed.has(activity.id) && applies(derivation.traits, activity.when) !== 'no',
  )
  const drafts = kept.map(({ activity, stage }): ActivityDraft => {
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
      checklist: activity.checklist,
      basis: assumed(undefined, `${derivation.profile.kind} profile`).basis,
    }
  })
  for (const own of inputs.activities ?? []) {
    if (removed.has(own.id)) continue
    const at = drafts.findIndex(draft => draft.id === own.id)
    if (at >= 0) drafts[at] = withOwn(drafts[at]!, own, stages, derivation)
    else drafts.push(withOwn(newDraft(own, stages), own, stages, derivation))
  }
  const ids = new Set(drafts.map(draft => draft.id))
  const specs = derivation.profile.stages.flatMap(stage => stage.activities)
  const dropped = new Set([...specs.map(spec => spec.id), ...removed].filter(id => !ids.has(id)))
  return drafts.map(draft => ({ ...draft, after: draft.after.filter(id => !dropped.has(id)) }))
}

function newDraft(own: OwnActivity, stages: readonly DatedStage[]): ActivityDraft {
  const stage = stageOf(own, stages)
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
  draft: ActivityDraft,
  own: OwnActivity,
  stages: readonly DatedStage[],
  derivation: Derivation,
): ActivityDraft {
  const days = own.duration_days
  const fixed = typeof days === 'number' ? { optimistic: days, likely: days, pessimistic: days } : days
  return {
    ...draft,
    ...(own.name !== undefined && { name: own.name }),
    ...(own.phase !== undefined && { stage: stageOf(own, stages).id }),
    ...(own.role !== undefined && { role: roleIdOf(own.role, derivation.profile.roles) }),
    ...(fixed && { days: fixed }),
    ...(own.after && { after: own.after }),
    ...(own.checklist && { checklist: [...draft.checklist, ...own.checklist] }),
    ...(own.not_before && { not_before: own.not_before }),
    ...(own.not_after && { not_after: own.not_after }),
    ...(own.people !== undefined && { people: own.people }),
    basis: given(undefined, byCaller).basis,
  }
}

/** The stage named by id, name or milestone; else the one in which `not_before` lies; else the first that is not mere preparation. */
function stageOf(own: OwnActivity, stages: readonly DatedStage[]): DatedStage {
  const wanted = own.phase
    ?.trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
  const named = stages.find(stage =>
    [stage.id, stage.name, stage.milestone ?? ''].some(
      name => name.toLowerCase().replaceAll(/[\s_-]+/g, ' ') === wanted,
    ),
  )
  const day = own.not_before
  const dated = day ? stages.findLast(stage => stage.from <= day) : undefined
  return named ?? dated ?? stages.find(stage => stage.phase !== 'planning') ?? stages[0]!
}
