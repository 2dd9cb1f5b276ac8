// Quality of the resource-constrained schedules on PSPLIB (Kolisch and Sprecher 1997): mean and greatest deviation from the best known
// makespans per set, and milliseconds per 1,000 schedules. Needs a folder with the .sm files and best-known.csv (columns instance,
// best_known, cpm_lb). Exits 1 above a limit, on an infeasible schedule, or where one is better than a proven bound.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { geneticSearch, project, resourceDecoder } from './support/product.mjs'
import { instances } from './support/psplib-file.mjs'
import { hasTaskJuggler, taskJugglerMakespan } from './support/taskjuggler.mjs'

const help = `node bench/psplib.mjs DIR [--score SCRIPT] [--best CSV] [--schedules 0,1000,5000,50000] [--seeds 3] [--sets j30,j60,j120]
                     [--out DIR] [--taskjuggler]
  --score        a scorer that reads --best CSV --result JSONL --require-starts --json and checks the starts itself
  --taskjuggler  run tj3 on every instance too (minutes); otherwise its figures of version 3.7.1 on the development sample are shown`
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    score: { type: 'string' },
    best: { type: 'string' },
    schedules: { type: 'string', default: '1000,5000,50000' },
    seeds: { type: 'string', default: '3' },
    sets: { type: 'string', default: 'j30,j60,j120' },
    out: { type: 'string' },
    taskjuggler: { type: 'boolean' },
  },
})
if (positionals.length !== 1) {
  console.log(help)
  process.exit(2)
}

const limits = { 1000: { j30: 0.25, j60: 0.85, j120: 3.3 }, 5000: { j30: 0.06, j60: 0.5, j120: 2.1 } }
const aims = { 1000: { j30: 0.15, j60: 0.7, j120: 2.8 }, 5000: { j30: 0.03, j60: 0.4, j120: 1.8 } }
/** Mean deviation of TaskJuggler 3.7.1 on the development sample of 48 instances a set; it may interrupt tasks. */
const taskJuggler = { j30: 7.25, j60: 6.68, j120: 12.54 }
/**
 * Published means over all instances: j30 above the optimum, j60 and j120 above the critical path. Source: Wang and Fang, "A hybrid
 * estimation of distribution algorithm for solving the resource-constrained project scheduling problem", its Tables 7 and 10.
 */
const published = [
  ['Debels and Vanhoucke 2007', { j120: [33.55, 32.18] }],
  ['Valls and others 2008', { j120: [34.07, 32.54] }],
  ['Debels and others 2006', { j120: [35.22, 33.1] }],
  ['Wang and Fang 2012', { j30: [0.38, 0.14], j60: [11.97, 11.43], j120: [35.44, 33.61] }],
  ['Hartmann 2002', { j120: [37.19, 35.39] }],
  ['Hartmann 1998', { j120: [39.93, 38.49] }],
  ['Kolisch and Drexl 1996', { j120: [41.37, 40.45] }],
]

const [folder] = positionals
const sets = values.sets.split(',')
const bestFile = values.best ?? join(folder, 'best-known.csv')
const best = bestKnown(bestFile)
const known = instances(folder, sets)
  .filter(({ name }) => best.has(name))
  .map(instance => ({ ...instance, ...best.get(instance.name), model: project(instance.given) }))
const out = values.out ?? mkdtempSync(join(tmpdir(), 'psplib-'))
console.log(`${known.length} instances, seeds 1 to ${values.seeds}; results in ${out}\n`)
console.log(
  'set    schedules  mean % over best known [by seed]   limit    aim   max %   % over critical path   proved   ms per 1,000',
)
const paths = new Map()
for (const schedules of values.schedules.split(',').map(Number)) {
  const bySeed = Array.from({ length: Number(values.seeds) }, (_, n) => runOf(schedules, n + 1))
  for (const set of sets) report(set, schedules, bySeed)
}
reportPublished()
console.log(
  `TaskJuggler ${values.taskjuggler ? '(this run)' : '3.7.1 on the development sample'}, % over best known:`,
  sets
    .map(set => `${set} ${(values.taskjuggler ? ranTaskJuggler(set) : taskJuggler[set])?.toFixed(2)}`)
    .join(', '),
)

function bestKnown(file) {
  const [head, ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map(line => line.split(','))
  const cell = (row, column) => row[head.indexOf(column)]
  return new Map(
    rows.map(row => [
      cell(row, 'instance').replace(/\.sm$/, ''),
      { best: Number(cell(row, 'best_known')), path: Number(cell(row, 'cpm_lb')) },
    ]),
  )
}

/** All instances once; per set what came of it, and one line of JSON each for the scorer. */
function runOf(schedules, seed) {
  const lines = []
  const results = known.map(({ name, set, model, best: least, path }) => {
    const begun = process.cpuUsage().user
    const decoder = resourceDecoder(model)
    const found = geneticSearch(decoder, schedules, seed)
    const ms = (process.cpuUsage().user - begun) / 1000
    lines.push(JSON.stringify({ instance: name, starts: [...found.starts], schedules: found.schedules, ms }))
    if (found.end < decoder.bound)
      throw new Error(`${name}: ${found.end} is below the bound ${decoder.bound}`)
    return {
      set,
      ms,
      schedules: found.schedules,
      over: 100 * (found.end / least - 1),
      overPath: 100 * (found.end / path - 1),
      proved: found.end === decoder.bound,
    }
  })
  const file = join(out, `schedules-${schedules}-seed-${seed}.jsonl`)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return { results, scored: values.score ? scoredBy(values.score, file) : undefined }
}

function scoredBy(script, result) {
  const args = [script, '--best', bestFile, '--result', result, '--require-starts', '--json']
  if (known.length < best.size) args.push('--allow-missing')
  try {
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 })).sets
  } catch (error) {
    console.log(error.stdout ?? error.message)
    process.exitCode = 1
    return undefined
  }
}

function report(set, schedules, bySeed) {
  const own = bySeed.map(({ results }) => results.filter(result => result.set === set))
  if (own[0].length === 0) return
  const mean = (rows, of) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  const means = own.map((rows, n) => bySeed[n].scored?.[set].devBest ?? mean(rows, row => row.over))
  const all = own.flat()
  const average = mean(means, value => value)
  const path = mean(all, row => row.overPath)
  paths.set(`${set} ${schedules}`, set === 'j30' ? average : path)
  const limit = limits[schedules]?.[set]
  const used = all.reduce((sum, row) => sum + row.schedules, 0)
  const columns = [
    set.padEnd(6),
    String(schedules).padStart(9),
    `  ${average.toFixed(3)} [${means.map(value => value.toFixed(2)).join(' ')}]`.padEnd(34),
    String(limit ?? '-').padStart(6),
    String(aims[schedules]?.[set] ?? '-').padStart(6),
    Math.max(...all.map(row => row.over))
      .toFixed(1)
      .padStart(7),
    path.toFixed(2).padStart(22),
    `${own[0].filter(row => row.proved).length}/${own[0].length}`.padStart(8),
    ((1000 * all.reduce((sum, row) => sum + row.ms, 0)) / used).toFixed(1).padStart(14),
  ]
  console.log(columns.join(' '))
  if (limit !== undefined && average > limit) process.exitCode = 1
}

/** Beside the published means, which are over all instances of a set; a sample's own differ. */
function reportPublished() {
  const cell = value => (value === undefined ? '-' : value.toFixed(2)).padStart(9)
  const row = (name, values) => console.log(name.padEnd(28), ...values.map(cell))
  console.log('\n% over optimum (j30) and critical path (j60, j120)')
  console.log(
    ' '.repeat(28),
    ...sets.flatMap(set => [`${set} 1k`, `${set} 5k`]).map(text => text.padStart(9)),
  )
  row(
    'this run',
    sets.flatMap(set => [paths.get(`${set} 1000`), paths.get(`${set} 5000`)]),
  )
  for (const [name, figures] of published) {
    row(
      name,
      sets.flatMap(set => figures[set] ?? [undefined, undefined]),
    )
  }
  console.log('Published figures are means over all 480, 480 and 600 instances.\n')
}

function ranTaskJuggler(set) {
  if (!hasTaskJuggler()) throw new Error('--taskjuggler needs the command tj3 (Debian package tj3)')
  const own = known.filter(instance => instance.set === set)
  return (
    own.reduce((sum, { given, best: least }) => sum + 100 * (taskJugglerMakespan(given) / least - 1), 0) /
    own.length
  )
}
