import type { KindProfile } from '../profile.ts'
import { severitiesOfInstalled } from '../severities.ts'
import { messages } from './messages.ts'
import { omitted } from './omitted.ts'
import { baseline, default_strategy, monitoring, strategies, triggers, ways_back } from './rollout.ts'
import { release_day, roles, stages, test_scenarios } from './stages.ts'

export const library: KindProfile = {
  kind: 'library',
  name: 'a library that others build on',
  shipped: 'published',
  stages,
  roles,
  strategies,
  default_strategy,
  release_day,
  ways_back,
  triggers,
  messages,
  severities: severitiesOfInstalled,
  update_minutes: { release_day: 30, rollback: 30 },
  monitoring,
  baseline,
  test_scenarios,
  omitted,
}
