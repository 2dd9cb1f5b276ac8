import { addDays, type PlainDate, weekday } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { Milestone, Schedule } from '../plan.ts'
import { namedReasons, workCalendar } from './stage-calendars.ts'

type OffDay = Schedule['off_days'][number]

/** Holidays on days that would be worked, and each freeze as one range. */
export function offDays(derivation: Derivation, from: PlainDate, to: PlainDate): OffDay[] {
  const { calendar, release } = derivation
  const work = workCalendar(derivation)
  const days: OffDay[] = []
  const open = new Map<string, OffDay>()
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const holidays = namedReasons(work, date)
    if (holidays.length > 0 && release.working_days.value.includes(weekday(date))) {
      days.push({ date, why: holidays.join('; ') })
    }
    const frozen = namedReasons(calendar, date).filter(reason => !holidays.includes(reason))
    for (const why of open.keys()) if (!frozen.includes(why)) open.delete(why)
    for (const why of frozen) {
      const range = open.get(why) ?? { date, why }
      if (!open.has(why)) days.push(range)
      else range.to = date
      open.set(why, range)
    }
  }
  return days
}

const MOSTLY_OFF = ['01-01', '12-25', '12-26']

/** What to say of a date as long as nobody said which countries' holidays count. */
export function remarkOn({ release }: Derivation, { date, because }: Milestone): Pick<Milestone, 'because'> {
  const unknown = release.countries.basis.kind === 'assumed'
  if (!unknown || !MOSTLY_OFF.includes(date.slice(5))) return {}
  return { because: [because, 'a holiday in most countries'].filter(Boolean).join('; now ') }
}
