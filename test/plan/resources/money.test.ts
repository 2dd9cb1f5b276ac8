import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ResourcesInputs } from '../../../src/plan/inputs.ts'
import {
  amountText,
  checkMoney,
  decimalOf,
  minorDigits,
  minorUnits,
  times,
} from '../../../src/plan/resources/money.ts'
import { deriveResources } from '../../../src/plan/resources/resources.ts'
import { derivationOf, scheduleOf, strategyOf } from '../../support/schedule.ts'

const { schedule } = scheduleOf()

function budgetOf(resources: ResourcesInputs, hourly_cost?: number) {
  const strategy = { ...strategyOf(), ...(hourly_cost !== undefined && { recommended: 'blue_green' }) }
  const derivation = derivationOf({
    inputs: { resources, ...(hourly_cost !== undefined && { strategy: { hourly_cost } }) },
  })
  const derived = deriveResources(derivation, { schedule, strategy })
  return { ...derived.budget, resources: derived, asked: derivation.questions.asked().map(({ id }) => id) }
}

const cost = (item: string, amount: number, more: object = {}) => ({ item, amount, currency: 'EUR', ...more })

describe('decimals', () => {
  test('sums of cents are sums of cents', () => {
    const costs = Array.from({ length: 30 }, (_, n) => cost(`tool ${n}`, 0.1))
    expect(budgetOf({ costs }).totals).toEqual([{ currency: 'EUR', amount: 3, exact: '3.00' }])
  })

  test('a product is rounded once, half up, and nothing is lost before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.integer({ min: 0, max: 10 ** 6 }),
        (price, count) => {
          const product = times(decimalOf(price / 1000), decimalOf(count / 100))
          const cents = (BigInt(price) * BigInt(count) * 2n + 1000n) / 2000n
          expect(minorUnits(product, 2)).toBe(cents)
        },
      ),
      { numRuns: 200 },
    )
    expect(amountText(minorUnits(decimalOf(1e-7), 2), 2)).toBe('0.00')
    expect(amountText(minorUnits(decimalOf(1e12), 2), 2)).toBe('1000000000000.00')
  })

  test('the minor unit is that of the currency', () => {
    expect(['EUR', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3])
    expect(budgetOf({ costs: [cost('tool', 10.4, { currency: 'JPY' })] }).totals[0]!.exact).toBe('10')
  })
})

describe('what a rate is multiplied by', () => {
  const people = [
    { name: 'Ana', roles: ['devops'] },
    { name: 'Bo', roles: ['devops'] },
  ]

  test('hours of a person, of on-call, of staging and of the second environment are those of the plan', () => {
    const per = { per: 'hour' }
    const { items, resources } = budgetOf(
      {
        people,
        costs: [
          cost('ana', 80, per),
          cost('on call', 5, per),
          cost('Staging', 2, per),
          cost('second environment', 3, per),
        ],
      },
      1,
    )
    const quantity = Object.fromEntries(items.map(item => [item.item, item.quantity]))
    const worked = resources.load
      .filter(({ name }) => name === 'Ana')
      .reduce((sum, { hours }) => sum + hours, 0)
    const watched = Object.values(resources.fairness!.hours_by_person).reduce((sum, hours) => sum + hours, 0)
    expect(quantity.ana).toMatchObject({ value: Math.round(worked * 100) / 100 })
    expect(quantity['on call']).toMatchObject({ value: watched })
    // Tue 11-24 to Thu 11-26, three days of 24 hours.
    expect(quantity.Staging).toMatchObject({ value: 72 })
    expect((quantity['second environment'] as { value: number }).value).toBeGreaterThan(72)
    expect(items.filter(({ item }) => /^second/.test(item))).toHaveLength(1)
  })

  test('a given quantity wins; what nobody says is a question and counts as unknown', () => {
    const told = budgetOf({
      costs: [cost('consultant', 900, { per: 'day', quantity: 2.5 }), cost('trainer', 100, { per: 'day' })],
    })
    expect(told.totals).toEqual([{ currency: 'EUR', amount: 2250, exact: '2250.00' }])
    expect(told.asked).toContain('quantity_trainer')
    expect(told.unknown).toBe(2)
  })
})

describe('currencies', () => {
  const costs = [
    cost('a', 100),
    cost('b', 100, { currency: 'usd' }),
    cost('c', 1000, { currency: 'JPY' }),
    { item: 'd', amount: 5 },
  ]

  test('several become one by the given rates; what has no rate stays apart', () => {
    const { total, totals } = budgetOf({
      costs,
      total_in: { currency: 'eur', rates: { USD: 0.9235 }, date: '2026-11-20' },
    })
    expect(totals.map(({ currency, exact }) => `${exact} ${currency}`)).toEqual([
      '105.00 EUR',
      '100.00 USD',
      '1000 JPY',
    ])
    expect(total).toEqual({
      currency: 'EUR',
      amount: 197.35,
      exact: '197.35',
      converted: [{ currency: 'USD', rate: 0.9235 }],
      rates_of: '2026-11-20',
      without_rate: ['JPY'],
    })
  })

  test('without rates each is a total of its own', () => {
    const { total, totals } = budgetOf({ costs })
    expect(total).toBeUndefined()
    expect(totals.map(({ currency }) => currency)).toEqual(['EUR', 'USD', 'JPY', ''])
  })

  test.each<[Parameters<typeof checkMoney>[0], RegExp]>([
    [{ costs: [cost('a', 1, { currency: 'euro' })] }, /costs\[0\]\.currency: "euro" is not a currency.*EUR/],
    [{ total_in: { currency: 'XXQ' } }, /total_in\.currency/],
    [{ total_in: { currency: 'EUR', rates: { USD: 0.9 } } }, /total_in\.date/],
    [{ total_in: { currency: 'EUR', rates: { USD: 0 }, date: '2026-11-20' } }, /total_in\.rates\.USD: 0/],
  ])('%j is refused', (args, message) => {
    expect(() => checkMoney(args)).toThrow(message)
  })

  test('a plan with a word for a currency still opens', () => {
    expect(budgetOf({ costs: [cost('a', 1.5, { currency: 'euros' })] }).totals).toEqual([
      { currency: 'EUROS', amount: 1.5, exact: '1.50' },
    ])
  })
})
