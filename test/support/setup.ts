import fc from 'fast-check'

/** One seed, so that a run can be repeated; another one explores: FAST_CHECK_SEED=7 npx vitest run. */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_121) })
