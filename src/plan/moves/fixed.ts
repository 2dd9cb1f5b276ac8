import { isKnown } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import type { PlanInputs } from '../inputs.ts'
import type { Plan } from '../plan.ts'
import { accepted } from '../schedule/date-check/accepted.ts'
import { capitalised } from '../text.ts'

export interface Fixed {
  what: string
  fix: string
}

/**
 * What a move does not carry along, each with what to do: messages that count as sent, work already begun, dates that were given as
 * dates, flags that expire too early, people who are away then, and what speaks against the new date. A message counts as sent when the
 * day on which it was to leave lies before today: the plan cannot see more.
 */
export function fixedItems(before: Plan, after: Plan, inputs: PlanInputs): Fixed[] {
  if (before.release.release_date.value === after.release.release_date.value) return []
  return [
    ...againstTheDate(after, inputs),
    ...sentMessages(before, after),
    ...begunWork(before, after),
    ...awayThen(before, after, inputs),
    ...givenDates(after, inputs),
    ...expiredFlags(after),
  ]
}

function againstTheDate({ schedule }: Plan, inputs: PlanInputs): Fixed[] {
  const { against = [], better, fallback } = schedule.date_check ?? {}
  const days = [better, fallback].flatMap(choice => (choice ? [longDate(choice.date)] : []))
  const fix = days.length > 0 ? `Take ${days.join(' or ')} instead, or plan for it` : 'Plan for it'
  return against
    .filter(({ code }) => !accepted({ inputs }, code))
    .map(({ why }) => ({ what: capitalised(why), fix }))
}

function sentMessages(before: Plan, after: Plan): Fixed[] {
  if (!before.planned.includes('communications')) return []
  const next = new Map(after.communications.messages.map(message => [message.id, message]))
  const sent = before.communications.messages.filter(
    ({ id, date }) => date !== undefined && date < before.today && (next.get(id)?.date ?? date) !== date,
  )
  if (sent.length === 0) return []
  const named = sent.map(({ name, date }) => `${name} (${longDate(date!)})`)
  const off = after.communications.messages.some(({ id }) => id === 'postponement')
  return [
    {
      what: `Messages that were due before today count as sent, with the old date: ${named.join(', ')}`,
      fix: `${off ? 'Send the message "postponement" to those who got them' : 'Tell those who got them the new date'}; the plan would send them again on their new days, so give what should not be repeated another time with plan_communications messages[].at`,
    },
  ]
}

function begunWork(before: Plan, after: Plan): Fixed[] {
  const next = new Map(after.schedule.stages.map(stage => [stage.id, stage]))
  const begun = before.schedule.stages.filter(
    ({ id, from }) => from < before.today && (next.get(id)?.from ?? from) !== from,
  )
  if (begun.length === 0) return []
  const named = begun.map(
    ({ name, from, id }) => `${name} (since ${longDate(from)}, now ${dayOf(next.get(id)!.from)})`,
  )
  const review = begun.some(({ id }) => id === 'store_review')
  return [
    {
      what: `Already begun: ${named.join(', ')}; what is done stays done and its ticks stay`,
      fix: `Say with build_schedule what is left of it (remove, or activities[].duration_days)${review ? '; what lies with the stores keeps their clock: hold or withdraw it in their consoles' : ''}`,
    },
  ]
}

const dayOf = (date: string): string => longDate(date)

/** Absences that meet a stage up to the end of the watch now, and did not before. */
function awayThen(before: Plan, after: Plan, inputs: PlanInputs): Fixed[] {
  return (inputs.resources?.people ?? []).flatMap(({ name, absences = [], roles = [] }) =>
    absences.flatMap(({ from, to }) => {
      const met = (plan: Plan) =>
        plan.schedule.stages
          .filter(stage => stage.phase !== 'after' && stage.from <= to && stage.to >= from)
          .map(stage => stage.name)
      const old = met(before)
      const now = met(after).filter(stage => !old.includes(stage))
      if (now.length === 0) return []
      const held = roles.length > 0 ? ` (${roles.join(', ')})` : ''
      return [
        {
          what: `${name}${held} is away ${from} to ${to}, now in ${now.join(', ')}`,
          fix: 'Name who stands in with allocate_resources, or take another date',
        },
      ]
    }),
  )
}

/** Dates that somebody gave as dates: they mean that day, not a distance to the release. */
function givenDates(after: Plan, { schedule, communications, ...inputs }: PlanInputs): Fixed[] {
  const day = /^\d{4}-\d{2}-\d{2}/
  const stays = [
    ...(schedule?.milestones ?? []).map(({ id, offset }) => [`milestone ${id}`, offset]),
    ...(schedule?.phases ?? []).map(phase =>
      typeof phase === 'string' ? [] : [`phase ${phase.id}`, phase.offset],
    ),
    ...(schedule?.activities ?? []).flatMap(({ id, not_before, not_after }) => [
      [`${id} not before`, not_before],
      [`${id} not after`, not_after],
    ]),
    ...(communications?.messages ?? []).map(({ id, at }) => [`message ${id}`, at]),
    ...[
      inputs.release,
      inputs.scope,
      inputs.risks,
      inputs.strategy,
      schedule,
      inputs.resources,
      inputs.rollback,
      communications,
    ]
      .flatMap(section => section?.decisions ?? [])
      .map(({ id, needed_by }) => [`decision ${id}`, needed_by]),
  ].flatMap(([what, date]) => (what && date && day.test(date) ? [`${what} ${date}`] : []))
  if (stays.length === 0) return []
  const release = after.release.release_date.value
  return [
    {
      what: `Given as dates, so they stay: ${stays.join(', ')}`,
      fix: `Check each against the release on ${longDate(release)}; one that hangs on it is given as an offset (T-7, WD-5)`,
    },
  ]
}

function expiredFlags({ strategy, schedule, release }: Plan): Fixed[] {
  const end = schedule.milestones.find(({ gate }) => gate === 'close')?.date ?? release.release_date.value
  return strategy.flags.flatMap(({ name, expires }) =>
    isKnown(expires) && /^\d{4}-\d{2}-\d{2}$/.test(expires.value) && expires.value < end
      ? [
          {
            what: `Flag ${name} expires on ${longDate(expires.value)}, before the release is closed on ${longDate(end)}`,
            fix: 'Give it a later date with select_strategy flags[].expires',
          },
        ]
      : [],
  )
}
