import type { KindProfile, StrategySpec, TriggerSpec, WayBackSpec } from '../profile.ts'

export const judged = [
  'row counts, nulls and key figures within the limits of the shadow run',
  'freshness and run time hold',
]

export const strategies: StrategySpec[] = [
  {
    id: 'shadow_then_switch',
    name: 'Shadow run, then switch the pointer',
    description:
      'The new version writes beside the old one; readers are moved by one pointer, view or model alias.',
    needs: {},
    scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 3, cost: 4 },
    advantages: ['differences are known before anybody reads them', 'back by the same pointer'],
    considerations: ['double storage and computing meanwhile'],
    steps: [
      {
        id: 'last_compare',
        name: 'Compare the last shadow run',
        minutes: 30,
        role: 'qa_lead',
        checks: judged,
      },
      {
        id: 'switch',
        name: 'Move view or alias to the new version',
        percent: 100,
        minutes: 10,
        role: 'devops',
        checks: ['readers see the new version'],
      },
      {
        id: 'first_run',
        name: 'First regular run under watch',
        percent: 100,
        minutes: 60,
        role: 'devops',
        observe: true,
        checks: judged,
      },
    ],
  },
  {
    id: 'in_place',
    name: 'Change in place, then backfill',
    description: 'The pipeline is replaced and history is recomputed over the old partitions.',
    needs: {},
    scores: { zero_downtime: 3, risk_mitigation: 1, complexity: 2, cost: 2 },
    advantages: ['no second copy'],
    considerations: ['readers see half-recomputed history', 'back only from the snapshot'],
    steps: [
      {
        id: 'deploy',
        name: 'Deploy the pipeline',
        minutes: 20,
        role: 'devops',
        checks: ['configuration as tested'],
      },
      {
        id: 'newest',
        name: 'Recompute the newest partition and check',
        minutes: 60,
        role: 'devops',
        observe: true,
        irreversible: true,
        checks: judged,
      },
    ],
  },
]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'shadow_then_switch',
  because: 'wrong figures spread before anybody notices, so they are compared first',
}

export const ways_back: WayBackSpec[] = [
  {
    id: 'not_started',
    name: 'Leave the old version in use',
    applies_while: 'readers are on the old version',
    until: 'rollout_start',
    minutes: 0,
    minutes_source: 'nothing to undo',
    loses: 'the release date',
    steps: ['Record the no-go with its reason', 'Keep the shadow run going'],
  },
  {
    id: 'pointer_back',
    name: 'Move view or alias back',
    strategies: ['shadow_then_switch'],
    applies_while: 'the old tables or model are kept and still fed',
    from: 'rollout_start',
    until: 'close',
    minutes: 15,
    minutes_source: 'data profile, until the rehearsal measures it',
    loses: 'nothing computed; what consumers derived meanwhile has to be recomputed',
    steps: [
      'Move the pointer',
      'Check key figures against the snapshot',
      'Tell consumers which partitions to recompute',
    ],
  },
  {
    id: 'restore_snapshot',
    name: 'Restore the snapshot and reprocess',
    strategies: ['in_place'],
    applies_while: 'snapshot and raw input are kept',
    from: 'rollout_start',
    until: 'close',
    minutes: 240,
    minutes_source: 'data profile: depends on size, rehearse it',
    loses: 'runs since the snapshot, until they are recomputed from the raw input',
    steps: [
      'Stop the pipeline',
      'Restore the snapshot beside, check it, swap',
      'Reprocess from the raw input with the old version',
    ],
    commands: ['backup', 'restore'],
  },
  {
    id: 'roll_forward',
    name: 'Roll forward: fix and recompute',
    applies_while: 'the wrong part is known and small',
    from: 'rollout_start',
    until: 'never',
    minutes: 480,
    minutes_source: 'data profile: fix, tests, backfill of the partitions concerned',
    loses: 'consumers live with the mark "do not use" until then',
    steps: ['Mark the partitions', 'Fix, test on a copy', 'Recompute, compare, clear the mark'],
  },
]

export const triggers: TriggerSpec[] = [
  {
    tier: 'immediate',
    signal: 'Personal data',
    condition: 'a breach: readable by somebody who must not',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Wrong data in use',
    condition: 'a decision or payment is made on figures known to be wrong',
    for_minutes: 0,
  },
  { tier: 'fast', signal: 'Contract', condition: 'a consumer fails on the new schema', for_minutes: 15 },
  {
    tier: 'fast',
    signal: 'Data tests',
    condition: 'a key figure leaves the limits of the shadow run',
    for_minutes: 15,
  },
  {
    tier: 'planned',
    signal: 'Freshness',
    condition: 'published later than promised in two runs',
    for_minutes: 60,
  },
  {
    tier: 'planned',
    signal: 'Model quality',
    condition: 'below the previous version in a segment',
    for_minutes: 1440,
  },
  {
    tier: 'monitor',
    signal: 'Reports',
    condition: 'a difference that has an explanation to be checked',
    for_minutes: 1440,
  },
]

export const baseline: string[] = [
  'rows per run and per partition',
  'nulls and duplicates of key columns',
  'key figures of the last 28 days',
  'run time, cost and freshness',
]

export const monitoring: KindProfile['monitoring'] = {
  calendar_days: 7,
  cadence: [
    { from_hours: 0, to_hours: 24, every_minutes: 240 },
    { from_hours: 24, to_hours: 168, every_minutes: 1440 },
  ],
}
