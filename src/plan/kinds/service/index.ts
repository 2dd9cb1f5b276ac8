import type { KindProfile } from '../profile.ts'
import { severitiesOfRunning } from '../severities.ts'
import { messages } from './messages.ts'
import { omitted } from './omitted.ts'
import { baseline, default_strategy, monitoring, strategies, triggers, ways_back } from './rollout.ts'
import { release_day, roles, stages, test_scenarios } from './stages.ts'

export const service: KindProfile = {
  kind: 'service',
  name: 'a service that its team runs',
  shipped: 'deployed',
  stages,
  roles,
  strategies,
  default_strategy,
  release_day,
  ways_back,
  triggers,
  messages,
  severities: severitiesOfRunning,
  update_minutes: { release_day: 30, rollback: 5 },
  monitoring,
  baseline,
  test_scenarios,
  omitted,
}
