import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export function hasTaskJuggler() {
  return spawnSync('tj3', ['--version']).status === 0
}

/**
 * Length of TaskJuggler's schedule. One period is an hour, every unit of a resource a person, a job as much effort as it takes units
 * for its time, one mandatory allocation per unit with all others of that resource as alternatives. It may interrupt jobs.
 */
export function taskJugglerMakespan({ successors, durations, demands, capacities }) {
  const folder = mkdtempSync(join(tmpdir(), 'taskjuggler-'))
  try {
    const before = durations.map((_, job) =>
      successors.flatMap((later, n) => (later.includes(job) ? [n] : [])),
    )
    const people = capacities.map((capacity, k) => Array.from({ length: capacity }, (_, n) => `r${k}_${n}`))
    const text = [
      'project p "P" 2027-01-01 +6m {',
      '  timezone "UTC"\n  timingresolution 60min\n  dailyworkinghours 24\n  yearlyworkingdays 365',
      '  workinghours mon - sun 0:00 - 24:00\n}',
      ...people.flat().map(id => `resource ${id} "${id}" { workinghours mon - sun 0:00 - 24:00 }`),
      ...durations.map((hours, job) => taskText(job, hours, demands[job], before[job], people)),
      'taskreport "out" {\n  formats csv\n  columns id, end\n  timeformat "%s"\n}\n',
    ].join('\n')
    writeFileSync(join(folder, 'p.tjp'), text)
    execFileSync('tj3', ['--silent', '--no-color', '--output-dir', folder, join(folder, 'p.tjp')], {
      stdio: 'pipe',
    })
    const rows = readFileSync(join(folder, 'out.csv'), 'utf8').trim().split('\n').slice(1)
    const ends = rows.map(row => Number(row.split(';')[1].replaceAll('"', '')))
    return (Math.max(...ends) - Date.UTC(2027, 0, 1) / 1000) / 3600
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function taskText(job, hours, demand, before, people) {
  const begin = before.length > 0 ? `depends ${before.map(n => `t${n}`).join(', ')}` : 'start 2027-01-01'
  const units = demand.flatMap((count, k) => Array.from({ length: count }, (_, n) => rotated(people[k], n)))
  const work =
    hours === 0
      ? 'milestone'
      : units.length === 0
        ? `duration ${hours}h`
        : [
            `effort ${hours * units.length}h`,
            ...units.map(([first, ...others]) =>
              others.length > 0
                ? `allocate ${first} { alternative ${others.join(', ')} mandatory }`
                : `allocate ${first} { mandatory }`,
            ),
          ].join('\n  ')
  return `task t${job} "t${job}" {\n  ${work}\n  ${begin}\n}`
}

const rotated = (row, by) => [...row.slice(by), ...row.slice(0, by)]
