import { allocateResources } from './allocate-resources.ts'
import { assessRisks } from './assess-risks.ts'
import { buildSchedule } from './build-schedule.ts'
import { fillIn } from './fill-in.ts'
import { gatherScope } from './gather-scope.ts'
import { initializePlan } from './initialize-plan.ts'
import { moveRelease } from './move-release.ts'
import { planCommunications } from './plan-communications.ts'
import { readPlan } from './read-plan.ts'
import { reviewPlan } from './review-plan.ts'
import { selectStrategy } from './select-strategy.ts'
import type { Tool } from './tool.ts'
import { writeRollbackPlan } from './write-rollback-plan.ts'

/** Every tool, in the order in which a release is planned; the list never varies. */
export const tools: readonly Tool[] = [
  initializePlan,
  gatherScope,
  assessRisks,
  selectStrategy,
  buildSchedule,
  allocateResources,
  writeRollbackPlan,
  planCommunications,
  reviewPlan,
  readPlan,
  fillIn,
  moveRelease,
]
