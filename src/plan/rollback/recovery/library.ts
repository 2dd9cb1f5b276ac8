import { afterwards, metrics } from './after.ts'
import type { Recovery } from './spec.ts'

export const library: Recovery = {
  tiers: [
    { tier: 'immediate', within: 120, decide: 15, authority: 'any {publisher}, alone, no approval' },
    { tier: 'fast', within: 480, decide: 60, authority: 'release manager or {technical_lead}' },
    { tier: 'planned', within: 2880, decide: 480, authority: 'release manager with the maintainers' },
  ],
  checks: [
    'a fresh installation without a version gets the previous version, on the oldest and newest runtime',
    'other release lines and channels point where they did before',
    'the version is marked in the registry and on its release page',
    'mirrors and the documentation show the same',
  ],
  scenarios: [
    {
      name: 'Cannot be installed or loaded',
      signs: 'first report, or our own clean installation fails',
      decide: 'reproduced once on a supported runtime: no discussion',
      act: 'steer away, then a patch',
      decide_minutes: 30,
    },
    {
      name: 'Regression in normal use',
      signs: 'independent reports with the same cause',
      decide: 'is there a workaround, and is the change declared in the notes?',
      act: 'no workaround: steer away and patch; workaround: document it, patch',
      decide_minutes: 120,
      ways: ['roll_forward'],
    },
    {
      name: 'Stolen publishing right or foreign files',
      signs: 'a version nobody here published, or contents that differ from the tag',
      decide: 'at once',
      act: 'steer away, revoke all tokens, ask the registry to remove the version, publish an advisory, rotate what the build could reach',
      decide_minutes: 30,
    },
    {
      name: 'A hole found in this version',
      signs: 'confidential report',
      decide: 'is it used already?',
      act: 'prepare the patch privately; steer away together with patch and advisory, on all living lines',
      decide_minutes: 240,
      ways: ['roll_forward'],
    },
  ],
  after: afterwards([
    'Repeat the fresh installation hourly: caches and mirrors lag',
    'Answer each open report with the way back',
  ]),
  rehearsal: [
    'With two candidates: move the candidate channel back from the second to the first',
    'Mark a candidate as not to be used and take the mark back, where the registry can',
    'Try whether the riskiest changes revert cleanly and pass the tests',
    'Two publishers have done it, with their second factor',
    'Note the minutes in this plan',
  ],
  metrics,
}
