import { afterwards, metrics } from './after.ts'
import type { Recovery, TierSpec } from './spec.ts'

const tiers: TierSpec[] = [
  { tier: 'immediate', within: 120, decide: 10, authority: 'on-call or technical lead, alone, no approval' },
  { tier: 'fast', within: 240, decide: 60, authority: 'technical lead or release manager' },
  { tier: 'planned', within: 1440, decide: 240, authority: 'release manager with stakeholders' },
]

export const data: Recovery = {
  tiers,
  checks: [
    'readers see the previous version; key figures equal the snapshot',
    'contract tests pass on what is published',
    'every consumer knows which partitions to recompute',
  ],
  scenarios: [
    {
      name: 'A key figure jumps',
      signs: 'outside the limits of the shadow run',
      decide: 'is it the input or the new version? The old version on the same input says it',
      act: 'new version: take the way back; input: mark the partitions, keep the version',
      decide_minutes: 60,
    },
    {
      name: 'A consumer breaks',
      signs: 'failed run or missing column downstream',
      decide: 'can that consumer use the previous version alone?',
      act: 'serve both for a time; otherwise take the way back for all',
      decide_minutes: 30,
    },
  ],
  after: afterwards(['Check the next two regular runs', 'List who read wrong data, and when']),
  rehearsal: [
    'Move readers to the new version on a copy and back; time both',
    'Recompute one partition twice: the same result',
    'Restore the snapshot beside the live tables',
  ],
  metrics,
}

export const infrastructure: Recovery = {
  tiers,
  checks: [
    'a plan against the previous version is empty in every part',
    'critical workloads healthy, their owners confirm',
    'names, certificates, rights and reachability as before',
  ],
  scenarios: [
    {
      name: 'Apply stops half way',
      signs: 'error in the apply log',
      decide: 'is the next plan just the rest?',
      act: 'yes and the cause is understood: go on; otherwise apply the previous version to this part',
      decide_minutes: 10,
    },
    {
      name: 'A workload fails afterwards',
      signs: 'health or errors of what runs on it',
      decide: 'does it recover on a part that was not changed?',
      act: 'yes: take the way back for the changed parts; no: look at the workload',
      decide_minutes: 10,
    },
  ],
  after: afterwards([
    'Drift check every hour',
    'Look for leftovers: addresses, rights, disks of the new version',
  ]),
  rehearsal: [
    'Apply and take the way back in a lower environment; time both',
    'Restore the state file into an empty workspace once',
    'Apply again: forward after back has to work too',
  ],
  metrics,
}

export const mobile: Recovery = {
  tiers,
  checks: [
    'no further installation gets the version: seen in each store',
    'crash-free sessions of those who have it, after the flag change',
    'fixed build submitted, or a date for it',
  ],
  scenarios: [
    {
      name: 'Crashes after the update',
      signs: 'crash-free sessions fall on one system or device',
      decide: 'is it behind a flag?',
      act: 'flag off; otherwise halt and prepare the fixed build',
      decide_minutes: 30,
    },
    {
      name: 'Rejected or delayed by a store',
      signs: 'message of the review',
      decide: 'does one store going ahead harm anybody?',
      act: 'hold the other store too, or say so in the notes',
      decide_minutes: 60,
      ways: ['not_started'],
    },
  ],
  after: afterwards(['Watch crash-free sessions hourly', 'Answer the reviews that name the defect']),
  rehearsal: [
    'Halt and resume a phased release of a test build',
    'Switch each flag off and measure how long installed apps take to notice',
    'Two people have the right to halt in each store',
  ],
  metrics,
}
