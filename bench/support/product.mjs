// The product's own scheduling code, bundled from src as it is published.

import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const contents = `
  export { geneticSearch } from './src/plan/schedule/rcpsp/genetic-search.ts'
  export { resourceDecoder } from './src/plan/schedule/rcpsp/forward-backward.ts'
  export { project } from './src/plan/schedule/rcpsp/project.ts'
  export { simulateStaffed } from './src/plan/schedule/rcpsp/replay.ts'
  export { staffedSchedule } from './src/plan/schedule/rcpsp/staffed-schedule.ts'
  export { seededRandom } from './src/plan/statistics/random.ts'
  export { simulateFinish } from './src/plan/statistics/simulation.ts'`
const outfile = fileURLToPath(new URL('../../node_modules/.cache/bench/schedule.mjs', import.meta.url))
await build({
  stdin: { contents, resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
})

export const {
  geneticSearch,
  project,
  resourceDecoder,
  seededRandom,
  simulateFinish,
  simulateStaffed,
  staffedSchedule,
} = await import(outfile)
