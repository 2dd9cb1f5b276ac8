import { addDays } from '../../calendar/date.ts'
import { type Instant, instantOf } from '../../calendar/zones.ts'
import type { Release } from '../../plan.ts'

export interface DayWindow {
  from: Instant
  to: Instant
  /** When the rollout is wanted: the release time on the release date. */
  time: Instant
  /** Clock times of it that are skipped or come twice. */
  notes: string[]
}

/**
 * The window round the release time on the release date. One over midnight (22:00-04:00) opens on the release date, or on the day
 * before where the release time lies behind midnight. Its minutes are counted between instants, so a change of the clocks inside
 * makes it longer or shorter.
 */
export function dayWindow(
  release: Pick<Release, 'timezone' | 'release_date' | 'release_time' | 'window'>,
): DayWindow {
  const zone = release.timezone.value
  const date = release.release_date.value
  const time = release.release_time.value
  const { from, to } = release.window.value
  const overnight = to < from
  const opens = overnight && time < to ? addDays(date, -1) : date
  const ends = [
    instantOf(opens, from, zone),
    instantOf(overnight ? addDays(opens, 1) : opens, to, zone),
    instantOf(date, time, zone),
  ]
  const notes = [...new Set(ends.flatMap(end => end.note ?? []))]
  return { from: ends[0]!.instant, to: ends[1]!.instant, time: ends[2]!.instant, notes }
}

/** `06:00 to 12:00`, `22:00 to 04:00 the next day`. */
export function windowText({ window: { value } }: Pick<Release, 'window'>): string {
  return `${value.from} to ${value.to}${value.to < value.from ? ' the next day' : ''}`
}
