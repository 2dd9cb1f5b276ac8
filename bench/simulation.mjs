// How long the simulations take: 10,000 runs of 200 activities over the network, with a common factor, and with people in the planned
// order; how long a staffed schedule takes. Usage: node bench/simulation.mjs [runs]. The least of all runs, in CPU time, which other
// work on the machine changes little, and on the clock; exits 1 when the CPU time is above its limit.

import { seededRandom, simulateFinish, simulateStaffed, staffedSchedule } from './support/product.mjs'

const runs = Number(process.argv[2] ?? 7)
const points = [
  { optimistic: 0.7, likely: 1, pessimistic: 1.9 },
  { optimistic: 2, likely: 3, pessimistic: 7 },
  { optimistic: 1, likely: 2, pessimistic: 3 },
]
const workingDay = date => {
  const weekday = new Date(`${date}T00:00Z`).getUTCDay()
  return weekday > 0 && weekday < 6
}

const network = activities(200).map(({ id, days, after }) => ({
  id,
  name: id,
  durationDays: days,
  after: after.map(link => ({ ...link, lag: 0, type: 'FS' })),
}))
const staffed = staffedProject(200, 60, 8)
const scarce = staffedProject(200, 20, 8)
const large = teamProject(10_000, 50)
const schedule = staffedSchedule(staffed, { schedules: 100 })

const rows = [
  ['network, 10,000 runs of 200 activities', 100, () => simulateFinish(network)],
  ['network with a common factor of 15 %', 100, () => simulateFinish(network, { common: { size: 0.15 } })],
  ['60 people in the planned order, own calendars', 300, () => simulateStaffed(staffed, schedule)],
  ['schedule of 200 activities, 60 people', 100, () => staffedSchedule(staffed)],
  ['schedule of 200 activities, 20 people (scarce)', 100, () => staffedSchedule(scarce)],
  ['schedule of 10,000 activities, 50 teams', 2000, () => staffedSchedule(large)],
]
console.log('CPU ms   at most   clock ms   what')
for (const [what, limit, run] of rows) {
  run()
  const times = Array.from({ length: limit > 1000 ? 3 : runs }, () => timed(run))
  const cpu = Math.min(...times.map(time => time.cpu))
  const clock = Math.min(...times.map(time => time.clock))
  const columns = [cpu.toFixed(0).padStart(6), String(limit).padStart(9), clock.toFixed(0).padStart(10)]
  console.log(columns.join(' '), ` ${what}`)
  if (cpu > limit) process.exitCode = 1
}

function timed(run) {
  const begun = performance.now()
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1000, clock: performance.now() - begun }
}

/** Each activity waits for one or two of the ten before it. */
function activities(count) {
  const random = seededRandom(1)
  return Array.from({ length: count }, (_, n) => ({
    id: `a${n}`,
    days: points[n % points.length],
    after:
      n < 10 ? [] : [...new Set([n - 1 - Math.floor(random() * 10), n - 10])].map(m => ({ id: `a${m}` })),
  }))
}

function staffedProject(count, people, roles) {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo']
  return {
    start: '2027-01-11',
    zone: 'Europe/Berlin',
    isWorkingDay: workingDay,
    activities: activities(count).map((activity, n) => ({
      ...activity,
      need: { people: n % 9 === 0 ? 2 : 1, role: `role ${n % roles}` },
    })),
    people: Array.from({ length: people }, (_, n) => ({
      name: `person ${n}`,
      roles: [`role ${n % roles}`, `role ${(n * 3) % roles}`],
      hoursPerWeek: n % 5 === 0 ? 20 : 40,
      zone: zones[n % 3],
      isOff: date => !workingDay(date) || (n % 4 === 0 && date >= '2027-02-01' && date <= '2027-02-12'),
    })),
  }
}

function teamProject(count, teams) {
  const random = seededRandom(2)
  return {
    start: '2027-01-11',
    zone: 'UTC',
    isWorkingDay: workingDay,
    people: [],
    teams: Array.from({ length: teams }, (_, n) => ({ id: `team ${n}`, capacity: 2 + (n % 3) })),
    activities: Array.from({ length: count }, (_, n) => ({
      id: `a${n}`,
      days: 1 + Math.floor(random() * 8) / 2,
      after: n < 50 ? [] : [{ id: `a${n - 1 - Math.floor(random() * 50)}` }],
      need: { team: `team ${Math.floor(random() * teams)}`, units: 1 + (n % 2) },
    })),
  }
}
