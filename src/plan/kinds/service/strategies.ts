import type { KindProfile, StrategySpec } from '../profile.ts'

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
  needs: { spare_environment: true, compatible_schema: true, sessions_may_end: true },
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
  advantages: ['back by one change of weight'],
  considerations: [
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
  needs: { mixed_versions: true, compatible_schema: true, several_instances: true },
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
  needs: { spare_environment: true, stateless: true },
  scores: { zero_downtime: 5, risk_mitigation: 3, complexity: 5, cost: 4 },
  complement: true,
  advantages: ['load and answers seen before any user'],
  considerations: ['writes, mails and payments have to be cut off'],
  steps: [],
}

const blueGreenCanary: StrategySpec = {
  id: 'blue_green_canary',
  name: 'Blue-green by shares',
  description:
    'The new version is tested whole in a second environment, then gets a growing share of traffic, judged at every step.',
  needs: { spare_environment: true, traffic_splitting: true, mixed_versions: true, compatible_schema: true },
  scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 5, cost: 5 },
  advantages: ['tested whole before it gets traffic', 'a defect meets few users first', 'one switch back'],
  considerations: ['both environments serve at once and share the database', 'the dearest of all'],
  steps: [
    ...blueGreen.steps.slice(0, 2),
    ...[5, 25, 50].map(canaryStep),
    { id: 'full', name: 'All traffic to green', percent: 100, minutes: 5, role: 'devops', checks: alive },
  ],
}

const rollingFlags: StrategySpec = {
  id: 'rolling_flags',
  name: 'Rolling update, then flags',
  description:
    'The code goes out batch by batch with its features off; they are switched on afterwards, share by share.',
  needs: { mixed_versions: true, compatible_schema: true, several_instances: true, feature_flags: true },
  scores: { zero_downtime: 4, risk_mitigation: 4, complexity: 3, cost: 1 },
  advantages: ['no second environment and no weights', 'a feature goes off without a deployment'],
  considerations: [
    'flags cover features only: runtime, schema and libraries meet everybody with the batches',
    'both positions of each flag have to be tested',
  ],
  steps: rolling.steps,
}

export const strategies: StrategySpec[] = [
  blueGreen,
  canary,
  blueGreenCanary,
  rolling,
  rollingFlags,
  recreate,
  flags,
  shadow,
]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'canary',
  because: 'it shows a defect to the fewest users and needs no second environment',
}
