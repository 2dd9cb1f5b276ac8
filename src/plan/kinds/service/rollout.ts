import type { KindProfile, StrategySpec, TriggerSpec, WayBackSpec } from '../profile.ts'

const alive = ['health checks pass', 'the version reported is the new one']
const judged = [
  'promotion limits held over the whole step',
  'no new kind of error in the logs',
  'core journeys work',
]

const blueGreen: StrategySpec = {
  id: 'blue_green',
  name: 'Blue-green',
  description: 'The new version starts in a second full environment; all traffic moves to it at once.',
  needs: { spare_environment: true, compatible_schema: true },
  scores: { zero_downtime: 5, risk_mitigation: 3, complexity: 3, cost: 5 },
  advantages: ['one switch forward, one switch back', 'the new side is tested whole before it gets traffic'],
  considerations: ['everybody meets a defect at once', 'both sides share the database'],
  steps: [
    { id: 'deploy_green', name: 'Deploy to green', percent: 0, minutes: 20, role: 'devops', checks: alive },
    {
      id: 'check_green',
      name: 'Smoke tests on green, without users',
      percent: 0,
      minutes: 15,
      role: 'qa_lead',
      checks: ['smoke tests pass', 'green reaches everything it depends on'],
    },
    {
      id: 'switch',
      name: 'Switch all traffic to green',
      percent: 100,
      minutes: 5,
      role: 'devops',
      checks: alive,
    },
    {
      id: 'watch_green',
      name: 'Watch green before anything else starts',
      percent: 100,
      minutes: 15,
      role: 'devops',
      observe: true,
      checks: judged,
    },
  ],
}

const canaryStep = (percent: number) =>
  ({
    id: `canary_${percent}`,
    name: `${percent} % of traffic`,
    percent,
    minutes: 15,
    role: 'devops',
    observe: true,
    checks: judged,
  }) as const

const canary: StrategySpec = {
  id: 'canary',
  name: 'Canary',
  description:
    'The new version runs beside the old one and gets a growing share of traffic, judged at every step.',
  needs: { traffic_splitting: true, mixed_versions: true, compatible_schema: true },
  scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 4, cost: 2 },
  advantages: [
    'a defect meets few users first',
    'each step is judged by numbers',
    'back by one change of weight',
  ],
  considerations: [
    'both versions serve at the same time',
    'metrics have to tell the versions apart',
    'compare with a freshly started old instance: the fleet has warm caches',
  ],
  steps: [
    {
      id: 'deploy_canary',
      name: 'Deploy beside the old version',
      percent: 0,
      minutes: 10,
      role: 'devops',
      checks: alive,
    },
    ...[5, 25, 50].map(canaryStep),
    {
      id: 'full',
      name: 'All traffic; the old version keeps running',
      percent: 100,
      minutes: 5,
      role: 'devops',
      checks: ['no request reaches the old version', 'capacity holds'],
    },
  ],
}

const rolling: StrategySpec = {
  id: 'rolling',
  name: 'Rolling update',
  description: 'Instances are replaced batch by batch; the first batch is watched before the rest follows.',
  needs: { mixed_versions: true, compatible_schema: true },
  scores: { zero_downtime: 4, risk_mitigation: 2, complexity: 2, cost: 1 },
  advantages: ['no second environment', 'every platform can do it'],
  considerations: [
    'the way back is as slow as the way forward',
    'needs at least two instances and room to start one',
  ],
  steps: [
    { id: 'first_batch', name: 'Replace the first batch', minutes: 10, role: 'devops', checks: alive },
    {
      id: 'watch_batch',
      name: 'Watch the first batch',
      minutes: 15,
      role: 'devops',
      observe: true,
      checks: judged,
    },
    {
      id: 'other_batches',
      name: 'Replace the rest',
      percent: 100,
      minutes: 20,
      role: 'devops',
      checks: alive,
    },
  ],
}

const recreate: StrategySpec = {
  id: 'recreate',
  name: 'Recreate',
  description: 'The old version stops, the new one starts; users wait in between.',
  needs: { downtime: true },
  scores: { zero_downtime: 1, risk_mitigation: 1, complexity: 1, cost: 1 },
  advantages: ['never two versions at once', 'nothing extra to run'],
  considerations: ['an announced pause, and the same pause again on the way back'],
  steps: [
    {
      id: 'pause',
      name: 'Pause the service and stop the old version',
      minutes: 5,
      role: 'devops',
      checks: ['no request is in flight'],
    },
    { id: 'start', name: 'Start the new version', minutes: 15, role: 'devops', checks: alive },
    { id: 'open', name: 'End the pause', percent: 100, minutes: 5, role: 'devops', checks: judged },
  ],
}

const flags: StrategySpec = {
  id: 'feature_flags',
  name: 'Feature flags',
  description: 'Features ship switched off and are switched on after the rollout, share by share.',
  needs: { feature_flags: true },
  scores: { zero_downtime: 5, risk_mitigation: 4, complexity: 3, cost: 2 },
  complement: true,
  advantages: ['off again without a deployment'],
  considerations: [
    'covers features only: not runtime, schema or libraries',
    'both positions have to be tested',
  ],
  steps: [],
}

const shadow: StrategySpec = {
  id: 'shadow',
  name: 'Shadow traffic',
  description:
    'Copies of real requests go to the new version first; its answers are compared and thrown away.',
  needs: { spare_environment: true },
  scores: { zero_downtime: 5, risk_mitigation: 3, complexity: 5, cost: 4 },
  complement: true,
  advantages: ['load and answers seen before any user'],
  considerations: ['writes, mails and payments have to be cut off'],
  steps: [],
}

export const strategies: StrategySpec[] = [blueGreen, canary, rolling, recreate, flags, shadow]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'canary',
  because: 'it shows a defect to the fewest users and needs no second environment',
}

const atPrevious = [
  'previous version answers every health check',
  'error rate back at the baseline over several readings',
]

export const ways_back: WayBackSpec[] = [
  {
    id: 'not_started',
    name: 'Do not start',
    applies_while: 'nothing is rolled out',
    until: 'rollout_start',
    minutes: 0,
    minutes_source: 'nothing to undo',
    loses: 'the release date',
    steps: ['Record the no-go with its reason', 'Send the postponement message; production stays as it is'],
  },
  {
    id: 'switch_back',
    name: 'Send all traffic to the old version',
    strategies: ['canary', 'blue_green'],
    applies_while: 'the old version still runs beside the new one',
    from: 'rollout_start',
    until: 'keep_old',
    minutes: 2,
    minutes_source: 'service profile, until the rehearsal measures it',
    loses: 'requests in flight at the switch; no stored data',
    steps: [
      'Check that the old version is healthy; stop here if it is not',
      'Switch 100 % to the old version',
      ...atPrevious,
    ],
    commands: ['switch_traffic', 'health_check', 'error_rate'],
    script: 'switch_back',
  },
  {
    id: 'roll_back_instances',
    name: 'Roll the old version through',
    strategies: ['rolling'],
    applies_while: 'the old artefact can be deployed',
    from: 'rollout_start',
    until: 'close',
    minutes: 20,
    minutes_source: 'service profile: as long as forward',
    loses: 'nothing stored; capacity falls while instances restart',
    steps: ['Stop the rollout', 'Deploy the old version batch by batch', ...atPrevious],
    commands: ['redeploy', 'health_check', 'error_rate'],
    script: 'redeploy',
  },
  {
    id: 'recreate_old',
    name: 'Recreate the old version',
    strategies: ['recreate'],
    applies_while: 'the old artefact can be deployed and can read the data',
    from: 'rollout_start',
    until: 'close',
    minutes: 25,
    minutes_source: 'service profile: as long as forward',
    loses: 'availability for these minutes',
    steps: ['Pause the service', 'Stop the new version, start the old one', ...atPrevious, 'End the pause'],
    commands: ['redeploy', 'health_check', 'error_rate'],
    script: 'redeploy',
  },
  {
    id: 'flags_off',
    name: 'Switch the features off',
    when: 'feature_flags',
    applies_while: 'the defect lies behind a flag',
    from: 'rollout_end',
    until: 'close',
    minutes: 2,
    minutes_source: 'service profile: switch and one minute of watching',
    loses: 'the feature; data written while it was on stay',
    steps: [
      'Switch off the flag of the failing feature, all flags if in doubt',
      'Watch for 60 seconds',
      'Error rate back at the baseline',
    ],
    commands: ['flag_off', 'error_rate'],
    script: 'flags_off',
  },
  {
    id: 'deploy_old',
    name: 'Deploy the old version again',
    strategies: ['canary', 'blue_green'],
    applies_while: 'the old version was removed, its artefact is kept',
    from: 'keep_old',
    until: 'close',
    minutes: 30,
    minutes_source: 'service profile: one deployment and its checks',
    loses: 'nothing stored, if the old version can read the data',
    steps: ['Deploy the old version by the usual pipeline', ...atPrevious],
  },
  {
    id: 'restore_database',
    name: 'Restore the database (last resort)',
    when: 'database_change',
    applies_while:
      'data are damaged, or the old version cannot read them, and repairing them forward takes longer',
    from: 'rollout_start',
    until: 'close',
    minutes: 0,
    minutes_source: '',
    loses: 'everything written since the backup; mails, payments and events already sent stay in the world',
    steps: [
      'Technical lead and release manager both agree; the loss is said aloud',
      'Stop writes',
      'Check the backup and its checksum',
      'Take an emergency dump of what is there',
      'Restore, then check integrity',
      'Start the old version, check, allow writes',
    ],
    commands: ['backup', 'restore', 'health_check', 'error_rate'],
    script: 'restore_database',
  },
  {
    id: 'roll_forward',
    name: 'Roll forward',
    applies_while: 'the cause is known and small, or nothing else works any more',
    from: 'rollout_start',
    until: 'never',
    minutes: 240,
    minutes_source: 'service profile: fix, tests and one pipeline run',
    loses: 'nothing stored; users live with the defect until then',
    steps: [
      'Fix on the release branch, reviewed',
      'All automated tests',
      'Roll out by the same steps, as a patch release',
    ],
  },
]

export const triggers: TriggerSpec[] = [
  { tier: 'immediate', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 2 },
  {
    tier: 'immediate',
    signal: 'Health checks',
    condition: 'all fail, no request is served, or the metric is missing',
    for_minutes: 2,
  },
  { tier: 'immediate', signal: 'Data integrity', condition: 'wrong or lost data confirmed', for_minutes: 0 },
  {
    tier: 'immediate',
    signal: 'Security',
    condition: 'breach, or a hole in this version being used',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Critical function',
    condition: 'sign-in or the main transaction fails for half of the attempts',
    for_minutes: 2,
  },
  { tier: 'fast', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 10 },
  {
    tier: 'fast',
    signal: 'P99 latency',
    condition: '3 times the baseline, or 20 % of requests time out',
    for_minutes: 10,
  },
  {
    tier: 'fast',
    signal: 'Core journey or integration',
    condition: 'one fails and has no workaround',
    for_minutes: 10,
  },
  {
    tier: 'fast',
    signal: 'Data store latency',
    condition: '5 times the baseline, or the connection pool is used up',
    for_minutes: 10,
  },
  { tier: 'planned', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 60 },
  { tier: 'planned', signal: 'P99 latency', condition: '2 times the baseline', for_minutes: 60 },
  {
    tier: 'planned',
    signal: 'Business figures',
    condition: 'conversion 20 % or transactions 30 % below the same hours of the baseline',
    for_minutes: 60,
  },
  { tier: 'planned', signal: 'Reports', condition: 'many medium defects, tickets rising', for_minutes: 60 },
  { tier: 'monitor', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 120 },
  { tier: 'monitor', signal: 'P99 latency', condition: '1.2 times the baseline', for_minutes: 120 },
  {
    tier: 'monitor',
    signal: 'Reports',
    condition: 'a defect with a workaround that a hotfix can mend',
    for_minutes: 120,
  },
]

export const baseline: string[] = [
  'error rate',
  'P50, P95 and P99 latency',
  'requests per minute',
  'data store latency and queries per second',
  'CPU, memory and connections in use',
  'completed core transactions',
]

export const monitoring: KindProfile['monitoring'] = {
  calendar_days: 3,
  cadence: [
    { from_hours: 0, to_hours: 4, every_minutes: 15 },
    { from_hours: 4, to_hours: 24, every_minutes: 60 },
    { from_hours: 24, to_hours: 72, every_minutes: 240 },
  ],
}
