import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/hosts/**', 'test/robustness/**'],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 20_000,
    // The default leaves one core idle, which on two cores is half of the machine.
    maxWorkers: 2,
  },
})
