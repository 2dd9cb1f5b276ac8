// Whether a canary can see: rolls the plans' own ladders out many times, without harm and with the harm that they look for, and
// measures how often the whole ladder aborts. Stated: at most 5 % false aborts over all looks, each look finds 80 %.
// Usage: node bench/canary.mjs [runs]. Exits 1 when a measured share is outside what is stated by more than its sampling error.

import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const runs = Number(process.argv[2] ?? 20_000)
const contents = `
  export { deriveStrategy } from './src/plan/strategy/strategy.ts'
  export { seededRandom } from './src/plan/statistics/random.ts'
  export { rolledOut } from './test/support/canary-simulation.ts'
  export { derivationOf, scopeOf } from './test/support/rollout.ts'`
const outfile = fileURLToPath(new URL('../node_modules/.cache/bench/canary.mjs', import.meta.url))
await build({
  stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
})
const { deriveStrategy, derivationOf, rolledOut, scopeOf, seededRandom } = await import(outfile)

const limits = { aborted: 0.05, missed: 0.2 }
const cases = [0, 0.01, 0.1, 0.4, 0.5, 1, 5, 20].flatMap(baseline =>
  [0.1, 0.5, 1, 5].flatMap(harm =>
    [
      [300, undefined],
      [1200, undefined],
      [6000, undefined],
      [1200, 'codedeploy'],
      [60_000, undefined],
    ].map(([rate, platform]) => ({ baseline, harm, rate, platform })),
  ),
)

console.log('base %  harm  per min  looks  minutes        false aborts  missed at 1st look  missed by ladder')
let [blind, bad, most] = [0, 0, { aborted: 0, first: 0, missed: 0 }]
const random = seededRandom(2026)
for (const { baseline, harm, rate, platform } of cases) {
  const strategy = {
    zero_downtime: true,
    traffic_splitting: true,
    mixed_versions: true,
    spare_environment: false,
    requests_per_minute: rate,
    baseline_error_percent: baseline,
    detect_points: harm,
    ...(platform ? { platform } : {}),
  }
  const plan = deriveStrategy(derivationOf('service', { strategy }), scopeOf('none'))
  if (plan.blind) {
    blind += 1
    continue
  }
  const told = { share: baseline / 100, requestsPerMinute: rate, runs }
  const none = rolledOut(plan, { ...told, harm: 0 }, random)
  const there = rolledOut(plan, { ...told, harm: plan.ladder.abort_from / 100 }, random)
  const error = share => 3 * Math.sqrt((share * (1 - share)) / runs)
  const [first, missed] = [1 - there.seen_first, 1 - there.aborted]
  const held =
    none.aborted <= limits.aborted + error(limits.aborted) &&
    first <= limits.missed + error(limits.missed) &&
    missed <= limits.missed
  if (!held) bad += 1
  most = {
    aborted: Math.max(most.aborted, none.aborted),
    first: Math.max(most.first, first),
    missed: Math.max(most.missed, missed),
  }
  const minutes = plan.steps
    .filter(step => step.requests_needed)
    .map(step => step.minutes)
    .join('-')
  const percent = share => `${(100 * share).toFixed(2)} %`
  console.log(
    `${String(baseline).padStart(6)}  ${String(harm).padStart(4)}  ${String(rate).padStart(7)}  ${String(plan.ladder.looks).padStart(5)}  ${minutes.padEnd(12)}  ${percent(none.aborted).padStart(12)}  ${percent(first).padStart(18)}  ${percent(missed).padStart(16)}${held ? '' : '  OUTSIDE'}`,
  )
}
console.log(
  `${cases.length - blind} ladders x ${runs} runs, ${blind} say that their traffic is too low. Most: ${(100 * most.aborted).toFixed(2)} % false aborts (stated 5 %), ${(100 * most.first).toFixed(2)} % missed at the first look (stated 20 %), ${(100 * most.missed).toFixed(2)} % missed by the ladder`,
)
if (bad > 0) process.exitCode = 1
