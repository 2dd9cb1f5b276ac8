import { isKnown } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { Level, Resources, Risk, Risks } from '../plan.ts'
import { parseVersion } from '../version.ts'
import { patchForecast } from './forecast.ts'
import { levels, type MatrixName, matrixTable, worst } from './matrix.ts'
import { type Around, allRisks } from './register.ts'
import { watchFiles, watchRule } from './watch-files.ts'
import { monitoring, nextReview } from './watching.ts'

/** The register, the forecast of a patch release and the files to watch. */
export function deriveRisks(derivation: Derivation, around: Around & { resources: Resources }): Risks {
  const { inputs, today } = derivation
  const matrix: MatrixName = inputs.risks?.matrix ?? 'four_level'
  const dismissed = new Map((inputs.risks?.dismiss ?? []).map(entry => [entry.id, entry.reason]))
  const all = allRisks(derivation, around, matrix)
  const register = all.filter(risk => !dismissed.has(risk.id)).sort(bySeverity)
  const overall = register.length > 0 ? worst(register.map(risk => risk.severity)) : 'low'
  const forecast = patchForecast(inputs.observed, parseVersion(inputs.version), today)
  return {
    register,
    dismissed: [...dismissed].map(([id, reason]) => ({
      id,
      title: all.find(risk => risk.id === id)?.title ?? `${id}, no longer shown by the change`,
      reason,
    })),
    matrix: matrixTable(matrix),
    overall_level: overall,
    recommendation: recommendation(overall, register.length),
    ...('none' in forecast ? { no_forecast: forecast.none } : { hotfix_forecast: forecast }),
    watch_files: watchFiles(around.scope, inputs.observed?.range),
    watch_rule: watchRule(inputs.observed?.range),
    on_call: onCallThen(derivation, around.resources),
    monitoring: monitoring(derivation),
    next_review: nextReview(derivation, around.schedule),
  }
}

const bySeverity = (one: Risk, other: Risk): number =>
  levels.indexOf(other.severity) - levels.indexOf(one.severity)

/** Who answers first while the version rolls out: the last link of every chain. */
function onCallThen({ release }: Derivation, { on_call }: Resources): Risks['on_call'] {
  const shift = on_call[0]
  const date = release.release_date.value
  const names = [shift?.primary, shift?.secondary].flatMap(one => (one && isKnown(one) ? [one.value] : []))
  return names.length > 0
    ? { date, who: names.join(', then ') }
    : { date, missing: 'nobody is on call by name: add people with allocate_resources' }
}

function recommendation(overall: Level, count: number): string {
  if (count === 0) return 'No risk is shown by the change or named by anyone: standard procedure.'
  if (overall === 'critical')
    return 'Ship in small steps with a pause for a decision after each, or take the critical part out; do not ship all at once.'
  if (overall === 'high')
    return 'Ship in steps with observation between them, and finish the mitigations of the high risks before the go/no-go.'
  if (overall === 'medium')
    return 'Proceed, with the mitigations below done by their dates and closer watching after the release.'
  return 'Proceed by the standard procedure.'
}
