// How long the rota of a watch takes, and how even it is, for teams of several sizes in one to three zones, with absences and past
// plans. Usage: node bench/on-call.mjs [runs]. The least of all runs in CPU time; exits 1 when that is above its limit, or when
// somebody is more than a shift ahead where nobody was away and nothing came before.

import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const { scheduleOf, onCall, peopleOf } = await product()
const runs = Number(process.argv[2] ?? 5)
const one = ['Europe/Berlin']
const three = ['Europe/Berlin', 'America/New_York', 'Asia/Singapore']
const rows = [
  ['4 people, one zone', 20, { people: 4, zones: one }],
  ['6 people, three continents', 100, { people: 6, zones: three }],
  ['60 people, one zone', 200, { people: 60, zones: one }],
  ['60 people, three continents, 40 past plans', 400, { people: 60, zones: three, plans: 40 }],
  ['60 people, a third of them away', 400, { people: 60, zones: three, away: 3 }],
]
console.log('CPU ms   at most   spread h   night h   shifts   what')
for (const [what, limit, given] of rows) {
  const run = caseOf(given)
  const { fairness, on_call } = run()
  const times = Array.from({ length: runs }, () => timed(run))
  const figures = fairness.by_person
  const hours = figures.map(person => person.hours + (person.past_hours ?? 0))
  const spread = Math.max(...hours) - Math.min(...hours)
  const night = figures.reduce((sum, person) => sum + person.night_hours, 0)
  const cpu = Math.min(...times)
  const cells = [
    [cpu.toFixed(0), 6],
    [limit, 9],
    [spread, 10],
    [night, 9],
    [on_call.length, 8],
  ]
  console.log(cells.map(([cell, width]) => String(cell).padStart(width)).join(' '), ` ${what}`)
  if (cpu > limit || (!given.away && !given.plans && spread > 12)) process.exitCode = 1
}

function caseOf({ people: count, zones, away = 0, plans = 0 }) {
  const people = Array.from({ length: count }, (_, n) => ({
    name: `Person ${n}`,
    on_call: true,
    timezone: zones[n % zones.length],
    ...(away && n % away === 0 && { absences: [{ from: '2026-12-02', to: '2026-12-02' }] }),
  }))
  const { derivation, schedule } = scheduleOf({ inputs: { resources: { people } } })
  const other_releases = Array.from({ length: plans }, (_, plan) => ({
    version: `2.${plan}.0`,
    date: '2026-11-03',
    on_call: people.map(({ name }, n) => ({
      name,
      hours: 12 * ((n * 7 + plan) % 3),
      night_hours: n % 9,
      weekend_hours: 0,
      holiday_hours: 0,
    })),
  }))
  const told = { ...derivation, other_releases }
  const team = peopleOf(told, derivation.profile.roles)
  return () => onCall(told, derivation.profile.roles, team, schedule)
}

function timed(run) {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The product's own code, bundled from src as it is published, and the case of the tests. */
async function product() {
  const outfile = fileURLToPath(new URL('../node_modules/.cache/bench/on-call.mjs', import.meta.url))
  await build({
    stdin: {
      contents: `
        export { scheduleOf } from './test/support/schedule.ts'
        export { onCall } from './src/plan/resources/on-call.ts'
        export { peopleOf } from './src/plan/resources/people.ts'`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  })
  return import(outfile)
}
