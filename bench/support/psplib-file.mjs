import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** The .sm files below a folder by set (j30, j60, ...), each with what the product's `project()` takes. */
export function instances(folder, sets) {
  return readdirSync(folder, { recursive: true })
    .filter(path => path.endsWith('.sm'))
    .map(path => ({ name: basename(path, '.sm'), file: join(folder, path) }))
    .map(found => ({ ...found, set: setOf(found.name) }))
    .filter(({ set }) => sets.includes(set))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(found => ({ ...found, given: parsed(readFileSync(found.file, 'latin1')) }))
}

/** j301_1 is the first group of j30, j12060_10 the last of j120. */
function setOf(name) {
  return /^(j30|j60|j90|j120)\d/.exec(name)?.[1]
}

/** Single-mode ProGen text: jobs with the dummy first and last, precedence, durations and requests, availabilities. */
function parsed(text) {
  const lines = text.split(/\r?\n/)
  const numbers = line => line.trim().split(/\s+/).map(Number)
  const after = pattern => lines.findIndex(line => pattern.test(line))
  const count = pattern => Number(lines[after(pattern)].split(':')[1].trim().split(/\s+/)[0])
  const jobs = count(/^jobs \(incl/)
  const resources = count(/- renewable/)
  const relations = lines.slice(after(/^jobnr\.\s+#modes/) + 1).slice(0, jobs)
  const requests = lines.slice(after(/^jobnr\.\s+mode\s/) + 2).slice(0, jobs)
  return {
    successors: relations.map(line =>
      numbers(line)
        .slice(3)
        .map(job => job - 1),
    ),
    durations: requests.map(line => numbers(line)[2]),
    demands: requests.map(line => numbers(line).slice(3, 3 + resources)),
    capacities: numbers(lines[after(/^RESOURCEAVAIL/) + 2]).slice(0, resources),
  }
}
