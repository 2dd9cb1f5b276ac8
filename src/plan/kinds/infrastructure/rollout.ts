import type { KindProfile, StrategySpec, TriggerSpec, WayBackSpec } from '../profile.ts'

export const judged = ['plan is empty after the apply', 'signals of what runs on it stay at the baseline']

export const strategies: StrategySpec[] = [
  {
    id: 'environment_by_environment',
    name: 'Environment by environment, smallest blast radius first',
    description:
      'The approved plan is applied to one environment, zone or cluster after the other, each watched before the next.',
    needs: {},
    scores: { zero_downtime: 4, risk_mitigation: 4, complexity: 2, cost: 1 },
    advantages: ['a mistake stays in one part'],
    considerations: ['parts differ meanwhile', 'shared resources have no smaller part'],
    steps: [
      {
        id: 'first_part',
        name: 'Apply to the smallest production part',
        minutes: 30,
        role: 'devops',
        checks: ['apply log without error'],
      },
      {
        id: 'watch_part',
        name: 'Watch the first part',
        minutes: 30,
        role: 'devops',
        observe: true,
        checks: judged,
      },
      {
        id: 'other_parts',
        name: 'Apply to the other parts, one at a time',
        percent: 100,
        minutes: 60,
        role: 'devops',
        checks: judged,
      },
    ],
  },
  {
    id: 'parallel_build',
    name: 'Build beside and move',
    description:
      'New resources are created beside the old ones; workloads move; the old ones are kept for a time.',
    needs: { spare_environment: true },
    scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 4, cost: 5 },
    advantages: ['back by moving the workloads', 'right where a replace would destroy'],
    considerations: ['double cost and quota', 'names, addresses and data have to move'],
    steps: [
      {
        id: 'create',
        name: 'Create the new resources',
        minutes: 60,
        role: 'devops',
        checks: ['checks pass without workloads'],
      },
      {
        id: 'move_first',
        name: 'Move one workload and watch',
        minutes: 30,
        role: 'devops',
        observe: true,
        checks: judged,
      },
      { id: 'move_all', name: 'Move the rest', percent: 100, minutes: 60, role: 'devops', checks: judged },
    ],
  },
  {
    id: 'apply_all',
    name: 'Apply everywhere at once',
    description: 'One apply for all environments.',
    needs: {},
    scores: { zero_downtime: 3, risk_mitigation: 1, complexity: 1, cost: 1 },
    advantages: ['quick'],
    considerations: ['a mistake is everywhere'],
    steps: [
      {
        id: 'apply',
        name: 'Apply',
        percent: 100,
        minutes: 45,
        role: 'devops',
        observe: true,
        checks: judged,
      },
    ],
  },
]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'environment_by_environment',
  because: 'the blast radius of one apply is then one part',
}

export const ways_back: WayBackSpec[] = [
  {
    id: 'not_started',
    name: 'Do not apply',
    applies_while: 'nothing is applied in production',
    until: 'rollout_start',
    minutes: 0,
    minutes_source: 'nothing to undo',
    loses: 'the release date',
    steps: ['Release the state lock', 'Record the no-go with its reason'],
  },
  {
    id: 'apply_previous',
    name: 'Apply the previous version',
    applies_while: 'nothing that holds data was destroyed',
    from: 'rollout_start',
    until: 'close',
    minutes: 45,
    minutes_source: 'infrastructure profile, until the rehearsal measures it',
    loses: 'addresses and identities of what is replaced',
    steps: [
      'Stop further parts',
      'Plan from the previous tag; read every destroy',
      'Apply to the parts already changed',
      'Plan again and check that the plan is empty',
    ],
  },
  {
    id: 'state_restore',
    name: 'Restore the state file',
    applies_while: 'the state is damaged, the resources are not',
    from: 'rollout_start',
    until: 'close',
    minutes: 30,
    minutes_source: 'infrastructure profile',
    loses: 'nothing real; what was made since has to be imported',
    steps: [
      'Lock the state',
      'Restore the backup of the day',
      'Plan, and import what the plan does not know',
    ],
    commands: ['backup', 'restore'],
  },
  {
    id: 'roll_forward',
    name: 'Roll forward',
    applies_while: 'a resource was destroyed, or the cause is small',
    from: 'rollout_start',
    until: 'never',
    minutes: 120,
    minutes_source: 'infrastructure profile: fix, plan, review, apply',
    loses: 'availability of the resource until then; its data as of the last backup',
    steps: [
      'Fix it, plan, have somebody else read the plan',
      'Apply to the part that is broken, watch, then the others',
    ],
  },
]

export const triggers: TriggerSpec[] = [
  {
    tier: 'immediate',
    signal: 'Data',
    condition: 'a resource that holds data is being destroyed',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Reachability',
    condition: 'an environment cannot be reached or nobody can sign in',
    for_minutes: 2,
  },
  {
    tier: 'immediate',
    signal: 'Security',
    condition: 'something private is reachable from outside',
    for_minutes: 0,
  },
  {
    tier: 'fast',
    signal: 'Apply',
    condition: 'it stopped half way and the next plan is not the rest of it',
    for_minutes: 10,
  },
  { tier: 'fast', signal: 'Workloads', condition: 'one critical workload is unhealthy', for_minutes: 10 },
  { tier: 'planned', signal: 'Drift', condition: 'the plan after the apply is not empty', for_minutes: 60 },
  { tier: 'planned', signal: 'Cost', condition: '20 % over the estimate', for_minutes: 1440 },
  { tier: 'monitor', signal: 'Reports', condition: 'a defect with a workaround', for_minutes: 1440 },
]

export const baseline: string[] = [
  'result of a plan: empty',
  'health of every critical workload',
  'latency and errors between parts',
  'cost per day, use of quotas',
]

export const monitoring: KindProfile['monitoring'] = {
  calendar_days: 3,
  cadence: [
    { from_hours: 0, to_hours: 4, every_minutes: 30 },
    { from_hours: 4, to_hours: 72, every_minutes: 480 },
  ],
}
