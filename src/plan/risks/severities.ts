import type { Derivation } from '../derivation.ts'
import type { Level, Scope } from '../plan.ts'
import { riskRules } from './catalogue/index.ts'
import { severityOf, worst } from './matrix.ts'
import { levelsOf, seenIn } from './register.ts'

/** How grave the register is before a schedule exists, and by which risk. */
export interface Gravity {
  level: Level
  /** Title of the gravest; absent where the register is empty. */
  by?: string
  count: number
}

/**
 * The level of the risk register as far as change and caller show it: the same rules, levels and matrix. Only what a
 * date decides is missing (changes after the freeze), for the strategy comes before the schedule.
 */
export function gravityOf(derivation: Derivation, scope: Scope): Gravity {
  const { inputs } = derivation
  const matrix = inputs.risks?.matrix ?? 'four_level'
  const dismissed = new Set((inputs.risks?.dismiss ?? []).map(({ id }) => id))
  const own = (inputs.risks?.risks ?? []).filter(({ id }) => !dismissed.has(id))
  const seen = seenIn(derivation, scope)
  const shown = riskRules.flatMap(rule => {
    const evidence = dismissed.has(rule.id) ? undefined : rule.shown(seen)
    const told = own.find(({ id }) => id === rule.id)
    return evidence
      ? [{ title: told?.title ?? rule.title, levels: levelsOf(told, matrix, rule, evidence) }]
      : []
  })
  const byRule = new Set(riskRules.filter(rule => rule.shown(seen)).map(({ id }) => id))
  const told = own
    .filter(({ id }) => !byRule.has(id))
    .map(risk => ({ title: risk.title ?? risk.id, levels: levelsOf(risk, matrix) }))
  const rated = [...shown, ...told].map(({ title, levels: { probability, impact, percent } }) => ({
    title,
    severity: severityOf(matrix, probability.value, impact.value, percent),
  }))
  if (rated.length === 0) return { level: 'low', count: 0 }
  const level = worst(rated.map(({ severity }) => severity))
  return { level, by: rated.find(({ severity }) => severity === level)!.title, count: rated.length }
}

const load = /\b(performance|load|capacity|throughput|latency|contention|scal(e|ing))\b/i

/** What shows a defect under load only: a performance change in the scope, or a risk that speaks of load. */
export function loadBound({ inputs }: Derivation, scope: Scope): string | undefined {
  const dismissed = new Set((inputs.risks?.dismiss ?? []).map(({ id }) => id))
  const item = scope.items?.find(({ kind }) => kind === 'performance')
  const risk = (inputs.risks?.risks ?? []).find(
    ({ id, title = '', category = '' }) =>
      !dismissed.has(id) && load.test(`${id} ${title} ${category}`.replaceAll('_', ' ')),
  )
  return risk ? `risk ${risk.id}` : item ? 'performance change in the scope' : undefined
}
