import { omittedForData } from '../omitted.ts'
import type { KindProfile } from '../profile.ts'
import { severitiesOfRunning } from '../severities.ts'
import { messages } from './messages.ts'
import { baseline, default_strategy, monitoring, strategies, triggers, ways_back } from './rollout.ts'
import { release_day, roles, stages, test_scenarios } from './stages.ts'

/** A pipeline, a model or a data set: what was computed stays until it is recomputed. */
export const data: KindProfile = {
  kind: 'data',
  name: 'a pipeline, model or data set',
  shipped: 'published to its consumers',
  stages,
  roles,
  strategies,
  default_strategy,
  release_day,
  ways_back,
  triggers,
  messages,
  severities: severitiesOfRunning,
  update_minutes: { release_day: 30, rollback: 15 },
  monitoring,
  baseline,
  test_scenarios,
  omitted: omittedForData,
}
