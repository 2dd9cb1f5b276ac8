import type { KindProfile, RolloutStepSpec, StrategySpec, TriggerSpec, WayBackSpec } from '../profile.ts'

export const judged = ['update success and crash reports by version', 'support reports read']

const build: RolloutStepSpec = {
  id: 'sign',
  name: 'Build from the tag, sign and notarise the installers',
  minutes: 60,
  role: 'publisher',
  checks: ['signatures verify on a clean machine of each system', 'delta update equals the full installer'],
}

const offer = (channel: string, percent: number, minutes: number): RolloutStepSpec => ({
  id: `offer_${channel.replaceAll(/\W+/g, '_')}`,
  name: `Offer on the ${channel} channel`,
  percent,
  minutes,
  role: 'publisher',
  observe: true,
  irreversible: true,
  checks: judged,
})

export const strategies: StrategySpec[] = [
  {
    id: 'channel_by_channel',
    name: 'Preview channel, then stable in shares',
    description:
      'The signed build of the preview channel is offered on stable, first to a share of installations.',
    needs: {},
    scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 3, cost: 2 },
    advantages: ['the bytes offered are the bytes tested', 'stops by taking the version from the feed'],
    considerations: ['the feed must support shares; otherwise all of stable gets it'],
    steps: [
      build,
      offer('stable', 10, 120),
      { ...offer('stable, everybody', 100, 30), id: 'offer_all', name: 'Offer to everybody on stable' },
    ],
  },
  {
    id: 'all_at_once',
    name: 'Stable channel at once',
    description: 'The build is offered to every installation on the release day.',
    needs: {},
    scores: { zero_downtime: 5, risk_mitigation: 1, complexity: 1, cost: 1 },
    advantages: ['quick: right for an urgent fix'],
    considerations: ['everybody meets a defect'],
    steps: [build, offer('stable', 100, 30)],
  },
]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'channel_by_channel',
  because: 'an installed update stays, so a share gets it first',
}

export const ways_back: WayBackSpec[] = [
  {
    id: 'not_started',
    name: 'Do not offer it',
    applies_while: 'nothing is offered on stable',
    until: 'rollout_start',
    minutes: 0,
    minutes_source: 'nothing to undo',
    loses: 'the release date',
    steps: ['Record the no-go with its reason', 'Fix it and build a new preview'],
  },
  {
    id: 'withdraw',
    name: 'Withdraw the version from the channel',
    applies_while: 'offered; affects who updates from now on',
    from: 'rollout_start',
    until: 'never',
    minutes: 15,
    minutes_source: 'desktop profile, until the rehearsal measures it',
    loses: 'nothing for the others; who updated keeps the version',
    steps: [
      'Point the update feed and the download page to the previous version',
      'Check from a clean machine what is offered',
    ],
    commands: ['withdraw_release', 'install_check'],
  },
  {
    id: 'reinstall',
    name: 'Users install the previous version over it',
    applies_while: 'installed, and the previous version reads the files',
    from: 'rollout_start',
    until: 'never',
    minutes: 60,
    minutes_source: 'desktop profile: text and announcement; users take their own time',
    loses: 'what the new version wrote that the previous one cannot read',
    steps: ['Publish the steps as tried in the rehearsal', 'Say what to save first'],
  },
  {
    id: 'roll_forward',
    name: 'Roll forward: a patch on the same channel',
    applies_while: 'the only cure for those who do not act',
    from: 'rollout_start',
    until: 'never',
    minutes: 480,
    minutes_source: 'desktop profile: fix, tests, signing',
    loses: 'users live with the defect until the next update check',
    steps: ['Fix or revert, test updates from both versions', 'Sign and offer by the same steps'],
  },
]

export const triggers: TriggerSpec[] = [
  {
    tier: 'immediate',
    signal: 'Security',
    condition: 'a hole in this version, or an installer that we did not sign',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Data or start',
    condition: 'files are damaged, or the program does not start after the update',
    for_minutes: 0,
  },
  {
    tier: 'fast',
    signal: 'Update success',
    condition: '2 points below the previous version',
    for_minutes: 60,
  },
  {
    tier: 'fast',
    signal: 'Regression reports',
    condition: '2 independent, confirmed, without workaround',
    for_minutes: 0,
  },
  {
    tier: 'planned',
    signal: 'Crash reports',
    condition: '2 times the previous version',
    for_minutes: 1440,
  },
  { tier: 'monitor', signal: 'Reports', condition: 'a defect with a workaround', for_minutes: 1440 },
]

export const baseline: string[] = [
  'update success per version',
  'crash reports per thousand starts',
  'new support reports per day',
  'what the feed and the download page offer',
]

export const monitoring: KindProfile['monitoring'] = {
  calendar_days: 7,
  cadence: [
    { from_hours: 0, to_hours: 24, every_minutes: 120 },
    { from_hours: 24, to_hours: 168, every_minutes: 1440 },
  ],
}
