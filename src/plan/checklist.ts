import { beginnings } from './checklist/beginnings.ts'
import type { Box } from './checklist/box.ts'
import { communications } from './checklist/communications.ts'
import { isAdded } from './checklist/given.ts'
import { appointments } from './checklist/people.ts'
import { risks } from './checklist/risks.ts'
import { rollback } from './checklist/rollback.ts'
import { schedule } from './checklist/schedule.ts'
import { strategy } from './checklist/strategy.ts'
import type { KindProfile, Trait, Traits } from './kinds/profile.ts'
import type { Plan } from './plan.ts'

/** Every point, chapter by chapter. */
export const boxes: readonly Box[] = [
  ...beginnings,
  ...risks,
  ...strategy,
  ...schedule,
  ...appointments,
  ...rollback,
  ...communications,
]

/** What was looked for and not found; that there is none, nobody knows. */
const absent: Record<Trait, string> = {
  database_change: 'no change of the schema is known',
  api_change: 'no change of an interface was found',
  breaking: 'no change is marked as breaking',
  dependency_major: 'no shipped dependency rises by a major',
  infrastructure_change: 'no file of infrastructure or delivery changes',
  security_change: 'nothing marked or named as security changes',
  feature_flags: 'nothing is behind a flag',
  major: 'this is no major release',
}

/** The points that a plan of this kind and change leaves out, each with its reason. */
export function omittedBoxes(profile: KindProfile, traits: Traits): { box: Box; reason: string }[] {
  return boxes.flatMap(box => {
    const reason =
      profile.omitted[box.id] ?? (box.when && traits[box.when] === 'no' ? absent[box.when] : undefined)
    return reason === undefined ? [] : [{ box, reason }]
  })
}

/** The points that this plan leaves out: those of its kind and change without what the caller added all the same. */
export const leftOut = (plan: Plan): { box: Box; reason: string }[] =>
  omittedBoxes(plan.profile, plan.traits).filter(({ box }) => !isAdded(plan, box))
