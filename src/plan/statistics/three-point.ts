import { PlanError } from '../errors.ts'
import { normalShareBelow } from './normal.ts'

/** Working days in the best, the usual and the worst case. */
export interface ThreePoint {
  optimistic: number
  likely: number
  pessimistic: number
}

/** A fixed number of working days, or three points. */
export type Duration = number | ThreePoint

/**
 * Any duration as three points; a fixed one three times the same.
 * @throws PlanError `invalid_duration` unless 0 <= optimistic <= likely <= pessimistic
 */
export function threePoint(duration: Duration, field: string): ThreePoint {
  const points =
    typeof duration === 'number'
      ? { optimistic: duration, likely: duration, pessimistic: duration }
      : duration
  const { optimistic: a, likely: m, pessimistic: b } = points
  if (0 <= a && a <= m && m <= b && b < Infinity) return points
  const given = typeof duration === 'number' ? `${duration}` : `${a} / ${m} / ${b}`
  throw new PlanError(
    'invalid_duration',
    `${field}: ${given} is not a duration. Give working days, 0 or more, or {optimistic, likely, pessimistic} in rising order, ` +
      'for example {"optimistic":2,"likely":3,"pessimistic":6}.',
    field,
  )
}

/** Expected duration, (a + 4m + b) / 6. */
export function pertMean({ optimistic: a, likely: m, pessimistic: b }: ThreePoint): number {
  return (a + 4 * m + b) / 6
}

/** Variance of the duration, ((b - a) / 6)^2. */
export function pertVariance({ optimistic: a, pessimistic: b }: ThreePoint): number {
  return ((b - a) / 6) ** 2
}

/**
 * The chance, 0 to 1, that a chain of activities ends within `days`: Phi((days - mean) / sd). Optimistic for a network
 * whose paths merge; `simulateFinish` is right there.
 */
export function chainChanceWithin(chain: readonly ThreePoint[], days: number): number {
  const mean = chain.reduce((sum, points) => sum + pertMean(points), 0)
  const variance = chain.reduce((sum, points) => sum + pertVariance(points), 0)
  if (variance === 0) return days >= mean - 1e-9 ? 1 : 0
  return normalShareBelow((days - mean) / Math.sqrt(variance))
}
