import { knownValue } from '../basis.ts'
import type { Risk, Rollback, WayBack } from '../plan.ts'
import type { RiskRule } from './rule.ts'

type Links = Pick<Risk, 'trigger' | 'way_back' | 'missing_links'>

/**
 * The trigger and the way back that answer a risk; which link is missing is said, not hidden. A trigger of the fast
 * tier comes first unless the risk is for the immediate one, where nobody has to think; of the ways back the plan's
 * main one, and never one that loses data while another exists: a restore is only named as the last resort.
 * @param otherwise what answers it where no trigger has the words of the risk
 */
export function chainLinks(words: RiskRule['answered_by'], rollback: Rollback, otherwise?: RegExp): Links {
  const matching = (pattern: RegExp) =>
    rollback.triggers.filter(({ signal, threshold }) => pattern.test(`${signal} ${threshold}`))
  const particular = matching(words.trigger)
  const triggers = particular.length > 0 || !otherwise ? particular : matching(otherwise)
  const tier = words.tier ?? 'fast'
  const trigger = triggers.find(candidate => candidate.tier === tier) ?? triggers[0]
  const way = wayBackFor(words.way_back, rollback)
  const last = words.last_resort && rollback.methods.find(({ name }) => words.last_resort?.test(name))
  const resort = last && way && last !== way ? `; last resort: ${last.name.replace(/\s*\(.*\)$/, '')}` : ''
  return {
    ...(trigger ? { trigger: `${trigger.tier}: ${trigger.signal}` } : {}),
    ...(way ? { way_back: `${way.name}${resort}` } : {}),
    missing_links: [...(trigger ? [] : [noTrigger()]), ...(way ? [] : [noWay()])],
  }
}

/** The links that the caller named, where the rollback plan has them; the words of the risk find the others. */
export function toldLinks(
  told: { trigger?: string | undefined; way_back?: string | undefined },
  found: Links,
  { triggers, methods }: Rollback,
): Links {
  const same = (one: string, other: string | undefined) => one.toLowerCase() === other?.toLowerCase()
  const named = triggers.find(({ signal }) => same(signal, told.trigger))
  const way = methods.find(({ name, id }) => same(name, told.way_back) || same(id, told.way_back))
  return {
    ...found,
    ...(named ? { trigger: `${named.tier}: ${named.signal}` } : {}),
    ...(way ? { way_back: way.name } : {}),
    missing_links: [
      ...(named || (found.trigger && !told.trigger) ? [] : [noTrigger(told.trigger)]),
      ...(way || (found.way_back && !told.way_back) ? [] : [noWay(told.way_back)]),
    ],
  }
}

const noTrigger = (named?: string): string =>
  `no rollback trigger${named ? ` "${named}"` : ''}: add it with write_rollback_plan triggers${named ? '' : ', or name one with assess_risks trigger'}`

const noWay = (named?: string): string =>
  `no way back${named ? ` "${named}"` : ''}: add it with write_rollback_plan methods${named ? '' : ', or name one with assess_risks way_back'}`

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
