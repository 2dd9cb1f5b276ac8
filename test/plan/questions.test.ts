import { describe, expect, test } from 'vitest'
import { isKnown } from '../../src/plan/basis.ts'
import { profileOf } from '../../src/plan/kinds/index.ts'
import { answerForm, parsedAnswer, questionsAnsweredBy } from '../../src/plan/questions.ts'

const service = profileOf('service')
const today = '2026-11-21'

const asked = {
  id: 'slo',
  question: 'availability objective',
  who: 'product_manager',
  gate: 'freeze',
} as const

describe('questions', () => {
  test('an unanswered question is an unknown, asked once however often it is asked', () => {
    const questions = questionsAnsweredBy({}, service, today)
    expect(questions.text(asked)).toEqual({
      unknown: { ...asked, who: 'Product manager', answer: 'text' },
    })
    questions.text(asked)
    expect(questions.asked()).toHaveLength(1)
  })

  test('an answer is given by where it was typed', () => {
    const answers = { slo: { value: '99.9 %', from: 'rollback/rollback_plan.md' } }
    const answer = questionsAnsweredBy(answers, service, today).number(asked)
    expect(answer).toEqual({ value: 99.9, basis: { kind: 'given', from: 'rollback/rollback_plan.md' } })
  })

  test('an answer of the wrong form leaves the question open', () => {
    expect(
      isKnown(questionsAnsweredBy({ slo: { value: 'high', from: 'x' } }, service, today).number(asked)),
    ).toBe(false)
  })

  test('what was done was not done tomorrow', () => {
    const done = (value: string) =>
      isKnown(questionsAnsweredBy({ slo: { value, from: 'x' } }, service, today).record(asked))
    expect([done('2026-11-21, 3 min'), done('2026-11-22, 3 min')]).toEqual([true, false])
    const form = { answer: 'record', not_after: today } as const
    expect(answerForm(form)).toContain('no later than today, 2026-11-21')
  })

  test('a choice takes its options in any spelling and nothing else', () => {
    const form = { answer: 'choice', options: ['none', 'backward_compatible', 'breaking'] } as const
    expect(parsedAnswer('Backward-compatible', form)).toBe('backward_compatible')
    expect(parsedAnswer('maybe', form)).toBeUndefined()
  })

  test.each([
    ['12.5', 'number', 12.5],
    ['0', 'number', 0],
    ['30 minutes', 'number', 30],
    ['', 'text', undefined],
    ['  ', 'number', undefined],
    ['Yes', 'yes_no', true],
    ['no', 'yes_no', false],
    ['perhaps', 'yes_no', undefined],
    ['2026-12-01', 'date', '2026-12-01'],
    ['next week', 'date', undefined],
    ['2026-02-30', 'date', undefined],
    ['-5', 'number', undefined],
    ['1,200', 'number', 1200],
    ['about 4000', 'number', undefined],
    ['300', 'percent', undefined],
    ['99.95 %', 'percent', 99.95],
    ['…', 'text', undefined],
    ['TBD', 'text', undefined],
    ['[TBD: name]', 'text', undefined],
    ['us, de-by', 'countries', ['US', 'DE-BY']],
    ['none', 'countries', []],
    ['Germany', 'countries', undefined],
  ] as const)('%j as %s is %j', (text, form, value) => {
    expect(parsedAnswer(text, { answer: form })).toEqual(value)
  })
})
