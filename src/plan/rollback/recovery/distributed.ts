import { afterwards, metrics } from './after.ts'
import type { Recovery } from './spec.ts'

export const distributed: Recovery = {
  tiers: [
    { tier: 'immediate', within: 120, decide: 15, authority: 'any {publisher}, alone, no approval' },
    { tier: 'fast', within: 480, decide: 60, authority: 'release manager or {technical_lead}' },
    { tier: 'planned', within: 2880, decide: 480, authority: 'release manager with the maintainers' },
  ],
  checks: [
    'a fresh installation by the published instructions gets the previous version, on every supported platform',
    'floating tags, channels and the latest release point at the previous artefacts',
    'an upgraded installation went back by the published steps and works',
    'the release page says what to do',
  ],
  scenarios: [
    {
      name: 'Fresh installations fail',
      signs: 'first report, or our own installation from outside fails',
      decide: 'reproduced once on a supported platform: no discussion',
      act: 'withdraw, then a patch',
      decide_minutes: 30,
    },
    {
      name: 'Upgrades fail or lose data',
      signs: 'reports from the early ring',
      decide: 'at once for data; otherwise after the second independent report',
      act: 'withdraw; tell those upgraded not to go on; publish the tested downgrade or a repair',
      decide_minutes: 120,
      ways: ['downgrade', 'reinstall'],
    },
    {
      name: 'One platform only',
      signs: 'reports share a platform, a version of it or an option',
      decide: 'is that platform supported and can its artefact be held back alone?',
      act: 'hold back that artefact and say so; patch; otherwise withdraw all',
      decide_minutes: 120,
    },
    {
      name: 'An artefact that we did not build',
      signs: 'checksum or signature does not match',
      decide: 'at once',
      act: 'withdraw, revoke tokens and keys, remove the artefact, publish an advisory, build again from the tag',
      decide_minutes: 30,
    },
  ],
  after: afterwards([
    'Repeat the fresh installation hourly: caches and mirrors lag',
    'Ask the early ring who upgraded and in which state they are',
  ]),
  rehearsal: [
    'With two candidates: withdraw the second, move its channel back to the first',
    'Upgrade and downgrade an installation with data of the previous version, by the published text',
    'Try whether the riskiest changes revert cleanly and pass the tests',
    'Two people have done it, with their own rights and keys',
    'Note the minutes in this plan',
  ],
  metrics,
}
