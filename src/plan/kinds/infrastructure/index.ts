import { omittedForInfrastructure } from '../omitted.ts'
import type { KindProfile } from '../profile.ts'
import { severitiesOfRunning } from '../severities.ts'
import { messages } from './messages.ts'
import { baseline, default_strategy, monitoring, strategies, triggers, ways_back } from './rollout.ts'
import { release_day, roles, stages, test_scenarios } from './stages.ts'

/** Infrastructure as code: what it changes is what others run on. */
export const infrastructure: KindProfile = {
  kind: 'infrastructure',
  name: 'infrastructure that others run on',
  shipped: 'applied',
  stages,
  roles,
  strategies,
  default_strategy,
  release_day,
  ways_back,
  triggers,
  messages,
  severities: severitiesOfRunning,
  update_minutes: { release_day: 30, rollback: 10 },
  monitoring,
  baseline,
  test_scenarios,
  omitted: omittedForInfrastructure,
}
