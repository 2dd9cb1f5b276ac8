import { assumed, given, type Known } from '../basis.ts'
import type { Derivation } from '../derivation.ts'

/** Hours for which the old version stays ready after the rollout: as long as the release is watched, unless told. */
export function keepOldHours({ inputs, profile }: Derivation): Known<number> {
  const told = inputs.rollback?.keep_old_hours
  if (told !== undefined) return given(told, 'write_rollback_plan')
  return assumed(profile.monitoring.calendar_days * 24, 'as long as the release is watched')
}
