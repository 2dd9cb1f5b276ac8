import type { KindProfile, RolloutStepSpec, StrategySpec, TriggerSpec, WayBackSpec } from '../profile.ts'

const DAY_MINUTES = 1440

export const judged = [
  'crash-free sessions and start time against the baseline',
  'store reviews and support reports read',
]

const firstShare: RolloutStepSpec = {
  id: 'first_share',
  name: 'Watch the first share of installations',
  percent: 1,
  minutes: 120,
  role: 'publisher',
  observe: true,
  checks: judged,
}

const approved: RolloutStepSpec = {
  id: 'released_by_hand',
  name: 'Release the approved build by hand',
  percent: 1,
  minutes: 30,
  role: 'publisher',
  irreversible: true,
  checks: ['both stores have approved the build', 'the backend serves old and new versions'],
}

export const strategies: StrategySpec[] = [
  {
    id: 'phased_release',
    name: 'Phased release in the stores',
    description:
      'The stores hand the build to a growing share of installations; the release can be halted at each step.',
    needs: {},
    scores: { zero_downtime: 5, risk_mitigation: 4, complexity: 2, cost: 1 },
    advantages: ['a crash meets few users first', 'halted from the console'],
    considerations: ['one store fixes the percentages and days', 'whoever has the build keeps it'],
    steps: [approved, firstShare],
  },
  {
    id: 'full_release',
    name: 'All installations at once',
    description: 'The build is offered to everybody as soon as it is approved.',
    needs: {},
    scores: { zero_downtime: 5, risk_mitigation: 1, complexity: 1, cost: 1 },
    advantages: ['quick: right for an urgent fix'],
    considerations: ['no halt helps those who updated'],
    steps: [{ ...approved, percent: 100 }],
  },
  {
    id: 'feature_flags',
    name: 'Remote feature flags',
    description: 'Features ship switched off and are switched on from the backend, share by share.',
    needs: { feature_flags: true },
    scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 3, cost: 2 },
    complement: true,
    advantages: ['the only way back for what is installed'],
    considerations: ['both positions tested', 'works without network too'],
    steps: [],
  },
]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'phased_release',
  because: 'installed versions cannot be recalled, so few get it first',
}

export const ways_back: WayBackSpec[] = [
  {
    id: 'not_started',
    name: 'Do not release the approved build',
    applies_while: 'approved, held',
    until: 'rollout_start',
    minutes: 0,
    minutes_source: 'nothing to undo',
    loses: 'the release date',
    steps: ['Leave the build held or withdraw it', 'Record the no-go with its reason'],
  },
  {
    id: 'halt',
    name: 'Halt the phased release',
    strategies: ['phased_release'],
    applies_while: 'fewer than all installations have it',
    from: 'rollout_start',
    until: 'close',
    minutes: 10,
    minutes_source: 'mobile profile, until the rehearsal measures it',
    loses: 'nothing for the others; those who updated keep the version',
    steps: [
      'Halt in each store console',
      'Check that a fresh installation gets the previous version, where the store allows it',
    ],
  },
  {
    id: 'flags_off',
    name: 'Switch the features off',
    when: 'feature_flags',
    applies_while: 'the defect lies behind a remote flag',
    from: 'rollout_start',
    until: 'never',
    minutes: 5,
    minutes_source: 'mobile profile',
    loses: 'the feature, once the app asks for its flags again',
    steps: ['Switch off the flag', 'Watch crash-free sessions of the new version'],
    commands: ['flag_off', 'error_rate'],
  },
  {
    id: 'roll_forward',
    name: 'Roll forward: fixed build through an expedited review',
    applies_while: 'installed: the only cure',
    from: 'rollout_start',
    until: 'never',
    minutes: 2 * DAY_MINUTES,
    minutes_source: 'mobile profile: fix, tests and an expedited store review',
    loses: 'users live with the defect until they update',
    steps: [
      'Fix, test on the matrix, submit with a request to expedite',
      'Release to all; forced-update flag only if the old version harms users',
    ],
  },
]

export const triggers: TriggerSpec[] = [
  {
    tier: 'immediate',
    signal: 'Security or data',
    condition: 'a hole in this version, or users lose data',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Start',
    condition: 'the app does not start on a supported system',
    for_minutes: 0,
  },
  {
    tier: 'fast',
    signal: 'Crash-free sessions',
    condition: '1 point below the previous version',
    for_minutes: 60,
  },
  {
    tier: 'fast',
    signal: 'Core journey',
    condition: 'sign-in or purchase fails and has no workaround',
    for_minutes: 30,
  },
  {
    tier: 'planned',
    signal: 'Crash-free sessions',
    condition: '0.3 points below the previous version',
    for_minutes: DAY_MINUTES,
  },
  {
    tier: 'planned',
    signal: 'Store rating',
    condition: 'one-star reviews name the same defect',
    for_minutes: DAY_MINUTES,
  },
  { tier: 'monitor', signal: 'Reports', condition: 'a defect with a workaround', for_minutes: DAY_MINUTES },
]

export const baseline: string[] = [
  'crash-free sessions',
  'start time',
  'errors per session at the backend',
  'store rating and reviews per day',
]

export const monitoring: KindProfile['monitoring'] = {
  calendar_days: 7,
  cadence: [
    { from_hours: 0, to_hours: 24, every_minutes: 120 },
    { from_hours: 24, to_hours: 168, every_minutes: DAY_MINUTES },
  ],
}
