import { derived, given, isKnown, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { Resources, Strategy } from '../plan.ts'
import { keepOldHours } from '../strategy/keep-old.ts'
import { byCaller } from './assignments.ts'

type Item = Resources['budget']['items'][number]

/** What the release costs beside working time. A price that nobody gave is unknown and stays out of the totals, never 0. */
export function budgetOf(derivation: Derivation, strategy: Strategy | undefined): Resources['budget'] {
  const own = derivation.inputs.resources?.costs ?? []
  const items = [
    ...catalogueItems(derivation, strategy).filter(item => !own.some(cost => sameItem(cost.item, item.item))),
    ...own.map(cost => ({
      item: cost.item,
      amount: cost.amount === undefined ? askedCost(derivation, cost.item) : given(cost.amount, byCaller),
      ...(cost.currency !== undefined && { currency: cost.currency.toUpperCase() }),
      ...(cost.per !== undefined && { per: cost.per }),
    })),
  ]
  const totals = new Map<string, number>()
  for (const { amount, currency, per } of items) {
    // A rate has no total before somebody says how often it is paid.
    if (!isKnown(amount) || per !== undefined) continue
    totals.set(currency ?? '', (totals.get(currency ?? '') ?? 0) + amount.value)
  }
  return {
    items,
    totals: [...totals].map(([currency, amount]) => ({ currency, amount: Math.round(amount * 100) / 100 })),
    unknown: items.filter(item => !isKnown(item.amount)).length,
  }
}

function catalogueItems(derivation: Derivation, strategy: Strategy | undefined): Item[] {
  const { inputs, profile } = derivation
  const spec = profile.strategies.find(option => option.id === strategy?.recommended)
  const second: Item[] =
    strategy && spec?.needs.spare_environment
      ? [secondEnvironment(derivation, inputs.strategy?.hourly_cost)]
      : []
  if (profile.kind !== 'service') return second
  const tests = 'load test, added monitoring and backup storage'
  return [...second, { item: tests, amount: askedCost(derivation, tests, 'cost_tests_monitoring_backup') }]
}

function secondEnvironment(derivation: Derivation, hourly: number | undefined): Item {
  const kept = keepOldHours(derivation).value
  const item = `second environment, ${kept} h`
  if (hourly === undefined)
    return { item, amount: askedCost(derivation, 'the second environment', 'cost_second_environment') }
  return {
    item,
    amount: derived(
      Math.round(hourly * kept * 100) / 100,
      `hourly_cost ${hourly} x ${kept} h kept for the way back`,
    ),
  }
}

function askedCost({ questions }: Derivation, item: string, id = `cost_${idOf(item)}`): Statement<number> {
  return questions.number({ id, question: `cost of ${item}`, who: 'Engineering manager', gate: 'freeze' })
}

const idOf = (item: string): string =>
  item
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 50)

const sameItem = (a: string, b: string): boolean => idOf(b).startsWith(idOf(a))
