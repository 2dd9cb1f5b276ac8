import { type GateId, given, type Question } from './basis.ts'
import { type PlanInputs, type Section, sections } from './inputs.ts'
import type { Decision, Milestone, OpenQuestion, Plan, Schedule } from './plan.ts'
import { type Answers, type Asked, parsedAnswer, type Questions } from './questions.ts'

type Room = Section | 'release'

/** Hands out the same questions per room and remembers which room asks what: only printed questions are reported. */
export function questionsByRoom(questions: Questions): {
  room(room: Room): Questions
  isAskedIn(id: string, rooms: readonly Room[]): boolean
} {
  const rooms = new Map<Room, Set<string>>()
  function room(name: Room): Questions {
    const ids = rooms.get(name) ?? new Set<string>()
    rooms.set(name, ids)
    const noted =
      <A extends [Asked, ...unknown[]], R>(ask: (...args: A) => R) =>
      (...args: A): R => {
        ids.add(args[0].id)
        return ask(...args)
      }
    return {
      text: noted(questions.text),
      command: noted(questions.command),
      number: noted(questions.number),
      percent: noted(questions.percent),
      yesNo: noted(questions.yesNo),
      date: noted(questions.date),
      record: noted(questions.record),
      choice: noted(questions.choice) as Questions['choice'],
      countries: noted(questions.countries),
      asked: () => questions.asked().filter(question => ids.has(question.id)),
    }
  }
  return { room, isAskedIn: (id, names) => names.some(name => rooms.get(name)?.has(id)) }
}

const isAnswered = (question: Question, answers: Answers): boolean => {
  const reply = answers[question.id]
  return reply !== undefined && parsedAnswer(reply.value, question) !== undefined
}

/** Unanswered ones, soonest needed first; an answer is needed by the day of the gate that it blocks. */
export function openQuestions(asked: Question[], answers: Answers, schedule: Schedule): OpenQuestion[] {
  return asked
    .filter(question => !isAnswered(question, answers))
    .map(question => ({
      ...question,
      needed_by: gateDate(question.gate, schedule),
      blocks: gateName(question.gate, schedule),
    }))
    .sort((one, other) => one.needed_by.localeCompare(other.needed_by))
}

export function answeredQuestions(asked: Question[], answers: Answers): Plan['answered'] {
  return asked
    .filter(question => isAnswered(question, answers))
    .map(question => ({ question, value: answers[question.id]!.value, from: answers[question.id]!.from }))
}

/** The caller's decisions; one without an owner or a date gets a question and the date of the gate that it blocks. */
export function plannedDecisions(inputs: PlanInputs, schedule: Schedule, questions: Questions): Decision[] {
  const rooms = ['release', ...sections] as const
  return rooms.flatMap(section =>
    (inputs[section]?.decisions ?? []).map(decision => ({
      ...decision,
      section,
      needed_by: decision.needed_by ?? gateDate(gateOf(decision.blocks, schedule), schedule),
      owner: decision.owner
        ? given(decision.owner, 'decisions')
        : questions.text({
            id: `decision_owner_${decision.id}`,
            question: `who decides: ${decision.question}`,
            who: 'release_manager',
            gate: 'freeze',
          }),
    })),
  )
}

function gateOf(blocks: string | undefined, schedule: Schedule): GateId {
  const named = blocks?.toLowerCase()
  const milestone = schedule.milestones.find(
    ({ id, name, gate }) => gate && (gate === named || id === named || name.toLowerCase() === named),
  )
  return milestone?.gate ?? 'go_no_go'
}

const milestoneOf = (gate: GateId, schedule: Schedule): Milestone | undefined =>
  schedule.milestones.find(milestone => milestone.gate === gate)

/** Every profile has all gates; a caller's own stages may lack one, then the release decides. */
function gateDate(gate: GateId, schedule: Schedule): string {
  const milestone =
    milestoneOf(gate, schedule) ?? milestoneOf('release', schedule) ?? schedule.milestones.at(-1)
  return milestone?.date ?? ''
}

const gateName = (gate: GateId, schedule: Schedule): string => milestoneOf(gate, schedule)?.name ?? gate
