import type { StrategyOption, Warning } from '../plan.ts'
import { sentence } from '../text.ts'
import type { Choice } from './choice.ts'
import type { OwnStrategy } from './own.ts'

const openPoints = (option: StrategyOption): string[] =>
  option.against.filter(point => point.startsWith('only if'))

/** What is taken instead if the first open need of the choice is answered with no. */
export function fallbackOf(options: StrategyOption[], choice: Choice): string | undefined {
  const first = openPoints(choice.option)[0]
  if (choice.by.kind === 'given' || first === undefined) return undefined
  const others = options.filter(
    option =>
      option.feasible &&
      !option.complement &&
      !option.against.includes(first) &&
      option.strategy !== choice.option.strategy,
  )
  // One that hangs on nothing new, where there is one.
  const asked = openPoints(choice.option)
  const newlyOpen = (option: StrategyOption) => openPoints(option).some(point => !asked.includes(point))
  return others.sort(
    (one, other) => Number(newlyOpen(one)) - Number(newlyOpen(other)) || other.score - one.score,
  )[0]?.name
}

/** One or two sentences; names what the choice depends on and what is taken otherwise. */
export function rationaleOf(choice: Choice, fallback: string | undefined): string {
  const reason = sentence(choice.because)
  const [first, ...others] = openPoints(choice.option).map(point => point.replace('only if ', ''))
  if (first === undefined || choice.by.kind === 'given') return reason
  const open = [`${first}${fallback ? ` (otherwise: ${fallback})` : ''}`, ...others]
  return `${reason} It holds if ${open.join(', and if ')}.`
}

/** Own strategies that are only compared are worth a word. */
export function unchosen(own: OwnStrategy[] | undefined, choice: Choice): Warning[] {
  if (!own?.length || choice.option.own || choice.by.kind === 'given') return []
  return [
    {
      code: 'own_strategy_not_chosen',
      message: `Your own strategies (${own.map(strategy => strategy.strategy).join(', ')}) are compared, but ${choice.option.name} is planned.`,
      fix: 'Call select_strategy with choose and because to take one of them.',
    },
  ]
}
