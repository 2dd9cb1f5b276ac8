import { describe, expect, test } from 'vitest'
import { isKnown } from '../../src/plan/basis.ts'
import { parsedAnswer, questionsAnsweredBy } from '../../src/plan/questions.ts'

const asked = {
  id: 'slo',
  question: 'availability objective',
  who: 'Product Manager',
  gate: 'freeze',
} as const

describe('questions', () => {
  test('an unanswered question is an unknown, asked once however often it is asked', () => {
    const questions = questionsAnsweredBy({})
    expect(questions.text(asked)).toEqual({ unknown: { ...asked, answer: 'text' } })
    questions.text(asked)
    expect(questions.asked()).toHaveLength(1)
  })

  test('an answer is given by where it was typed', () => {
    const answer = questionsAnsweredBy({
      slo: { value: '99.9 %', from: 'rollback/rollback_plan.md' },
    }).number(asked)
    expect(answer).toEqual({ value: 99.9, basis: { kind: 'given', from: 'rollback/rollback_plan.md' } })
  })

  test('an answer of the wrong form leaves the question open', () => {
    expect(isKnown(questionsAnsweredBy({ slo: { value: 'high', from: 'x' } }).number(asked))).toBe(false)
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
  ] as const)('%j as %s is %j', (text, form, value) => {
    expect(parsedAnswer(text, form)).toBe(value)
  })
})
