import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addDays, type PlainDate, weekday } from '../../src/plan/calendar/date.ts'
import { workingCalendar } from '../../src/plan/calendar/working-calendar.ts'
import { staffedSchedule } from '../../src/plan/schedule/rcpsp/staffed-schedule.ts'
import { criticalPath, datesOf } from '../../src/plan/schedule/work/network.ts'
import { seededRandom } from '../../src/plan/statistics/random.ts'

/** One calendar: ISO weekdays worked and days off besides. */
interface OwnCalendar {
  week: number[]
  off: PlainDate[]
}

interface Work {
  id: string
  days: number
  after: { id: string; lag: number }[]
  person: number
}

export interface RandomProject {
  start: PlainDate
  plan: OwnCalendar
  people: OwnCalendar[]
  work: Work[]
}

/** First and last day per activity, by `p<project>a<activity>`. */
export type Days = Map<string, { from: PlainDate; to: PlainDate }>

const WEEKS = [
  [1, 2, 3, 4, 5],
  [7, 1, 2, 3, 4],
  [1, 2, 3, 4],
  [6, 7, 1, 2, 3, 4],
]
const EARLIEST = '2027-01-04'

/**
 * Projects of two people with own weeks, holidays and absences (in every second project the same ones, the plan's), activities of half
 * and whole days, waiting with and without lag. Each person's activities follow one another, so nobody has to choose.
 */
export function randomProjects(count: number, seed: number): RandomProject[] {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const calendar = (): OwnCalendar => {
    const away = addDays(EARLIEST, below(20))
    const holidays = Array.from({ length: below(4) }, () => addDays(EARLIEST, below(35)))
    const absence = Array.from({ length: random() < 0.5 ? below(8) : 0 }, (_, n) => addDays(away, n))
    return { week: WEEKS[below(WEEKS.length)]!, off: [...new Set([...holidays, ...absence])].sort() }
  }
  return Array.from({ length: count }, (_, p) => {
    const plan = calendar()
    const work: Work[] = []
    for (let a = 0; a < 3 + below(3); a += 1) {
      const person = below(2)
      const own = work.findLast(other => other.person === person)
      const other = a > 0 ? work[below(a)] : undefined
      const lag = random() < 0.15 ? 1 + below(3) : 0
      const after = [
        ...(own ? [{ id: own.id, lag: 0 }] : []),
        ...(other && other !== own ? [{ id: other.id, lag }] : []),
      ]
      work.push({ id: `p${p}a${a}`, days: (1 + below(8)) / 2, after, person })
    }
    const people = p % 2 === 0 ? [plan, plan] : [calendar(), calendar()]
    return { start: addDays(EARLIEST, below(7)), plan, people, work }
  })
}

/** All projects in one run of tj3. A day has two slots, one for each half; every person and every lag is a resource of its own. */
export function taskJugglerDays(projects: readonly RandomProject[], folder: string): Days {
  const file = join(folder, 'oracle.tjp')
  writeFileSync(file, projectText(projects))
  execFileSync('tj3', ['--silent', '--no-color', '--output-dir', folder, file], { stdio: 'pipe' })
  const rows = readFileSync(join(folder, 'oracle.csv'), 'utf8').trim().split('\n').slice(1)
  return new Map(
    rows.map(row => {
      const [id, from, to] = row.split(';').map(cell => cell.replaceAll('"', ''))
      return [id!, { from: from!, to: to! }]
    }),
  )
}

/** Ours: with people, and, where all keep the plan's calendar, by the network alone. */
export function ownDays(projects: readonly RandomProject[]): { staffed: Days; network: Days } {
  const staffed: Days = new Map()
  const network: Days = new Map()
  for (const [p, { start, plan, people, work }] of projects.entries()) {
    const { activities } = staffedSchedule(
      {
        start,
        zone: 'UTC',
        isWorkingDay: date => works(plan, date),
        people: people.map((own, n) => ({ name: `${n}`, roles: [], isOff: date => !works(own, date) })),
        activities: work.map(({ person, ...own }) => ({ ...own, need: { people: 1, names: [`${person}`] } })),
      },
      { schedules: 0 },
    )
    for (const { id, start: from, finish: to } of activities) staffed.set(id, { from, to })
    if (p % 2 === 1) continue
    const calendar = workingCalendar({
      workingDays: plan.week,
      holidays: plan.off.map(date => ({ date, name: 'off', country: '' })),
    })
    const timed = criticalPath(work.map(own => ({ ...own, name: own.id, durationDays: own.days })))
    for (const timing of timed.activities) {
      const span = { start: timing.earliestStart, finish: timing.earliestFinish }
      network.set(timing.id, datesOf(span, start, calendar))
    }
  }
  return { staffed, network }
}

const works = ({ week, off }: OwnCalendar, date: PlainDate) =>
  week.includes(weekday(date)) && !off.includes(date)

function projectText(projects: readonly RandomProject[]): string {
  const resources: string[] = []
  const tasks: string[] = []
  const resource = (id: string, own: OwnCalendar) => resources.push(resourceText(id, own))
  for (const [p, { start, plan, people, work }] of projects.entries()) {
    people.forEach((own, n) => {
      resource(`p${p}r${n}`, own)
    })
    for (const { id, days, after, person } of work) {
      const waits = after.map(({ id: before, lag }) => {
        if (lag === 0) return before
        const gap = `${before}to${id}`
        resource(`${gap}r`, plan)
        tasks.push(taskText(gap, `${gap}r`, lag, `depends ${before}`))
        return gap
      })
      const begin = waits.length > 0 ? `depends ${waits.join(', ')}` : `start ${start}`
      tasks.push(taskText(id, `p${p}r${person}`, days, begin))
    }
  }
  return [
    `project oracle "Oracle" ${EARLIEST} +4m {`,
    '  timezone "UTC"\n  timingresolution 60min\n  dailyworkinghours 2\n}',
    ...resources,
    ...tasks,
    'taskreport "oracle" {\n  formats csv\n  columns id, start, end\n  timeformat "%Y-%m-%d"\n}',
    '',
  ].join('\n')
}

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function resourceText(id: string, { week, off }: OwnCalendar): string {
  const hours = NAMES.map(
    (day, n) => `  workinghours ${day} ${week.includes(n + 1) ? '9:00 - 11:00' : 'off'}`,
  )
  const leaves = off.map(date => `  leaves holiday ${date}`)
  return [`resource ${id} "${id}" {`, ...hours, ...leaves, '}'].join('\n')
}

function taskText(id: string, resource: string, days: number, begin: string): string {
  return `task ${id} "${id}" {\n  allocate ${resource}\n  effort ${days}d\n  ${begin}\n}`
}
