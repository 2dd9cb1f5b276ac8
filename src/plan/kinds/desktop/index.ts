import { omittedForDesktop } from '../omitted.ts'
import type { KindProfile } from '../profile.ts'
import { severitiesOfInstalled } from '../severities.ts'
import { messages } from './messages.ts'
import { baseline, default_strategy, monitoring, strategies, triggers, ways_back } from './rollout.ts'
import { release_day, roles, stages, test_scenarios } from './stages.ts'

/** A program that updates itself from channels of its maker. */
export const desktop: KindProfile = {
  kind: 'desktop',
  name: 'a program that people install on their machines',
  shipped: 'offered on the update channel',
  stages,
  roles,
  strategies,
  default_strategy,
  release_day,
  ways_back,
  triggers,
  messages,
  severities: severitiesOfInstalled,
  update_minutes: { release_day: 60, rollback: 30 },
  monitoring,
  baseline,
  test_scenarios,
  omitted: omittedForDesktop,
}
