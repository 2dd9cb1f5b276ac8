import { knownValue } from '../basis.ts'
import type { Risk, Rollback, WayBack } from '../plan.ts'
import type { RiskSpec } from './catalogue.ts'

/**
 * The trigger and the way back that answer a risk; which link is missing is said, not hidden. A trigger of the fast
 * tier comes first unless the risk is for the immediate one, where nobody has to think; of the ways back the plan's
 * main one, and never one that loses data while another exists: a restore is only named as the last resort.
 */
export function chainLinks(
  words: RiskSpec['answered_by'],
  rollback: Rollback,
): Pick<Risk, 'trigger' | 'way_back' | 'missing_links'> {
  const triggers = rollback.triggers.filter(({ signal, threshold }) =>
    words.trigger.test(`${signal} ${threshold}`),
  )
  const tier = words.tier ?? 'fast'
  const trigger = triggers.find(candidate => candidate.tier === tier) ?? triggers[0]
  const way = wayBackFor(words.way_back, rollback)
  const last = words.last_resort && rollback.methods.find(({ name }) => words.last_resort?.test(name))
  const resort = last && way && last !== way ? `; last resort: ${last.name.replace(/\s*\(.*\)$/, '')}` : ''
  return {
    ...(trigger ? { trigger: `${trigger.tier}: ${trigger.signal}` } : {}),
    ...(way ? { way_back: `${way.name}${resort}` } : {}),
    missing_links: [...(trigger ? [] : ['no rollback trigger']), ...(way ? [] : ['no way back'])],
  }
}

function wayBackFor(words: RegExp, { methods, main }: Rollback): WayBack | undefined {
  const answers = methods.filter(
    ({ name, applies_while, minutes }) => words.test(`${name} ${applies_while}`) && knownValue(minutes) !== 0,
  )
  const keeping = answers.filter(way => !losesData(way))
  const usual = answers.find(({ id }) => id === main) ?? answers[0]
  if (!usual || !losesData(usual)) return usual
  // The lists end with rolling forward, which keeps what was written.
  return keeping.at(-1) ?? usual
}

const losesData = ({ name, loses }: WayBack): boolean =>
  /\brestore\b/i.test(name) || /\b(?:everything|whatever|what)\b[^;]*\b(?:written|wrote)\b/i.test(loses)
