import { assumed, derived, given, isKnown } from '../basis.ts'
import { addDays, longDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import { roleInSentence } from '../kinds/roles.ts'
import type { Resources, RoleCard, Schedule } from '../plan.ts'
import { dayClock } from '../schedule/release-day/day-clock.ts'
import { windowText } from '../schedule/release-day/day-window.ts'
import { namedReasons, workCalendar } from '../schedule/stages/stage-calendars.ts'
import { counted } from '../text.ts'
import { actingDays } from './assignment/candidates.ts'
import { byCaller } from './assignments.ts'
import { type Person, reasonAway } from './people.ts'

type Constraint = Resources['constraints'][number]

/** What limits people and places between the first stage and the end of monitoring, and what is done about it. */
export function constraintsOf(
  derivation: Derivation,
  people: readonly Person[],
  cards: readonly RoleCard[],
  schedule: Schedule,
): Constraint[] {
  return [
    ...absences(people, cards, schedule),
    ...ownDaysOff(derivation, people, schedule),
    ...daysOff(schedule, people),
    ...watchOnDaysOff(derivation, schedule),
    window(derivation, schedule),
    ...places(derivation, schedule),
  ]
}

function absences(people: readonly Person[], cards: readonly RoleCard[], schedule: Schedule): Constraint[] {
  return people.flatMap(person => {
    const held = cards.filter(card => card.assigned.some(who => isKnown(who) && who.value === person.name))
    return person.absences.flatMap(({ from, to }) => {
      const stages = schedule.stages.filter(
        stage => stage.phase !== 'after' && stage.from <= to && stage.to >= from,
      )
      if (stages.length === 0 || held.length === 0) return []
      const row: Constraint = {
        what: `${person.name} is away ${from} to ${to}`,
        effect: stages.map(stage => stage.name).join(', '),
        mitigation: `covered by ${[...new Set(held.map(coverOf))].join(', ')}`,
        basis: given(undefined, byCaller).basis,
      }
      return [row]
    })
  })
}

function coverOf({ backup, name }: RoleCard): string {
  return isKnown(backup) && backup.basis.kind === 'derived'
    ? backup.value
    : `nobody yet (${roleInSentence(name)})`
}

/** Days that the plan works and a person's own country does not, until the end of the watch. */
function ownDaysOff(derivation: Derivation, people: readonly Person[], schedule: Schedule): Constraint[] {
  const [first, last] = [schedule.stages[0]?.from, schedule.stages.at(-1)?.to]
  if (first === undefined || last === undefined) return []
  const worked = workCalendar(derivation).isWorkingDay
  return people.flatMap(({ name, calendar }) => {
    if (!calendar) return []
    const days: string[] = []
    for (let day = first; day <= last; day = addDays(day, 1)) {
      const holidays = worked(day) ? namedReasons(calendar, day) : []
      if (holidays.length > 0) days.push(`${longDate(day)} ${holidays.join('; ')}`)
    }
    if (days.length === 0) return []
    const shown = days.length > 4 ? [...days.slice(0, 3), `and ${days.length - 3} more`] : days
    return [
      {
        what: `${name} has days off that the plan works`,
        effect: shown.join(', '),
        mitigation: 'no hours are counted on them',
        basis: derived(undefined, "holidays of the person's country").basis,
      },
    ]
  })
}

function daysOff(schedule: Schedule, people: readonly Person[]): Constraint[] {
  if (schedule.off_days.length === 0) return []
  const days = schedule.off_days.map(
    ({ date, to, why }) => `${longDate(date)}${to ? ` to ${longDate(to)}` : ''} ${why}`,
  )
  const shown = days.length > 6 ? [...days.slice(0, 5), `and ${days.length - 5} more in the timeline`] : days
  return [
    {
      what: 'holidays and freezes',
      effect: shown.join(', '),
      mitigation: `on a holiday no stage begins or ends and everybody is off${people.some(person => person.calendar) ? ' who has no country of their own' : ', whatever their country'}; a freeze stops changes, not meetings`,
      basis: derived(undefined, 'calendar').basis,
    },
  ]
}

function watchOnDaysOff({ calendar }: Derivation, schedule: Schedule): Constraint[] {
  const watch = schedule.stages.find(stage => stage.every_day)
  if (!watch) return []
  const off = [watch.from, watch.to].filter(day => !calendar.isWorkingDay(day))
  if (off.length === 0) return []
  return [
    {
      what: `${watch.name} runs over days off`,
      effect: `${longDate(watch.from)} to ${longDate(watch.to)}`,
      mitigation: 'on-call and a second person agreed before the go/no-go',
      basis: derived(undefined, 'calendar').basis,
    },
  ]
}

function window({ release }: Derivation, schedule: Schedule): Constraint {
  const { latest_safe_start_at: safe } = schedule
  return {
    what: `changes only ${windowText(release)} (${release.timezone.value})`,
    effect: safe
      ? `the rollout does not begin after ${dayClock(release, schedule)(safe)}`
      : 'steps and a way back do not fit into it',
    mitigation: safe ? 'later than that: postpone, do not hurry' : 'see the conflicts in the timeline',
    basis: release.window.basis,
  }
}

function places({ profile, traits }: Derivation, schedule: Schedule): Constraint[] {
  const staging = schedule.stages.find(stage => stage.id === 'staging')
  const basis = assumed(undefined, `${profile.kind} profile`).basis
  return [
    ...(staging
      ? [
          {
            what: 'staging belongs to this release',
            effect: `${longDate(staging.from)} to ${longDate(staging.to)}`,
            mitigation: 'reserve it, tell the other teams',
            basis,
          },
        ]
      : []),
    ...(profile.kind === 'service' && traits.database_change === 'yes'
      ? [
          {
            what: 'the database may be shared',
            effect: 'migration on the release day',
            mitigation: 'agree the time with the other teams that use it',
            basis,
          },
        ]
      : []),
  ]
}

/**
 * Roles nobody has, teams that are too small, people who are away on the day, and roles that hang on one person, each with what closes
 * it, by the gate named.
 */
export function gapsOf(
  derivation: Derivation,
  people: readonly Person[],
  cards: readonly RoleCard[],
  schedule: Schedule,
): Resources['gaps'] {
  const day = derivation.release.release_date.value
  const dateOf = (gate: 'freeze' | 'go_no_go') =>
    schedule.milestones.find(milestone => milestone.gate === gate)?.date ?? day
  const somebody = `one more there on ${longDate(day)}`
  const gaps = cards.flatMap((card): Resources['gaps'] => {
    const names = card.assigned.filter(isKnown).map(known => known.value)
    const [freeze, decision] = [dateOf('freeze'), dateOf('go_no_go')]
    const gap = (why: string, close_by: string, closes: string) => ({
      role: card.name,
      why,
      close_by,
      closes,
    })
    if (card.condition !== undefined && names.length === 0) return []
    if (card.team_size > 0 && names.length === 0) {
      return [gap('nobody assigned', freeze, `a person with ${card.id} in people[].roles`)]
    }
    const away = people.filter(
      person =>
        names.includes(person.name) &&
        actingDays(derivation, schedule).some(on => reasonAway(person, on) !== undefined),
    )
    const missing = card.team_size - names.length
    const alone = backupQuestion(card)?.startsWith('backup_')
    return [
      ...(people.length > 0 && missing > 0
        ? [
            gap(
              `${missing} of ${card.team_size} people missing`,
              freeze,
              `${counted(missing, 'person', 'people')} more`,
            ),
          ]
        : []),
      ...(card.hours.release_per_day > 0 && away.length === names.length
        ? [
            gap(
              `${away.map(person => person.name).join(', ')} away on the release day`,
              decision,
              isKnown(card.backup) && card.backup.basis.kind === 'derived'
                ? `${card.backup.value} takes the day over`
                : somebody,
            ),
          ]
        : []),
      ...(alone ? [gap('no backup', decision, somebody)] : []),
    ]
  })
  const others = cards.filter(card => backupQuestion(card) === 'backups_other' && card.assigned.some(isKnown))
  if (others.length === 0) return gaps
  const role = others.map(card => card.name).join(', ')
  return [...gaps, { role, why: 'no backup', close_by: dateOf('go_no_go'), closes: somebody }]
}

const backupQuestion = ({ backup }: RoleCard): string | undefined =>
  isKnown(backup) ? undefined : backup.unknown.id
