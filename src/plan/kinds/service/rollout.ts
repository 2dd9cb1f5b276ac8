import type { KindProfile, Tier, TriggerSpec } from '../profile.ts'

export { default_strategy, strategies } from './strategies.ts'
export { ways_back } from './ways-back.ts'

const latency = (tier: Tier, for_minutes: number, condition = ''): TriggerSpec => ({
  tier,
  signal: 'P99 latency',
  measure: 'latency',
  condition,
  for_minutes,
})

const transactions = (tier: Tier, for_minutes: number, condition = ''): TriggerSpec => ({
  tier,
  signal: 'Core transactions',
  measure: 'transactions',
  condition,
  for_minutes,
})

export const triggers: TriggerSpec[] = [
  { tier: 'immediate', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 2 },
  {
    tier: 'immediate',
    signal: 'Health checks',
    condition: 'all fail, metric missing, or no request where 10 are due',
    for_minutes: 2,
  },
  { tier: 'immediate', signal: 'Data integrity', condition: 'wrong or lost data confirmed', for_minutes: 0 },
  {
    tier: 'immediate',
    signal: 'Security',
    condition: 'breach, or a hole in this version being used',
    for_minutes: 0,
  },
  latency('immediate', 2),
  transactions('immediate', 2, ', or sign-in fails'),
  { tier: 'fast', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 10 },
  latency('fast', 10, ', or 20 % time out'),
  transactions('fast', 10, ', or an integration fails'),
  {
    tier: 'fast',
    signal: 'Data store latency',
    condition: '5 times baseline, or the connection pool is used up',
    for_minutes: 10,
  },
  { tier: 'planned', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 60 },
  latency('planned', 60),
  transactions('planned', 60),
  {
    tier: 'planned',
    signal: 'Business figures',
    condition: 'conversion 20 % below the same hours before',
    for_minutes: 60,
  },
  { tier: 'planned', signal: 'Reports', condition: 'many medium defects, tickets rising', for_minutes: 60 },
  { tier: 'monitor', signal: 'Error rate', measure: 'error_rate', condition: '', for_minutes: 120 },
  latency('monitor', 120),
  transactions('monitor', 120),
  {
    tier: 'monitor',
    signal: 'Reports',
    condition: 'a defect with a workaround',
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
