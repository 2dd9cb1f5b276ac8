import { defineConfig } from 'vitest/config'

/** They run other programs on what was written; the zone of this process is nothing to them. */
const runPrograms = [
  'test/documents/rollback-scripts.test.ts',
  'test/documents/rollback-script-faults.test.ts',
  'test/documents/rollback-alerts.test.ts',
]
/** It puts another file system in the place of Node's. */
const mocks = ['test/workspace/retried.test.ts', 'test/workspace/failing-disk.test.ts']
const elsewhere = ['test/hosts/**', 'test/robustness/**', 'test/chain/**']
const pure = ['test/plan/**/*.test.ts', 'test/documents/**/*.test.ts']
const common = { setupFiles: ['test/support/setup.ts'], testTimeout: 20_000, hookTimeout: 30_000 }

export default defineConfig({
  test: {
    // The default leaves one core idle, which on two cores is half of the machine.
    maxWorkers: 2,
    projects: [
      // Without a world of its own for each file, which takes a third to a half of the time: no file leaves anything behind.
      {
        test: {
          ...common,
          name: 'pure',
          include: pure,
          exclude: runPrograms,
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          ...common,
          name: 'built',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...elsewhere,
            ...mocks,
            'test/plan/**',
            'test/documents/!(rollback-scripts|rollback-script-faults|rollback-alerts).test.ts',
          ],
          isolate: false,
        },
      },
      { test: { ...common, name: 'mocked', include: mocks } },
    ],
  },
})
