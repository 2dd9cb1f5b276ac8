import { PlanError } from '../../errors.ts'
import type { PlanInputs, ScheduleInputs } from '../../inputs.ts'
import { profileOf } from '../../kinds/index.ts'
import { kinds } from '../../kinds/profile.ts'
import { nearest } from '../../nearest.ts'
import { cleanText } from '../../text.ts'
import { lastDecisionId } from '../release-day/last-decision.ts'

type Called = Partial<Pick<ScheduleInputs, 'remove' | 'activities'>>

/**
 * Refuses what a call of `build_schedule` names and the plan does not have. Only what the call itself gives is looked at: a plan whose kind
 * was changed later may name what it has no more, and stays readable.
 * @throws PlanError `unknown_id`, `unknown_phase`, `invalid_limits`
 */
export function checkReferences(called: Called, inputs: PlanInputs): void {
  const profile = profileOf(kinds.find(kind => kind === kindIn(inputs)) ?? 'service')
  const own = inputs.schedule ?? {}
  const phases = (own.phases ?? []).map(phase =>
    typeof phase === 'string' ? { id: slug(phase), name: phase } : phase,
  )
  const ids = new Set([
    ...profile.stages.flatMap(stage => [
      stage.id,
      ...(stage.every_day ? [`${stage.id}_ends`] : []),
      ...stage.activities.map(({ id }) => id),
    ]),
    ...profile.release_day.map(({ id }) => id),
    ...profile.strategies.flatMap(({ steps }) => steps.map(({ id }) => id)),
    lastDecisionId,
    ...[phases, own.activities ?? [], own.milestones ?? [], own.release_day ?? []].flatMap(list =>
      list.map(({ id }) => id),
    ),
  ])
  // The ids of the steps of own strategies follow from their names.
  const openEnded = (inputs.strategy?.strategies?.length ?? 0) > 0
  const lost = openEnded ? undefined : called.remove?.find(id => !ids.has(id))
  if (lost !== undefined) throw unknownId(lost, [...ids])
  const names = [
    ...profile.stages.flatMap(({ id, name, milestone }) => [id, name, ...(milestone ? [milestone] : [])]),
    ...phases.flatMap(({ id, name }) => [id, ...(name ? [name] : [])]),
    ...(own.milestones ?? []).flatMap(({ id, name }) => [id, ...(name ? [name] : [])]),
  ]
  const known = new Set(names.map(key))
  const placed = called.activities?.find(({ phase }) => phase !== undefined && !known.has(key(phase)))
  if (placed)
    throw unknownPhase(
      placed.id,
      placed.phase!,
      [...profile.stages, ...phases].map(({ id }) => id),
    )
  const calledIds = new Set(called.activities?.map(({ id }) => id))
  const turned = own.activities?.find(
    ({ id, not_before, not_after }) =>
      calledIds.has(id) && not_before !== undefined && not_after !== undefined && not_after < not_before,
  )
  if (turned) throw turnedLimits(turned.id, turned.not_before!, turned.not_after!)
}

const kindIn = ({ release, observed }: PlanInputs): string | undefined =>
  release.kind ?? observed?.kind?.value

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')

const key = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')

function unknownId(id: string, known: readonly string[]): PlanError {
  return new PlanError(
    'unknown_id',
    `remove: "${cleanText(id, 80)}" is no stage, activity, milestone or step of this plan. Nearest: ${nearest(id, known, 5).join(', ')}.`,
    'remove',
  )
}

function unknownPhase(id: string, phase: string, stages: readonly string[]): PlanError {
  return new PlanError(
    'unknown_phase',
    `activities: phase "${cleanText(phase, 80)}" of "${id}" is no stage of this plan. Valid: ${stages.join(', ')}; or add it with phases[].`,
    `activities.${id}.phase`,
  )
}

function turnedLimits(id: string, from: string, to: string): PlanError {
  return new PlanError(
    'invalid_limits',
    `activities: not_after ${to} of "${id}" lies before its not_before ${from}. Give not_before the first day and not_after the last one, or null to take one back.`,
    `activities.${id}.not_after`,
  )
}
