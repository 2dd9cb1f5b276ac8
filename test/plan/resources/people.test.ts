import { describe, expect, test } from 'vitest'
import { isAway, peopleOf, reasonAway } from '../../../src/plan/resources/people.ts'
import { derivationOf } from '../../support/schedule.ts'

type People = Parameters<typeof derivationOf>[0] & object
const peopleWith = (
  people: NonNullable<NonNullable<NonNullable<People['inputs']>['resources']>['people']>,
) => {
  const derivation = derivationOf({ release: { country: ['US'] }, inputs: { resources: { people } } })
  return peopleOf(derivation, derivation.profile.roles)
}

describe('a person with a country', () => {
  const [ana, bo] = peopleWith([
    { name: 'Ana', country: 'il', absences: [{ from: '2026-12-01', to: '2026-12-01' }] },
    { name: 'Bo' },
  ])

  test('has its week and its holidays, not those of the plan', () => {
    expect(reasonAway(ana!, '2026-09-21')).toBe('Day of Atonement (Yom Kippur) (IL)')
    expect(reasonAway(ana!, '2026-11-27')).toBe('Friday')
    expect(reasonAway(ana!, '2026-11-29')).toBeUndefined()
    expect(reasonAway(ana!, '2026-11-26')).toBeUndefined()
    expect(reasonAway(ana!, '2026-12-01')).toBe('absent')
  })

  test('takes calls on holidays, for only an absence is away', () => {
    expect(isAway(ana!, '2026-09-21')).toBe(false)
    expect(isAway(ana!, '2026-12-01')).toBe(true)
  })

  test('is told apart from one whose days are those of the plan', () => {
    expect(bo!.calendar).toBeUndefined()
    expect(reasonAway(bo!, '2026-11-26')).toBeUndefined()
  })
})

test('an unknown country of a person names the argument and the nearest', () => {
  expect(() => peopleWith([{ name: 'Ana', country: 'UK' }])).toThrow(
    /people\[0\]\.country: .*GB \(United Kingdom\)/,
  )
})
