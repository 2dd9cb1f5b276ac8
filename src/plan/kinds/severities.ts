import type { SeveritySpec } from './profile.ts'

/** Severities of what its own team runs: `respond_minutes` to the first answer, `update_minutes` between updates. */
export const severitiesOfRunning: SeveritySpec[] = [
  {
    id: 'SEV1',
    effect: 'product unusable, data lost or wrong, or a breach',
    respond_minutes: 5,
    update_minutes: 15,
  },
  {
    id: 'SEV2',
    effect: 'a main function fails for many, no workaround',
    respond_minutes: 15,
    update_minutes: 30,
  },
  {
    id: 'SEV3',
    effect: 'a function fails for some, with a workaround',
    respond_minutes: 240,
    update_minutes: 1440,
  },
  { id: 'SEV4', effect: 'cosmetic: nothing fails', respond_minutes: 1440, update_minutes: 10_080 },
]

/** Severities of what others install and run. */
export const severitiesOfInstalled: SeveritySpec[] = [
  {
    id: 'SEV1',
    effect:
      'a hole that is or can be exploited, destroyed data, a package that is not ours, or no install succeeds',
    respond_minutes: 60,
    update_minutes: 120,
  },
  {
    id: 'SEV2',
    effect: 'a documented use that worked before fails and there is no workaround',
    respond_minutes: 240,
    update_minutes: 480,
  },
  {
    id: 'SEV3',
    effect: 'a regression that has a workaround, or hits one platform',
    respond_minutes: 1440,
    update_minutes: 2880,
  },
  { id: 'SEV4', effect: 'cosmetic: nothing fails', respond_minutes: 2880, update_minutes: 10_080 },
]
