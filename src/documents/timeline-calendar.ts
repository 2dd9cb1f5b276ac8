import { longDate } from '../plan/calendar/date.ts'
import { addMinutes } from '../plan/calendar/zones.ts'
import type { Milestone, Plan } from '../plan/plan.ts'
import { dayClock } from '../plan/schedule/release-day/day-clock.ts'
import { type CalendarEvent, calendarFile } from './icalendar.ts'

/** Minutes before midnight: 09:00 of the day before. */
const dayBefore = 15 * 60

/** The milestones as days, the release day's run and its decisions as hours in the plan's zone. */
export function timelineCalendar(plan: Plan): string {
  const { release, schedule, version } = plan
  return calendarFile({
    name: `Release ${version}`,
    events: [
      ...schedule.milestones.map(milestone => milestoneEvent(plan, milestone)),
      ...runEvents(plan),
      ...decisionEvents(plan),
      ...lastWaysBack(plan),
    ],
    stamp: calendarStamp(plan),
    zone: release.timezone.value,
  })
}

function milestoneEvent(plan: Plan, { id, name, date, because, moved_from, gate }: Milestone): CalendarEvent {
  const why = moved_from ? `from ${longDate(moved_from)}: ${because ?? 'day off'}` : because
  return {
    uid: uidOf(plan, id),
    start: date,
    summary: `${plan.version}: ${name}`,
    ...(why && { description: why }),
    ...(gate && { alarmMinutes: dayBefore }),
  }
}

function runEvents(plan: Plan): CalendarEvent[] {
  const { schedule, version, release } = plan
  const { release_day: steps, latest_safe_start_at: safe } = schedule
  const last = steps.at(-1)
  if (!last) return []
  const clock = dayClock(release, schedule)
  return [
    {
      uid: uidOf(plan, 'release-day:steps'),
      start: steps[0]!.at_utc,
      end: addMinutes(last.at_utc, last.minutes),
      summary: `${version}: release day`,
      description: steps.map(step => `${clock(step.at_utc)} ${step.step}`).join('\n'),
      alarmMinutes: 60,
    },
    ...(safe
      ? [
          {
            uid: uidOf(plan, 'release-day:latest-safe-start'),
            start: safe,
            summary: `${version}: latest safe start of the rollout`,
            description: schedule.latest_safe_start_basis.from,
            alarmMinutes: 30,
          },
        ]
      : []),
  ]
}

/** The gate before the point of no return, and that point. */
function decisionEvents(plan: Plan): CalendarEvent[] {
  const { schedule, rollback, version } = plan
  const point = schedule.point_of_no_return
  if (!point) return []
  const after = rollback.point_of_no_return?.way_after
  return [
    ...(point.decide
      ? [
          {
            uid: uidOf(plan, 'release-day:decide'),
            start: point.decide.at_utc,
            end: point.at_utc,
            summary: `${version}: decide here: go on or stop`,
            description: `The next step cannot be taken back: ${point.step}`,
            alarmMinutes: 15,
          },
        ]
      : []),
    {
      uid: uidOf(plan, 'release-day:point-of-no-return'),
      start: point.at_utc,
      summary: `${version}: point of no return: ${point.step}`,
      description: [point.why, after].filter(Boolean).join('\n'),
    },
  ]
}

/** Ways back that end behind the release day, such as a switch to the old version while it is kept. */
function lastWaysBack(plan: Plan): CalendarEvent[] {
  const { rollback, schedule, version } = plan
  const last = schedule.release_day.at(-1)
  if (!last) return []
  const end = addMinutes(last.at_utc, last.minutes)
  return rollback.methods.flatMap(({ id, name, until_at }) =>
    until_at && until_at > end
      ? [
          {
            uid: uidOf(plan, `way-back:${id}`),
            start: until_at,
            summary: `${version}: last moment for "${name}"`,
            alarmMinutes: 60,
          },
        ]
      : [],
  )
}

/** The first call's instant: the same plan gives the same bytes. */
export function calendarStamp({ release }: Plan): string {
  const { planning_started } = release
  return planning_started.includes('T') ? planning_started : `${planning_started}T00:00:00Z`
}

/** Unique in the world: releases of other products have the same versions, but were not begun in the same second. */
export function uidOf(plan: Plan, id: string): string {
  const begun = calendarStamp(plan).replaceAll(/\D/g, '').slice(0, 14)
  return `${id}-${plan.version}-${begun}@release-planner`
}
