import type { RiskRule } from '../rule.ts'
import { dataRules } from './data.ts'
import { deliveryRules } from './delivery.ts'
import { interfaceRules } from './interfaces.ts'
import { qualityRules } from './quality.ts'

/** Every risk that a change can show; its id stays the same from release to release. */
export const riskRules: readonly RiskRule[] = [
  ...dataRules,
  ...interfaceRules,
  ...deliveryRules,
  ...qualityRules,
]
