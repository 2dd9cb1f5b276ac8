import { assumed, given, isKnown, type Known, observed, type Statement } from './basis.ts'
import { weekdayName } from './calendar/date.ts'
import { exchangedDays, holidaysOf, workingWeek } from './calendar/holidays.ts'
import { type WorkingCalendar, workingCalendar } from './calendar/working-calendar.ts'
import { validZone } from './calendar/zones.ts'
import { PlanError } from './errors.ts'
import type { PlanInputs } from './inputs.ts'
import { type Kind, kinds } from './kinds/profile.ts'
import type { Release } from './plan.ts'
import type { Questions } from './questions.ts'
import { markOf } from './scope/base/candidate-mark.ts'
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
    : usualWeek(countries.value)
  const timezone = zone(inputs)
  const window = release.window
    ? given(checkedWindow(release.window), byCaller)
    : assumed({ from: '06:00', to: '12:00' }, 'default window')
  const calendar = planCalendar(inputs, {
    countries: countries.value,
    workingDays: workingDays.value,
    zone: timezone.value,
    window: window.value,
  })
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
      release_time: releaseTime(release),
      timezone,
      window,
      countries,
      working_days: workingDays,
      release_manager: releaseManager(inputs, questions),
      base: { alternatives: [], why: 'no repository was read', ...seen?.base },
      ...(seen?.repository ? { repository: seen.repository } : {}),
      ...(seen?.ecosystem ? { ecosystem: seen.ecosystem } : {}),
      ...candidateMarkOf(inputs),
      planning_started: inputs.planning_started,
      moves: inputs.moves,
    },
  }
}

/** From the latest candidate's tag. */
function candidateMarkOf({ observed: seen }: PlanInputs): Pick<Release, 'candidate_mark'> {
  const [latest] = seen?.base?.candidates ?? []
  const mark = latest && markOf(latest.tag)
  return mark ? { candidate_mark: mark } : {}
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
    who: 'release_manager',
    gate: 'freeze',
  })
}

/** What is shipped: told, seen in the repository, or the default. */
export function kindOf(inputs: PlanInputs): Known<Kind> {
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
  if (told) return given(parseVersion(told, 'previous_version').text, byCaller)
  const base = inputs.observed?.base
  if (base?.version)
    return observed(
      base.version,
      base.tag ? `tag ${base.tag}` : `commit ${base.commit?.slice(0, 12)}, no tag`,
    )
  return questions.text({
    id: 'previous_version',
    question: 'version that is in use now (`none` if this is the first release)',
    who: 'technical_lead',
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
    who: 'engineering_manager',
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
    who: 'release_manager',
    gate: 'freeze',
  })
  return isKnown(answer) ? answer : assumed([], 'no country given: only weekends are off')
}

/** Monday to Friday, or the days that all of the countries work. */
function usualWeek(countries: readonly string[]): Known<number[]> {
  const week = workingWeek(countries)
  const usual = week.join() === '1,2,3,4,5'
  return assumed(week, usual ? 'Monday to Friday' : `worked in ${countries.join(' and ')} (Unicode CLDR)`)
}

/** A day off in any of the plan's countries is off for the plan; people with a country of their own have their own days. */
function planCalendar(
  inputs: PlanInputs,
  plan: { countries: string[]; workingDays: number[]; zone: string; window: { from: string; to: string } },
): WorkingCalendar {
  const year = Number(inputs.release.release_date.slice(0, 4))
  const own = (inputs.schedule?.holidays ?? []).map(day => ({ ...day, country: '' }))
  return workingCalendar({
    workingDays: plan.workingDays,
    holidays: [...holidaysOf(plan.countries, year - 1, year + 1), ...own],
    madeUp: exchangedDays(plan.countries),
    freezes: inputs.schedule?.freezes ?? [],
    zone: plan.zone,
    window: plan.window,
  })
}

/** From one clock time to another; where `from` is the later one, over midnight. */
function checkedWindow(window: { from: string; to: string }): { from: string; to: string } {
  if (window.from !== window.to) return window
  throw new PlanError(
    'invalid_window',
    `window: ${window.from} to ${window.to} has no length. Give two clock times, e.g. {"from": "06:00", "to": "12:00"}, or {"from": "22:00", "to": "04:00"} over midnight.`,
    'window',
  )
}

/** Given, else 07:00, or the start of a window in which 07:00 does not lie. */
function releaseTime({ release_time, window }: PlanInputs['release']): Known<string> {
  if (release_time) return given(release_time, byCaller)
  const usual = '07:00'
  if (!window) return assumed(usual, 'default release time')
  const { from, to } = checkedWindow(window)
  const inside = from < to ? from <= usual && usual < to : usual >= from || usual < to
  return inside ? assumed(usual, 'default release time') : assumed(from, 'start of the window')
}
