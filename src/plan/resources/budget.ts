import { derived, given, isKnown, type Statement } from '../basis.ts'
import { daysBetween } from '../calendar/date.ts'
import { minutesBetween } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { Resources, Schedule, Strategy } from '../plan.ts'
import { keepOldHours } from '../strategy/keep-old.ts'
import { byCaller } from './assignments.ts'
import { amountText, currencyCode, decimalOf, minorDigits, minorUnits, times } from './money.ts'
import { nameKey } from './on-call/past.ts'

type Item = Resources['budget']['items'][number]
type Budget = Resources['budget']

/** What the plan has counted and a rate can be multiplied by. */
export interface Counted {
  schedule: Schedule
  strategy?: Strategy
  load: Resources['load']
  on_call: Resources['on_call']
  fairness?: Resources['fairness']
}

/** Hours of a working day where a rate is per day, a stated default. */
const WORKING_DAY = 8

/**
 * What the release costs: environments for their hours, tools, help, and people, on-call or staging where the caller gave a rate. Decimal
 * arithmetic in minor units, each line rounded half up. A price or a quantity that nobody gave is unknown, stays out of the totals and is
 * counted as unknown, never 0; a currency without a rate stays a total of its own.
 */
export function budgetOf(derivation: Derivation, counted: Counted): Budget {
  const { costs: own = [], total_in } = derivation.inputs.resources ?? {}
  const base = total_in && currencyCode(total_in.currency)
  const items = [
    ...catalogueItems(derivation, counted.strategy).filter(
      item => !own.some(cost => sameItem(cost.item, item.item)),
    ),
    ...own.map(cost => ownItem(derivation, counted, cost)),
  ].map(item => summed(item.currency || !base ? item : { ...item, currency: base }))
  const minor = new Map<string, bigint>()
  for (const { sum, currency: code = '' } of items) {
    if (sum === undefined) continue
    minor.set(code, (minor.get(code) ?? 0n) + minorUnits(decimalOf(sum), minorDigits(code)))
  }
  const totals = [...minor].map(([code, units]) => {
    const exact = amountText(units, minorDigits(code))
    return { currency: code, amount: Number(exact), exact }
  })
  return {
    items,
    totals,
    unknown: items.filter(item => item.sum === undefined).length,
    ...(base && totals.length > 0 && { total: inBase(base, total_in, minor) }),
  }
}

/** The totals of all currencies with a rate as one. */
function inBase(
  base: string,
  { rates = {}, date }: NonNullable<NonNullable<Derivation['inputs']['resources']>['total_in']>,
  minor: ReadonlyMap<string, bigint>,
): NonNullable<Budget['total']> {
  const given = new Map(Object.entries(rates).map(([code, rate]) => [currencyCode(code), rate]))
  const digits = minorDigits(base)
  let sum = 0n
  const converted: { currency: string; rate: number }[] = []
  const without: string[] = []
  for (const [code, units] of minor) {
    const rate = code === base ? 1 : given.get(code)
    if (rate === undefined) {
      without.push(code)
      continue
    }
    const amount = { units, scale: minorDigits(code) }
    sum += minorUnits(times(amount, decimalOf(rate)), digits)
    if (code !== base) converted.push({ currency: code, rate })
  }
  const exact = amountText(sum, digits)
  return {
    currency: base,
    amount: Number(exact),
    exact,
    converted,
    ...(converted.length > 0 && date !== undefined && { rates_of: date }),
    ...(without.length > 0 && { without_rate: without }),
  }
}

/** With what the line comes to, where price and quantity are known. */
function summed(item: Item): Item {
  const { amount, currency = '', quantity } = item
  if (!isKnown(amount) || (quantity && !isKnown(quantity))) return item
  const many = quantity && isKnown(quantity) ? decimalOf(quantity.value) : decimalOf(1)
  const digits = minorDigits(currency)
  return { ...item, sum: amountText(minorUnits(times(decimalOf(amount.value), many), digits), digits) }
}

type Cost = NonNullable<NonNullable<Derivation['inputs']['resources']>['costs']>[number]

function ownItem(derivation: Derivation, counted: Counted, cost: Cost): Item {
  const { item, amount, currency, per, quantity } = cost
  const once = per === undefined || /^(?:release|once|plan|total)$/i.test(per)
  const many =
    quantity !== undefined
      ? given(quantity, byCaller)
      : once
        ? undefined
        : quantityOf(derivation, counted, cost)
  return {
    item,
    amount: amount === undefined ? askedCost(derivation, item) : given(amount, byCaller),
    ...(currency !== undefined && { currency: currencyCode(currency) }),
    ...(per !== undefined && { per }),
    ...(many && { quantity: many }),
  }
}

/** How often a rate is paid: what the plan counts of that name, else a question. */
function quantityOf(derivation: Derivation, counted: Counted, { item, per = '' }: Cost): Statement<number> {
  const hours = hoursOf(derivation, counted, item)
  const unit = per.toLowerCase().replace(/s$/, '')
  if (hours && /^(?:h|hr|hour)$/.test(unit)) return derived(hours.hours, hours.from)
  if (hours && unit === 'day') {
    const value = Math.round((100 * hours.hours) / hours.day) / 100
    return derived(value, `${hours.from}, ${hours.day} h a day`)
  }
  if (isOnCall(item) && unit === 'shift') {
    const shifts = counted.on_call.flatMap(({ primary, secondary }) => [primary, secondary]).filter(isRotated)
    return derived(shifts.length, 'shifts of primary and secondary')
  }
  return derivation.questions.number({
    id: `quantity_${idOf(item)}`,
    question: /^[a-z]+$/i.test(per)
      ? `number of ${per.replace(/s$/i, '')}s for which ${item} is paid`
      : `number of times "${per}" of ${item} is paid`,
    who: 'engineering_manager',
    gate: 'freeze',
  })
}

const isRotated = (who: Statement<string>): boolean => isKnown(who) && who.basis.kind === 'derived'
const isOnCall = (item: string): boolean => /^on[- ]?call$/i.test(item)

/** Hours that the plan counts of a person, of on-call, of staging or of the second environment. */
function hoursOf(
  derivation: Derivation,
  { schedule, load, fairness }: Counted,
  item: string,
): { hours: number; from: string; day: number } | undefined {
  if (isOnCall(item) && fairness) {
    const hours = Object.values(fairness.hours_by_person).reduce((sum, one) => sum + one, 0)
    return { hours: rounded(hours), from: 'hours on call', day: 24 }
  }
  const worked = load.filter(({ name }) => nameKey(name) === nameKey(item))
  if (worked.length > 0) {
    const hours = worked.reduce((sum, week) => sum + week.hours, 0)
    return { hours: rounded(hours), from: 'hours of the load table', day: WORKING_DAY }
  }
  const staging = schedule.stages.find(stage => stage.id === 'staging')
  if (staging && /^staging\b/i.test(item)) {
    const days = daysBetween(staging.from, staging.to) + 1
    return { hours: days * 24, from: `${staging.from} to ${staging.to}`, day: 24 }
  }
  if (/^(?:second|green|new|spare) environment\b/i.test(item))
    return { ...secondHours(derivation, schedule), day: 24 }
  return undefined
}

/** From the first step of the rollout to the day on which the old version goes. */
function secondHours(
  derivation: Derivation,
  { release_day: steps }: Schedule,
): { hours: number; from: string } {
  const kept = keepOldHours(derivation).value
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return { hours: kept, from: `${kept} h kept for the way back` }
  const day = rounded((minutesBetween(first.at_utc, last.at_utc) + last.minutes) / 60)
  return {
    hours: rounded(day + kept),
    from: `${day} h of the release day and ${kept} h kept for the way back`,
  }
}

const rounded = (hours: number): number => Math.round(hours * 100) / 100

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
  const sum = times(decimalOf(hourly), decimalOf(kept))
  return {
    item,
    amount: derived(
      Number(amountText(minorUnits(sum, 2), 2)),
      `hourly_cost ${hourly} x ${kept} h kept for the way back`,
    ),
  }
}

function askedCost({ questions }: Derivation, item: string, id = `cost_${idOf(item)}`): Statement<number> {
  return questions.number({ id, question: `cost of ${item}`, who: 'engineering_manager', gate: 'freeze' })
}

const idOf = (item: string): string =>
  item
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 50)

const sameItem = (a: string, b: string): boolean => idOf(b).startsWith(idOf(a))
