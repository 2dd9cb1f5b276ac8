import type { OnCallFigures } from '../../plan.ts'

/** Days back from the release for which earlier duty counts, a stated default: a quarter. */
export const pastDays = 90

export const noFigures = { hours: 0, night_hours: 0, weekend_hours: 0, holiday_hours: 0 } as const

type Figures = Omit<OnCallFigures, 'name'>

export const added = (one: Figures, other: Figures): Figures => ({
  hours: rounded(one.hours + other.hours),
  night_hours: rounded(one.night_hours + other.night_hours),
  weekend_hours: rounded(one.weekend_hours + other.weekend_hours),
  holiday_hours: rounded(one.holiday_hours + other.holiday_hours),
})

/** Mean over all pairs of the smaller share of the larger, in percent. */
export function balancePercent(hours: readonly number[]): number {
  const pairs = hours.flatMap((a, n) =>
    hours.slice(n + 1).map(b => (Math.max(a, b) === 0 ? 1 : Math.min(a, b) / Math.max(a, b))),
  )
  const sum = pairs.reduce((all, share) => all + share, 0)
  return pairs.length === 0 ? 100 : Math.round((100 * sum) / pairs.length)
}

export const hoursOf = (minutes: number): number => rounded(minutes / 60)

const rounded = (hours: number): number => Math.round(hours * 100) / 100
