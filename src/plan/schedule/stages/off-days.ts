import { addDays, daysBetween, type PlainDate, weekday } from '../../calendar/date.ts'
import { offsetKind, offsetKinds } from '../../calendar/offsets.ts'
import type { FrozenSpan } from '../../calendar/working-calendar.ts'
import { localTime, startOfDay } from '../../calendar/zones.ts'
import type { Derivation } from '../../derivation.ts'
import type { Milestone, Schedule } from '../../plan.ts'
import { counted } from '../../text.ts'
import { namedReasons, workCalendar } from './stage-calendars.ts'

type OffDay = Schedule['off_days'][number]

/** A freeze that comes more often is one entry with its number. */
const shownTimes = 3

/** Holidays on days that would be worked, half days, and each stretch of a freeze. */
export function offDays(derivation: Derivation, from: PlainDate, to: PlainDate): OffDay[] {
  const work = workCalendar(derivation)
  const days: OffDay[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const holidays = namedReasons(work, date)
    const half = work.halfDay(date)
    if (half) days.push({ date, why: `${half.name}, off from ${half.from}` })
    if (holidays.length > 0 && derivation.release.working_days.value.includes(weekday(date))) {
      days.push({ date, why: holidays.join('; ') })
    }
  }
  return [...days, ...frozenDays(derivation, from, to)].toSorted((a, b) =>
    a.date < b.date ? -1 : Number(a.date > b.date),
  )
}

function frozenDays({ calendar, release }: Derivation, from: PlainDate, to: PlainDate): OffDay[] {
  const zone = release.timezone.value
  const [start, end] = [startOfDay(from, zone).instant, startOfDay(addDays(to, 1), zone).instant]
  const spans = calendar.freezesBetween(start, end)
  const names = [...new Set(spans.map(span => span.name))]
  return names.flatMap(name => {
    const all = spans.filter(span => span.name === name).map(span => offDayOf(span, zone, from, to))
    const first = all[0]!
    if (all.length <= shownTimes) return all
    const last = all.at(-1)!
    const length = daysBetween(first.date, first.to ?? first.date)
    const each = length > 0 ? `, each over ${counted(length + 1, 'day')}` : ''
    const times = /\(.*\)$/.exec(first.why)?.[0]
    return [
      {
        date: first.date,
        to: last.to ?? last.date,
        why: `${name}, ${all.length} times${each}${times ? ` ${times}` : ''}`,
      },
    ]
  })
}

/** A stretch in days of the plan's zone, cut to the plan; with its clock times where it does not begin and end with a day. */
function offDayOf(span: FrozenSpan, zone: string, from: PlainDate, to: PlainDate): OffDay {
  const [begin, end] = [localTime(span.from, zone), localTime(span.to, zone)]
  const whole = [begin, end].every(
    ({ date }, n) => startOfDay(date, zone).instant === [span.from, span.to][n],
  )
  const lastDay = end.time === '00:00' || whole ? addDays(end.date, -1) : end.date
  const first = begin.date < from ? from : begin.date
  const last = lastDay > to ? to : lastDay
  const times = whole ? '' : ` (${begin.time} to ${end.time})`
  return {
    date: first,
    ...(last > first && { to: last }),
    why: `${span.name}${times}${span.note ? `; ${span.note}` : ''}`,
  }
}

/** What an offset counts, so that days of two kinds are never mixed unlabelled. */
export function offsetLabel(offset: string): Pick<Milestone, 'offset_kind'> {
  const kind = offsetKind(offset)
  return kind ? { offset_kind: offsetKinds[kind] } : {}
}

const MOSTLY_OFF = ['01-01', '12-25', '12-26']

/** What to say of a date as long as nobody said which countries' holidays count. */
export function remarkOn({ release }: Derivation, { date, because }: Milestone): Pick<Milestone, 'because'> {
  const unknown = release.countries.basis.kind === 'assumed'
  if (!unknown || !MOSTLY_OFF.includes(date.slice(5))) return {}
  return { because: [because, 'a holiday in most countries'].filter(Boolean).join('; now ') }
}
