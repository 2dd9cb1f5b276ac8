import type { KindProfile, RolloutStepSpec, StrategySpec, TriggerSpec } from '../profile.ts'

export { ways_back } from './ways-back.ts'

const published: RolloutStepSpec[] = [
  {
    id: 'tag',
    name: 'Tag the tested commit and start the release build',
    minutes: 30,
    role: 'publisher',
    checks: [
      'tag points at the commit that was tested',
      'all artefacts built: images, charts, binaries, packages as used',
    ],
  },
  {
    id: 'publish',
    name: 'Publish the artefacts without moving any default',
    minutes: 15,
    role: 'publisher',
    irreversible: true,
    checks: ['checksums and signatures verify', 'release page still marked as pre-release'],
  },
  {
    id: 'fresh_install',
    name: 'Install by the published instructions, from outside',
    minutes: 30,
    role: 'qa_lead',
    observe: true,
    checks: ['on every supported platform', 'starts, reports the new version, core function works'],
  },
  {
    id: 'up_and_down',
    name: 'Upgrade from the previous version and go back',
    minutes: 30,
    role: 'qa_lead',
    observe: true,
    checks: [
      'with data and configuration that the previous version wrote',
      'the documented way down works, or is said not to',
    ],
  },
]

const opened: RolloutStepSpec = {
  id: 'open',
  name: 'Move the default: floating tags, stable channel, latest release',
  minutes: 15,
  role: 'publisher',
  checks: [
    'an installation without a version gets the new one',
    'documentation shows it',
    'older lines point where they did',
  ],
}

const ring: RolloutStepSpec = {
  id: 'offer',
  name: 'Offer it',
  minutes: 15,
  role: 'publisher',
  checks: [
    'early adopters told what to try and where to report',
    'an installation without a version still gets the previous one',
  ],
}

const rings: StrategySpec = {
  id: 'rc_then_rings',
  name: 'Release candidates, an early ring, then everybody',
  description:
    'Candidates and then the final version go to named early adopters; it becomes the default when the ring widens.',
  needs: {},
  scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 3, cost: 3 },
  advantages: ['real installations before the default moves', 'upgrade and downgrade tried outside'],
  considerations: [
    'you see only what early adopters report: agree how and until when',
    'their environments are not all environments',
  ],
  steps: [...published, { ...ring, name: 'Offer it to the early ring; defaults stay where they are' }],
}

const channels: StrategySpec = {
  id: 'phased_channels',
  name: 'Phased by channel',
  description:
    'The version goes to the edge channel first and is promoted to stable, unchanged, after a stated time.',
  needs: {},
  scores: { zero_downtime: 5, risk_mitigation: 4, complexity: 3, cost: 3 },
  advantages: ['users choose their risk', 'the bytes promoted are the bytes tested'],
  considerations: ['needs channels that people use', 'stable users stay on the previous version meanwhile'],
  steps: [...published, { ...ring, name: 'Move the edge channel; stable stays where it is' }],
}

const direct: StrategySpec = {
  id: 'direct_ga',
  name: 'General availability at once',
  description: 'The final version becomes the default on the release day without a candidate.',
  needs: {},
  scores: { zero_downtime: 5, risk_mitigation: 1, complexity: 1, cost: 1 },
  advantages: ['quick: right for a small fix or an urgent hole'],
  considerations: ['the first installation outside is a production installation'],
  steps: [...published, opened],
}

export const strategies: StrategySpec[] = [rings, channels, direct]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'rc_then_rings',
  because: 'others operate it, so what breaks shows only on their machines',
}

export const triggers: TriggerSpec[] = [
  {
    tier: 'immediate',
    signal: 'Security',
    condition: 'a hole opened by this version, or an artefact that we did not build',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Data',
    condition: 'operators lose or damage data by upgrading',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Installation',
    condition: 'cannot be installed or does not start on a supported platform',
    for_minutes: 0,
  },
  {
    tier: 'fast',
    signal: 'Upgrade reports',
    condition: '2 independent failures of upgrade or core function, without workaround',
    for_minutes: 0,
  },
  { tier: 'fast', signal: 'Going back', condition: 'the documented downgrade fails', for_minutes: 0 },
  {
    tier: 'planned',
    signal: 'Regression reports',
    condition: '1 confirmed, or several with a workaround',
    for_minutes: 0,
  },
  {
    tier: 'planned',
    signal: 'Resources',
    condition: 'operators see 2 times the memory, CPU or latency of the previous version',
    for_minutes: 0,
  },
  {
    tier: 'monitor',
    signal: 'Reports',
    condition: 'questions and unconfirmed reports: answer, reproduce, watch',
    for_minutes: 0,
  },
]

export const baseline: string[] = [
  'new issues per day over the last 7 days',
  'what floating tags, channels and the latest release point at, written to a file',
  'duration and memory of a fresh installation of the previous version',
  'downloads or pulls per day, where counted',
]

export const monitoring: KindProfile['monitoring'] = {
  calendar_days: 7,
  cadence: [
    { from_hours: 0, to_hours: 8, every_minutes: 60 },
    { from_hours: 8, to_hours: 72, every_minutes: 480 },
    { from_hours: 72, to_hours: 168, every_minutes: 1440 },
  ],
}
