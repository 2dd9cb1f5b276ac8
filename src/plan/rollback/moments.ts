import { Temporal } from 'temporal-polyfill'
import { longDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { Schedule, Strategy } from '../plan.ts'
import { keepOldHours } from '../strategy/keep-old.ts'

export interface Around {
  derivation: Derivation
  strategy: Strategy
  schedule: Schedule
}

/**
 * When an event of a way back comes, in words and in the plan's zone. `event` is a milestone's id, a step's id of the
 * release day, or `rollout_start`, `production_change` (the first step that changes production, a migration before the
 * rollout included), `rollout_end`, `keep_old`, `point_of_no_return`, `never`.
 */
export function momentOf(event: string, around: Around): string {
  const { derivation, schedule } = around
  const rollout = rolloutSpan(around)
  switch (event) {
    case 'never':
      return 'no end'
    case 'rollout_start':
      return inWords(rollout.from)
    case 'production_change':
      return firstChange(around) ?? inWords(rollout.from)
    case 'rollout_end':
      return inWords(rollout.to)
    case 'keep_old': {
      const { value } = keepOldHours(derivation)
      return `${inWords(rollout.to.add({ minutes: Math.round(value * 60) }))} (${value} h after the rollout)`
    }
    case 'point_of_no_return': {
      const point = schedule.point_of_no_return
      if (point) return `${longDate(derivation.release.release_date.value)} ${point.at_local}`
      break
    }
  }
  const step = schedule.release_day.find(candidate => candidate.id === event)
  if (step) return `${longDate(derivation.release.release_date.value)} ${step.at_local} (${step.step})`
  const milestone = schedule.milestones.find(candidate => candidate.id === event)
  return milestone ? longDate(milestone.date) : event.replaceAll('_', ' ')
}

/** The step before the rollout that is hard to undo, where the release day has one. */
function firstChange({ derivation, schedule }: Around): string | undefined {
  const { profile, release } = derivation
  const hard = profile.release_day.filter(spec => spec.irreversible || spec.irreversible_because)
  const first = schedule.release_day.find(
    step => step.part === 'before' && (step.irreversible || hard.some(spec => spec.id === step.id)),
  )
  if (!first) return undefined
  const condition = first.condition ? `, ${first.condition}` : ''
  return `${longDate(release.release_date.value)} ${first.at_local} (${first.step}${condition})`
}

/** From the first to the end of the last rollout step of the release day. */
function rolloutSpan({ derivation, strategy, schedule }: Around) {
  const { release } = derivation
  const ids = new Set(strategy.steps.map(step => step.id))
  const steps = schedule.release_day.filter(step => ids.has(step.id))
  const at = (time: string) => Temporal.PlainDateTime.from(`${release.release_date.value}T${time}`)
  const from = at(steps[0]?.at_local ?? release.release_time.value)
  const last = steps.at(-1)
  const to = last
    ? at(last.at_local).add({ minutes: Math.round(last.minutes) })
    : from.add({ minutes: strategy.total_minutes })
  return { from, to }
}

const inWords = (moment: Temporal.PlainDateTime): string =>
  `${longDate(moment.toPlainDate().toString())} ${moment.toPlainTime().toString({ smallestUnit: 'minute' })}`
