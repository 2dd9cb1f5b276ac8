import type { PlainDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { Finish } from '../../plan.ts'
import { goodReleaseDayAfter } from '../stages/lead.ts'

/** With the days on which a release is allowed, where the work is done in a freeze or right before one: nobody can promise those days. */
export function withDaysAfterFreeze(derivation: Derivation, finish: Finish): Finish {
  const unfrozen = { ...derivation, calendar: derivation.calendar.withoutFreezes() }
  const moved = (['p50', 'p80', 'p95'] as const).flatMap((name): [string, PlainDate][] => {
    const allowed = goodReleaseDayAfter(derivation, finish[name])
    return allowed === undefined || allowed === goodReleaseDayAfter(unfrozen, finish[name])
      ? []
      : [[name, allowed]]
  })
  return moved.length === 0 ? finish : { ...finish, after_freeze: Object.fromEntries(moved) }
}
