import { afterwards, metrics } from './after.ts'
import type { Recovery } from './spec.ts'

export const service: Recovery = {
  tiers: [
    {
      tier: 'immediate',
      within: 5,
      on_call_within: 15,
      acknowledge: 1,
      decide: 1,
      authority: 'on-call or technical lead, alone, no approval',
    },
    { tier: 'fast', within: 30, decide: 10, authority: 'technical lead or release manager' },
    { tier: 'planned', within: 120, decide: 30, authority: 'release manager with stakeholders' },
  ],
  checks: [
    'the previous version answers on every instance',
    'error rate and P99 latency at the baseline, with enough requests',
    'core journeys and integrations work',
    'no failing queries; spot check of the data written during the release',
    'jobs, queues, caches and schedules run with the previous version',
  ],
  scenarios: [
    {
      name: 'Errors and data store time-outs',
      signs: 'error rate in the fast tier, time-outs in the logs',
      decide: 'is the store healthy without the new version?',
      act: 'caused by the release or unknown: traffic back; otherwise mend the store, hold the rollout',
      decide_minutes: 5,
    },
    {
      name: 'Slow answers',
      signs: 'P99 latency in the fast tier',
      decide: 'resources used up, or a change of code or configuration?',
      act: 'configuration: correct it; otherwise traffic back',
      decide_minutes: 10,
    },
    {
      name: 'One function fails, the rest is well',
      signs: 'success of one journey falls',
      decide: 'is it behind a flag?',
      act: 'flag off and watch for 5 min; still failing or no flag: traffic back',
      decide_minutes: 6,
      ways: ['flags_off'],
    },
    {
      name: 'Wrong or lost data',
      signs: 'integrity check fails, wrong writes confirmed',
      decide: 'at once: traffic back or stop writes; restoring is a second decision by two people',
      act: 'measure the damage first; repair forward if quicker than the restore',
      decide_minutes: 15,
    },
    {
      name: 'Migration stops halfway',
      when: 'database_change',
      signs: 'migration fails or passes its time',
      decide: 'does the running version still work?',
      act: 'works: leave the schema, no rollout today; does not: restore',
      decide_minutes: 30,
      ways: ['restore_database'],
    },
  ],
  after: afterwards([
    'Watch the error rate for 1 hour, then core journeys, downstream systems and data integrity',
  ]),
  rehearsal: [
    'Roll out to staging as on the day, with load, and verify',
    'Take the way back by its script; time it; verify',
    'Roll out again: forward after back works too',
    'See each alert fire and reach the on-call',
    'If the schema changes: restore the backup into an empty database, timed',
  ],
  metrics,
}
