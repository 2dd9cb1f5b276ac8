import { longDate } from '../calendar/date.ts'
import { addMinutes, type Instant } from '../calendar/zones.ts'
import type { Derivation } from '../derivation.ts'
import type { RunbookStep, Schedule, Strategy } from '../plan.ts'
import { longMoment } from '../schedule/release-day/day-clock.ts'
import { dayWindow } from '../schedule/release-day/day-window.ts'
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
  const zone = derivation.release.timezone.value
  const rollout = rolloutSpan(around)
  switch (event) {
    case 'never':
      return 'no end'
    case 'rollout_start':
      return longMoment(rollout.from, zone)
    case 'production_change':
      return firstChange(around) ?? longMoment(rollout.from, zone)
    case 'rollout_end':
      return longMoment(rollout.to, zone)
    case 'keep_old':
      return `${longMoment(oldKeptUntil(around), zone)} (${keepOldHours(derivation, around.strategy.recommended).value} h after the rollout)`
    case 'point_of_no_return': {
      const point = schedule.point_of_no_return
      if (point) return `${longDate(point.date)} ${point.at_local}`
      break
    }
  }
  const step = schedule.release_day.find(candidate => candidate.id === event)
  if (step) return `${stepMoment(step)} (${step.step})`
  const milestone = schedule.milestones.find(candidate => candidate.id === event)
  return milestone ? longDate(milestone.date) : event.replaceAll('_', ' ')
}

/** The instant of an event where it has one, e.g. until which the old version is kept. */
export function instantOfMoment(event: string, around: Around): Instant | undefined {
  const { schedule } = around
  const rollout = rolloutSpan(around)
  switch (event) {
    case 'rollout_start':
      return rollout.from
    case 'production_change':
      return firstHard(around)?.at_utc ?? rollout.from
    case 'rollout_end':
      return rollout.to
    case 'keep_old':
      return oldKeptUntil(around)
    case 'point_of_no_return':
      return schedule.point_of_no_return?.at_utc
  }
  return schedule.release_day.find(candidate => candidate.id === event)?.at_utc
}

const oldKeptUntil = (around: Around): Instant =>
  addMinutes(
    rolloutSpan(around).to,
    Math.round(keepOldHours(around.derivation, around.strategy.recommended).value * 60),
  )

const stepMoment = ({ date, at_local }: RunbookStep): string => `${longDate(date)} ${at_local}`

/** The step before the rollout that is hard to undo, where the release day has one. */
function firstHard({ derivation, schedule }: Around): RunbookStep | undefined {
  const hard = derivation.profile.release_day.filter(spec => spec.irreversible || spec.irreversible_because)
  return schedule.release_day.find(
    step => step.part === 'before' && (step.irreversible || hard.some(spec => spec.id === step.id)),
  )
}

function firstChange(around: Around): string | undefined {
  const first = firstHard(around)
  if (!first) return undefined
  const condition = first.condition ? `, ${first.condition}` : ''
  return `${stepMoment(first)} (${first.step}${condition})`
}

/** From the first to the end of the last rollout step of the release day. */
function rolloutSpan({ derivation, strategy, schedule }: Around): { from: Instant; to: Instant } {
  const ids = new Set(strategy.steps.map(step => step.id))
  const steps = schedule.release_day.filter(step => ids.has(step.id))
  const last = steps.at(-1)
  const from = steps[0]?.at_utc ?? dayWindow(derivation.release).time
  const to = last ? addMinutes(last.at_utc, last.minutes) : addMinutes(from, strategy.total_minutes)
  return { from, to }
}
