import * as z from 'zod'
import { questionMarker } from '../documents/markdown.ts'
import type { Question } from '../plan/basis.ts'
import { PlanError } from '../plan/errors.ts'
import type { Plan } from '../plan/plan.ts'
import { answerForm, parsedAnswer } from '../plan/questions.ts'
import { counted, quoted } from '../plan/text.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { noPlan, type Outcome, updatePlan } from './update-plan.ts'

const from = 'fill_in'

export const fillIn = tool({
  name: 'fill_in',
  title: 'Fill in answers',
  description:
    'Answer open questions by their ids (see unknowns of any result or the README of the plan). An answer is printed in every document where its question stood; null takes it back. Only pass what a person said or a file shows.',
  input: {
    ...planArguments,
    answers: z.record(z.string(), z.string().max(2000)).describe('question id to answer'),
  },
  output: ['answered', 'printed_in'],
  readOnly: false,
  async run(args, context, raw) {
    const { version, preview, answers } = args
    const cleared = nullKeys(raw.answers)
    const { derive } = await import('../plan/derive.ts')
    let asked: readonly Question[] = []
    const outcome = await updatePlan(context, { version, preview }, (inputs, now) => {
      if (!inputs) throw noPlan(version)
      const plan = derive(inputs, now)
      asked = plan.questions
      checkAnswers(plan, answers)
      const kept = Object.fromEntries(Object.entries(inputs.answers).filter(([id]) => !cleared.includes(id)))
      const given = Object.entries(answers).map(([id, value]) => [id, { value: value.trim(), from }] as const)
      return { ...inputs, answers: { ...kept, ...Object.fromEntries(given) } }
    })
    return commonResult(outcome, summary(outcome, Object.keys(answers), cleared), {
      answered: Object.keys(answers),
      printed_in: printedIn(outcome, asked, Object.keys(answers)),
    })
  },
})

const nullKeys = (answers: unknown): string[] =>
  typeof answers === 'object' && answers !== null
    ? Object.entries(answers)
        .filter(([, value]) => value === null)
        .map(([id]) => id)
    : []

function summary({ plan }: Outcome, ids: string[], cleared: string[]): string {
  const taken = cleared.length > 0 ? ` Taken back: ${cleared.join(', ')}.` : ''
  return `${counted(ids.length, 'answer')} filled in: ${ids.join(', ') || 'none'}.${taken} Open: ${counted(plan.questions.length, 'question')}.`
}

/** The documents in which one of the questions stood before and stands no more. */
function printedIn(
  { plan, documents, earlier }: Outcome,
  asked: readonly Question[],
  ids: string[],
): string[] {
  const markers = asked
    .filter(({ id }) => ids.includes(id))
    .map(question => questionMarker(question).split(' · ')[0]!)
  return documents
    .filter(({ path, text }) =>
      markers.some(marker => earlier.get(path)?.includes(`${marker} ·`) && !text.includes(`${marker} ·`)),
    )
    .map(({ path }) => `${plan.release_dir}/${path}`)
}

/** Every id must be a question of the plan and every answer must have its form: nothing is filled in otherwise. */
function checkAnswers(plan: Plan, answers: Record<string, string>): void {
  const known = new Map(
    [...plan.questions, ...plan.answered.map(({ question }) => question)].map(question => [
      question.id,
      question,
    ]),
  )
  for (const [id, value] of Object.entries(answers)) {
    const question = known.get(id)
    if (!question) {
      throw new PlanError(
        'unknown_question',
        `answers: there is no question ${quoted(id, 80)} in this plan. Open are: ${plan.questions.map(open => open.id).join(', ') || 'none'}. Call fill_in again with one of these ids.`,
        'answers',
      )
    }
    if (parsedAnswer(value, question) === undefined) {
      throw new PlanError(
        'invalid_answer',
        `answers.${id}: ${quoted(value, 80)} does not answer "${question.question}"; valid is ${answerForm(question)}. Call fill_in again.`,
        `answers.${id}`,
      )
    }
  }
}
