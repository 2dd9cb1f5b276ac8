import { assumed, given, isKnown, type Known, observed, type Statement } from './basis.ts'
import { weekdayName } from './calendar/date.ts'
import { type Holiday, holidaysOf } from './calendar/holidays.ts'
import { type Freeze, type WorkingCalendar, workingCalendar } from './calendar/working-calendar.ts'
import { validZone } from './calendar/zones.ts'
import { PlanError } from './errors.ts'
import type { PlanInputs } from './inputs.ts'
import { type Kind, kinds } from './kinds/profile.ts'
import type { Release } from './plan.ts'
import type { Questions } from './questions.ts'
import { cleanText } from './text.ts'
import { parseVersion, releaseType, type Version } from './version.ts'

const byCaller = 'initialize_plan'

/** What is released, when, of which kind, and since which version. */
export function deriveRelease(
  inputs: PlanInputs,
  today: string,
  questions: Questions,
): { release: Release; calendar: WorkingCalendar } {
  const { release, observed: seen } = inputs
  const version = parseVersion(inputs.version)
  const previous = previousVersion(inputs, questions)
  const countries = countryCodes(inputs, questions)
  const workingDays = release.working_days
    ? given([...new Set(release.working_days)].sort(), byCaller)
    : assumed([1, 2, 3, 4, 5], 'Monday to Friday')
  const calendar = planCalendar(inputs, countries.value, workingDays.value)
  const date = release.release_date
  return {
    calendar,
    release: {
      version: version.text,
      product: product(inputs, questions),
      kind: kindOf(inputs),
      release_type: releaseType(version, earlier(previous)),
      previous_version: previous,
      release_date: given(date, inputs.moves.length > 0 ? 'move_release' : byCaller),
      weekday: weekdayName(date),
      working_days_left: Math.max(0, calendar.workingDaysBetween(today, date)),
      release_time: release.release_time
        ? given(release.release_time, byCaller)
        : assumed('07:00', 'default release time'),
      timezone: zone(inputs),
      window: release.window
        ? given(checkedWindow(release.window), byCaller)
        : assumed({ from: '06:00', to: '12:00' }, 'default window'),
      countries,
      working_days: workingDays,
      release_manager: releaseManager(inputs, questions),
      base: { alternatives: [], why: 'no repository was read', ...seen?.base },
      ...(seen?.repository ? { repository: seen.repository } : {}),
      ...(seen?.ecosystem ? { ecosystem: seen.ecosystem } : {}),
      planning_started: inputs.planning_started,
      moves: inputs.moves,
    },
  }
}

/** The plan's zone: given, else UTC. */
export function zone(inputs: PlanInputs): Known<string> {
  const asked = inputs.release.timezone
  return asked ? given(validZone(asked, 'timezone'), byCaller) : assumed('UTC', 'default zone')
}

function product(inputs: PlanInputs, questions: Questions): Statement<string> {
  if (inputs.release.product) return given(cleanText(inputs.release.product, 120), byCaller)
  if (inputs.observed?.product) return observed(inputs.observed.product, 'the repository')
  return questions.text({
    id: 'product',
    question: 'name of the product',
    who: 'Release manager',
    gate: 'freeze',
  })
}

function kindOf(inputs: PlanInputs): Known<Kind> {
  const { kind } = inputs.release
  if (kind) return given(kind, byCaller)
  const seen = inputs.observed?.kind
  const value = kinds.find(known => known === seen?.value)
  if (!seen || !value)
    return assumed('service', 'no repository shows what is shipped; say it with initialize_plan kind')
  return seen.evidence.length > 0 ? observed(value, seen.why) : assumed(value, seen.why)
}

function previousVersion(inputs: PlanInputs, questions: Questions): Statement<string> {
  const { previous_version: told } = inputs.release
  if (told) return given(parseVersion(told).text, byCaller)
  const base = inputs.observed?.base
  if (base?.version) return observed(base.version, `tag ${base.tag ?? base.version}`)
  return questions.text({
    id: 'previous_version',
    question: 'version that is in use now (`none` if this is the first release)',
    who: 'Technical lead',
    gate: 'freeze',
  })
}

function earlier(previous: Statement<string>): Version | undefined {
  if (!isKnown(previous)) return undefined
  try {
    return parseVersion(previous.value)
  } catch {
    // An answer such as `none`: there is no earlier version.
    return undefined
  }
}

function releaseManager(inputs: PlanInputs, questions: Questions): Statement<string> {
  const told = inputs.release.release_manager
  const person = inputs.resources?.people?.find(candidate => candidate.roles?.some(isReleaseManager))
  if (told) return given(cleanText(told, 120), byCaller)
  if (person) return given(cleanText(person.name, 120), 'allocate_resources')
  return questions.text({
    id: 'release_manager',
    question: 'name of the release manager',
    who: 'Engineering manager',
    gate: 'freeze',
  })
}

const isReleaseManager = (role: string): boolean => /^release[ _-]?manager$/i.test(role)

function countryCodes(inputs: PlanInputs, questions: Questions): Known<string[]> {
  const { country } = inputs.release
  if (country !== undefined)
    return given(
      [country].flat().map(code => code.toUpperCase()),
      byCaller,
    )
  const answer = questions.countries({
    id: 'countries',
    question: 'countries whose public holidays count, as ISO codes such as US, DE-BY',
    who: 'Release manager',
    gate: 'freeze',
  })
  return isKnown(answer) ? answer : assumed([], 'no country given: only weekends are off')
}

function planCalendar(inputs: PlanInputs, countries: string[], workingDays: number[]): WorkingCalendar {
  const year = Number(inputs.release.release_date.slice(0, 4))
  const own: Holiday[] = (inputs.schedule?.holidays ?? []).map(day => ({ ...day, country: '' }))
  const freezes: Freeze[] = inputs.schedule?.freezes ?? []
  return workingCalendar({
    workingDays,
    holidays: [...holidaysOf(countries, year - 1, year + 1), ...own],
    freezes,
  })
}

/** The release day's runbook lies on one day, so the window does. */
function checkedWindow(window: { from: string; to: string }): { from: string; to: string } {
  if (window.from < window.to) return window
  throw new PlanError(
    'invalid_window',
    `window: ${window.from} to ${window.to} does not lie within one day. Give from before to, e.g. {"from": "06:00", "to": "12:00"}; a window over midnight is planned as its longer part.`,
    'window',
  )
}
