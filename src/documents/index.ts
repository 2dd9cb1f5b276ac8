import type { Plan } from '../plan/plan.ts'
import { appendixDocument } from './appendix.ts'
import { communicationsDocuments } from './communications.ts'
import type { Document } from './document.ts'
import { readmeDocument } from './readme.ts'
import { recordDocuments } from './records.ts'
import { resourcesDocuments } from './resources.ts'
import { risksDocuments } from './risks.ts'
import { rollbackDocuments } from './rollback.ts'
import { scheduleDocuments } from './schedule.ts'
import { scopeDocuments } from './scope.ts'
import { strategyDocuments } from './strategy.ts'

const bySection = {
  scope: scopeDocuments,
  risks: risksDocuments,
  strategy: strategyDocuments,
  schedule: scheduleDocuments,
  resources: resourcesDocuments,
  rollback: rollbackDocuments,
  communications: communicationsDocuments,
}

/** Every file of the plan's planned sections, the index first. */
export function documents(plan: Plan): Document[] {
  const others = [
    ...plan.planned.flatMap(section => bySection[section](plan)),
    ...recordDocuments(plan),
    appendixDocument(plan),
  ]
  return [readmeDocument(plan, others), ...others]
}
