import { given } from '../basis.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import type { Rollback } from '../plan.ts'
import { type Around, instantOfMoment } from './moments.ts'

/** What a restore of the database loses, as far as it is known; undefined where none is planned. */
export function lostWrites(around: Around, specs: WayBackSpec[]): Rollback['lost_writes'] {
  if (!specs.some(({ script }) => script === 'restore_database')) return undefined
  const { derivation, schedule } = around
  const told = derivation.inputs.rollback?.database?.writes_per_minute
  const per_minute =
    told === undefined
      ? derivation.questions.number({
          id: 'writes_per_minute',
          question: 'database writes per minute',
          who: 'dba',
          gate: 'go_no_go',
        })
      : given(told, 'write_rollback_plan')
  const backup = schedule.release_day.find(step => /backup/.test(step.id))?.at_utc
  const end = instantOfMoment('rollout_end', around)
  const minutes = backup && end ? Math.round((Date.parse(end) - Date.parse(backup)) / 60_000) : undefined
  if (minutes === undefined || minutes <= 0) return { per_minute }
  return { per_minute, minutes, ...(told === undefined ? {} : { writes: Math.round(told * minutes) }) }
}
