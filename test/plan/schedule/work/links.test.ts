import { describe, expect, test } from 'vitest'
import { linkOf, linkText } from '../../../../src/plan/schedule/work/links.ts'
import { checkReferences } from '../../../../src/plan/schedule/work/references.ts'
import { derivationOf } from '../../../support/schedule.ts'

const known = new Set(['qa', 'qa-2d', 'process', 'uat', 'load_test'])
const read = (text: string) => linkOf(text, 'sign_off', known, 5)

describe('a relation', () => {
  test.each([
    ['qa', 'FS', 0],
    ['qa+2d', 'FS', 2],
    ['qa + 2 days', 'FS', 2],
    ['uat-1d', 'FS', -1],
    ['qaSS+1d', 'SS', 1],
    ['qa SS + 1d', 'SS', 1],
    ['qa ss', 'SS', 0],
    ['qa FF+1w', 'FF', 5],
    ['uat FF-0.5d', 'FF', -0.5],
    ['qaFS', 'FS', 0],
  ])('%s', (text, type, lag) => {
    expect(read(text)).toEqual({ id: text.slice(0, text.startsWith('uat') ? 3 : 2), type, lag })
  })

  test('an id that looks like a relation is an id', () => {
    expect(read('qa-2d')).toEqual({ id: 'qa-2d', type: 'FS', lag: 0 })
    expect(read('process')).toEqual({ id: 'process', type: 'FS', lag: 0 })
  })

  test('is written as it is read', () => {
    for (const text of ['qa', 'qa+2d', 'uat-1d', 'qa SS+1d', 'qa FF']) expect(linkText(read(text))).toBe(text)
  })

  test.each(['qa SF+1d', 'qa then uat', 'qa SS+xd'])('%s is refused with the forms', text => {
    expect(() => read(text)).toThrow(/no relation.*"qa\+2d".*"qa SS\+1d".*"qa FF"/)
  })

  test('an unknown id is refused with the nearest ones', () => {
    expect(() => read('lode_test+1d')).toThrow(/no activity of this plan\. Nearest: load_test, /)
  })
})

describe('what a call names', () => {
  const { inputs } = derivationOf()
  test('and the plan does not have is refused with the nearest ids', () => {
    expect(() => checkReferences({ remove: ['perfomance'] }, inputs)).toThrow(
      /"perfomance" is no stage.*Nearest: performance/,
    )
    const activities = [{ id: 'pilot', phase: 'Pilots' }]
    expect(() => checkReferences({ activities }, inputs)).toThrow(/"Pilots" of "pilot".*Valid: .*staging/)
  })

  test('and it has is taken, by id, name or milestone, the own ones too', () => {
    const own = {
      ...inputs,
      schedule: { phases: ['Pilot run'], milestones: [{ id: 'board', offset: 'T-4' }] },
    }
    const activities = ['freeze', 'Verification', 'code freeze', 'pilot_run'].map((phase, n) => ({
      id: `a${n}`,
      phase,
    }))
    checkReferences(
      { remove: ['performance', 'board', 'pilot_run', 'monitoring_ends', 'validate'], activities },
      own,
    )
  })
})
