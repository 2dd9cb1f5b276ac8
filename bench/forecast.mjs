// The forecast of a patch release, out of fold: prior, weight of the size and all rates are refitted without the
// repositories that are then forecast. node bench/forecast.mjs RELEASES.csv [--folds 9]
// Columns used: repo, date, delay, observed_days, src_churn. One row is one X.Y.0 release; delay in days to its first
// patch, empty for none; observed_days from the release to the end of the data.
// Exits 1 unless the product's estimator beats both the global and the per-repository rate in log loss and Brier score.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values, positionals } = parseArgs({
  options: { folds: { type: 'string', default: '9' }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
})
if (values.help || !positionals[0]) {
  console.log('usage: node bench/forecast.mjs RELEASES.csv [--folds 9]')
  process.exit(2)
}
const { patchChance, relativeSize, fits } = await product('../src/plan/risks/patch-chance.ts')
const repositories = grouped(rowsOf(positionals[0]))
const folds = foldsOf([...repositories.keys()], Number(values.folds))
const missed = Object.values(fits).flatMap(fit => backtest(fit))
for (const target of missed) console.log(`missed: ${target}`)
process.exitCode = missed.length > 0 ? 1 : 0

function backtest(shipped) {
  const cases = [...repositories.values()].flatMap(rows => casesOf(rows, shipped.horizon_days))
  const forecasts = []
  const fitted = []
  for (const fold of folds) {
    const train = cases.filter(one => !fold.has(one.repo))
    const fit = fitOf(train, shipped.horizon_days)
    fitted.push(fit)
    const global = mean(train.map(one => one.y))
    for (const one of cases.filter(({ repo }) => fold.has(repo))) {
      forecasts.push({
        repo: one.repo,
        y: one.y,
        known: one.outcomes.length,
        ours: patchChance(fit, one.outcomes, one.rel).chance,
        base: patchChance(fit, one.outcomes).chance,
        global,
        raw: one.outcomes.length > 0 ? mean(one.outcomes.map(Number)) : global,
        last20: one.outcomes.length > 0 ? mean(one.outcomes.slice(0, 20).map(Number)) : global,
      })
    }
  }
  return report(shipped, forecasts, fitted)
}

function report(shipped, forecasts, fitted) {
  const { horizon_days: days } = shipped
  console.log(
    `\nA patch within ${days} days: ${forecasts.length} releases of ${repositories.size} repositories`,
  )
  console.log(`observed ${percent(mean(forecasts.map(one => one.y)))}; refitted in ${fitted.length} folds:`)
  const spread = name =>
    `${name} ${Math.min(...fitted.map(fit => fit[name])).toFixed(2)} to ${Math.max(...fitted.map(fit => fit[name])).toFixed(2)} (shipped ${shipped[name]})`
  console.log(`  ${['a', 'b', 'size'].map(spread).join(', ')}`)
  const named = [
    ['shrunken rate and size (ours)', 'ours'],
    ['shrunken rate alone', 'base'],
    ['global rate', 'global'],
    ['raw rate of the repository', 'raw'],
    ['raw rate of its last 20', 'last20'],
  ]
  const rows = named.map(([name, key]) => ({ name, key, ...scores(forecasts, key) }))
  console.log(`\n${'estimator'.padEnd(32)}log loss   Brier     AUC   inside repositories   ECE`)
  for (const row of rows) {
    console.log(
      `${row.name.padEnd(32)}${[row.logLoss, row.brier].map(value => value.toFixed(4).padEnd(10)).join('')}${row.auc.toFixed(3).padEnd(8)}${row.inside.toFixed(3).padEnd(20)}${row.ece.toFixed(3)}`,
    )
  }
  console.log('\ncalibration of ours, tenths by forecast:   forecast  observed  releases')
  for (const { forecast, seen, count } of tenths(forecasts, 'ours'))
    console.log(`${' '.repeat(43)}${percent(forecast).padEnd(10)}${percent(seen).padEnd(10)}${count}`)
  console.log('\nBrier by closed releases before:   releases   ours     raw      global')
  for (const [least, most] of [
    [0, 2],
    [3, 9],
    [10, 19],
    [20, Number.POSITIVE_INFINITY],
  ]) {
    const some = forecasts.filter(({ known }) => known >= least && known <= most)
    const brier = key => scores(some, key).brier.toFixed(4).padEnd(9)
    const name = most === Number.POSITIVE_INFINITY ? `${least} and more` : `${least} to ${most}`
    console.log(
      `${name.padEnd(35)}${String(some.length).padEnd(11)}${brier('ours')}${brier('raw')}${brier('global')}`,
    )
  }
  const ours = rows[0]
  return rows
    .filter(({ key }) => key === 'global' || key === 'raw')
    .flatMap(other =>
      ['logLoss', 'brier']
        .filter(score => !(ours[score] < other[score]))
        .map(score => `${days} days: ${score} not below the ${other.name}`),
    )
}

/** What was known at each release: closed windows of earlier ones, newest first, and the sizes of at most ten. */
function casesOf(rows, days) {
  const sorted = [...rows].sort((one, other) => one.at - other.at)
  return sorted.flatMap((row, index) => {
    const y = outcome(row, days)
    if (y === undefined) return []
    const before = sorted.slice(0, index).filter(earlier => earlier.at < row.at)
    const closed = before.filter(earlier => earlier.at + days <= row.at).reverse()
    const sizes = before.slice(-10).map(earlier => earlier.churn)
    const outcomes = closed.map(earlier => outcome(earlier, days) === 1)
    return [{ repo: row.repo, y, outcomes, rel: relativeSize(row.churn, sizes) }]
  })
}

function outcome({ delay, observed }, days) {
  if (delay !== undefined && delay <= days) return 1
  return observed >= days ? 0 : undefined
}

/** Prior by the likelihood of the weighted base rate, then the weight of size with that rate as its offset. */
function fitOf(train, horizon_days) {
  const loss = (a, b, size) => {
    const fit = { horizon_days, a, b, size }
    return logLoss(train.map(one => [patchChance(fit, one.outcomes, one.rel).chance, one.y]))
  }
  // patchChance also works out an interval; the search needs only the rate.
  const rates = train.map(one => weighted(one))
  const priorLoss = (a, b) => logLoss(rates.map(({ yes, all, y }) => [(a + yes) / (a + b + all), y]))
  const [a, b] = lowest(([x, z]) => priorLoss(Math.exp(x), Math.exp(z)), [0.3, 0.6]).map(Math.exp)
  const logits = rates.map(({ yes, all }) => Math.log((a + yes) / (b + all - yes)))
  const sizeLoss = size =>
    logLoss(train.map((one, index) => [1 / (1 + Math.exp(-(logits[index] + size * one.rel))), one.y]))
  const [size] = lowest(([x]) => sizeLoss(x), [0.1])
  if (Math.abs(loss(a, b, size) - sizeLoss(size)) > 1e-9)
    throw new Error("the fit is not the product's estimator")
  return { horizon_days, a, b, size }
}

function weighted({ outcomes, y }) {
  let [yes, all] = [0, 0]
  for (const [index, was] of outcomes.entries()) {
    const weight = 0.5 ** (index / 10)
    all += weight
    if (was) yes += weight
  }
  return { yes, all, y }
}

/** Coordinate search with shrinking steps: these losses have one valley. */
function lowest(loss, start) {
  let best = [...start]
  let value = loss(best)
  for (let step = 0.4; step > 0.002; ) {
    const near = best.flatMap((_, at) => [step, -step].map(by => moved(best, at, by)))
    const found = near
      .map(point => ({ point, value: loss(point) }))
      .sort((one, other) => one.value - other.value)[0]
    if (found.value < value) {
      best = found.point
      value = found.value
    } else step /= 2
  }
  return best
}

function moved(point, at, by) {
  return point.map((value, index) => (index === at ? value + by : value))
}

function scores(forecasts, key) {
  const pairs = forecasts.map(one => [one[key], one.y])
  const byRepo = grouped(forecasts)
  const inner = [...byRepo.values()].flatMap(some => {
    const ofOne = some.map(one => [one[key], one.y])
    return pairCount(ofOne) > 0 ? [auc(ofOne)] : []
  })
  return {
    logLoss: logLoss(pairs),
    brier: mean(pairs.map(([p, y]) => (p - y) ** 2)),
    auc: auc(pairs),
    inside: mean(inner),
    ece:
      tenths(forecasts, key).reduce((sum, one) => sum + Math.abs(one.forecast - one.seen) * one.count, 0) /
      pairs.length,
  }
}

function tenths(forecasts, key) {
  const sorted = [...forecasts].sort((one, other) => one[key] - other[key])
  return Array.from({ length: 10 }, (_, tenth) =>
    sorted.slice(Math.round((tenth * sorted.length) / 10), Math.round(((tenth + 1) * sorted.length) / 10)),
  )
    .filter(some => some.length > 0)
    .map(some => ({
      forecast: mean(some.map(one => one[key])),
      seen: mean(some.map(one => one.y)),
      count: some.length,
    }))
}

/** A rate of 0 or 1 would lose everything by one surprise: kept within 1 and 99 %. */
function logLoss(pairs) {
  return mean(
    pairs.map(([p, y]) => {
      const kept = Math.min(0.99, Math.max(0.01, p))
      return -Math.log(y === 1 ? kept : 1 - kept)
    }),
  )
}

/** The chance that a release with a patch was given more than one without; ties count half. */
function auc(pairs) {
  const sorted = [...pairs].sort(([one], [other]) => one - other)
  let rankSum = 0
  for (let from = 0; from < sorted.length; ) {
    let to = from
    while (to < sorted.length && sorted[to][0] === sorted[from][0]) to++
    for (let at = from; at < to; at++) if (sorted[at][1] === 1) rankSum += (from + to + 1) / 2
    from = to
  }
  const yes = pairs.filter(([, y]) => y === 1).length
  return pairCount(pairs) === 0 ? 0.5 : (rankSum - (yes * (yes + 1)) / 2) / pairCount(pairs)
}

function pairCount(pairs) {
  const yes = pairs.filter(([, y]) => y === 1).length
  return yes * (pairs.length - yes)
}

function foldsOf(names, count) {
  return Array.from(
    { length: count },
    (_, fold) => new Set(names.sort().filter((_, at) => at % count === fold)),
  )
}

function rowsOf(file) {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const columns = head.split(',')
  const missing = ['repo', 'date', 'delay', 'observed_days', 'src_churn'].filter(
    name => !columns.includes(name),
  )
  if (missing.length > 0) throw new Error(`${file} lacks the columns ${missing.join(', ')}`)
  return lines.map(line => {
    const cells = line.split(',')
    const cell = name => cells[columns.indexOf(name)]
    return {
      repo: cell('repo'),
      at: Date.parse(cell('date')) / 86_400_000,
      delay: cell('delay') === '' ? undefined : Number(cell('delay')),
      observed: Number(cell('observed_days')),
      churn: Number(cell('src_churn')),
    }
  })
}

function grouped(rows) {
  const groups = new Map()
  for (const row of rows) groups.set(row.repo, [...(groups.get(row.repo) ?? []), row])
  return groups
}

function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`
}

async function product(path) {
  const built = await build({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    format: 'esm',
    write: false,
  })
  return import(`data:text/javascript,${encodeURIComponent(built.outputFiles[0].text)}`)
}
