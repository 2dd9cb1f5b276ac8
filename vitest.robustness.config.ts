import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/robustness/**/*.test.ts'],
    isolate: false,
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
    // More than the usual two cores: a third of the time goes into waiting for disks, clocks and other processes.
    maxWorkers: 4,
  },
})
