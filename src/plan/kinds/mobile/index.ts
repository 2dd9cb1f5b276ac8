import { omittedForMobile } from '../omitted.ts'
import type { KindProfile } from '../profile.ts'
import { severitiesOfInstalled } from '../severities.ts'
import { messages } from './messages.ts'
import { baseline, default_strategy, monitoring, strategies, triggers, ways_back } from './rollout.ts'
import { release_day, roles, stages, test_scenarios } from './stages.ts'

/** An app that stores hand out: nothing installed can be recalled. */
export const mobile: KindProfile = {
  kind: 'mobile',
  name: 'an app that stores hand out',
  shipped: 'released in the stores',
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
  omitted: omittedForMobile,
}
