import { isKnown, type Statement, type Unknown } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Plan, RoleCard } from '../plan/plan.ts'
import { noFigures, pastDays } from '../plan/resources/on-call/figures.ts'
import { counted } from '../plan/text.ts'
import { additions } from './additions.ts'
import type { Documents } from './document.ts'
import { basisText, escaped, type Markdown, md, statementText } from './markdown.ts'
import { isRotated, onCallCalendars } from './on-call-calendars.ts'
import { rendered } from './template.ts'

/** The team page and, as soon as a shift has a name, the calendar of shifts. */
export const resourcesDocuments: Documents = plan => [
  {
    path: 'resources/team_allocation.md',
    section: 'resources',
    note: 'roles, load, on-call, escalation, budget',
    text: rendered('team-allocation', teamView(plan)),
  },
  ...onCallCalendars(plan),
]

function teamView(plan: Plan): object {
  const { resources } = plan
  const weeks = [...new Set(resources.load.map(entry => entry.week))]
  const names = [...new Set(resources.load.map(entry => entry.name))]
  const suggested = resources.roles.filter(card => card.suggestion !== undefined)
  const contacts = (resources.people ?? []).filter(person => person.contacts.length > 0)
  return {
    version: plan.version,
    // Without people every role is a question in the table below.
    has_gaps: resources.gaps.length > 0 && (resources.people ?? []).length > 0,
    gaps: gapRows(plan),
    roles: resources.roles.map((card, n) => roleRow(plan, card, resources.roles.slice(0, n))),
    roles_note: rolesNote(plan),
    has_suggestions: suggested.length > 0,
    suggestions: suggested.map(card => ({ role: card.name, who: card.suggestion })),
    has_load: names.length > 0,
    weeks: weeks.map((week, n) => ({ week: shortWeek(week, weeks[n - 1]) })),
    load: names.map(name => ({ name, cells: weeks.map(week => ({ text: loadCell(plan, name, week) })) })),
    overloads: resources.overloads.map(({ name, week, fix }) => ({
      text: `${name}, ${shortWeek(week, weeks[0])}: ${fix}`,
    })),
    on_call_line: md(`_${escaped(basisText(resources.on_call_basis))}_`),
    ...shiftsView(plan),
    shift_notes: shiftNotes(plan),
    has_fairness: resources.fairness !== undefined,
    fairness: fairnessLine(plan),
    phones: resources.on_call_phones ? md(`Phones: ${statementText(plan, resources.on_call_phones)}.`) : '',
    has_contacts: contacts.length > 0,
    contacts: contacts.map(person => ({
      name: person.name,
      contact: person.contacts.join(', '),
      zone: person.zone,
    })),
    escalation: resources.escalation.map(level => ({
      level: level.level,
      who: statementText(plan, level.who),
      minutes: `${level.minutes.value} min`,
    })),
    has_external: resources.external.length > 0,
    external: resources.external.map(help => ({ ...help, contact: statementText(plan, help.contact) })),
    ...budgetView(plan),
    constraints: resources.constraints,
    channels: resources.channels.map(({ use, statement }) => ({
      use,
      where: statementText(plan, statement),
    })),
    updates: resources.updates,
    additions: additions(plan, 'resources'),
  }
}

/** What several roles miss by the same day is one row. */
function gapRows({ resources }: Plan): object[] {
  const rows = new Map<string, { roles: string[]; why: string; by: string }>()
  for (const { role, why, close_by, closes } of resources.gaps) {
    const key = `${why} ${close_by}`
    // What is missing says by itself what closes it, but for those on whom the day hangs.
    const told = closes !== undefined && !/^nobody|missing$/.test(why) ? `${why}: ${closes}` : why
    const row = rows.get(key) ?? { roles: [], why: told, by: longDate(close_by) }
    row.roles.push(role)
    rows.set(key, row)
  }
  return [...rows.values()].map(({ roles, why, by }) => ({ role: roles.join(', '), why, by }))
}

function roleRow(plan: Plan, card: RoleCard, above: readonly RoleCard[]): object {
  const { hours } = card
  const who = card.assigned.map(statement => statementText(plan, statement).text)
  const nobody = card.condition ? `only ${card.condition}` : ''
  return {
    name: card.team_size > 1 ? `${card.name}, team of ${card.team_size}` : card.name,
    who: md(who.length > 0 ? `${who.join(', ')}${card.why ? ` (${card.why})` : ''}` : escaped(nobody)),
    backup: onceAsked(
      plan,
      card.backup,
      above.map(other => other.backup),
    ),
    does: card.responsibilities.join('; '),
    week: `${hours.planning_per_week} / ${hours.testing_per_week}`,
    day: hours.note ? `${hours.release_per_day}; ${hours.note}` : String(hours.release_per_day),
    present: card.there?.clock ?? card.present,
  }
}

/** The value, or the question; where the same question stands in a row above, only a hint at it. */
function onceAsked(plan: Plan, statement: Statement<string>, above: readonly Statement<string>[]): Markdown {
  const told = !isKnown(statement) && above.some(other => !isKnown(other) && sameQuestion(other, statement))
  return told ? md('as asked above') : statementText(plan, statement)
}

const sameQuestion = (a: Unknown, b: Unknown): boolean => a.unknown.id === b.unknown.id

function rolesNote({ profile, resources }: Plan): Markdown {
  const given = resources.roles.some(card => card.basis.kind === 'given')
  const people = (resources.people ?? []).length > 0
  const lines = [
    `Hours are assumed (${profile.kind} profile)${given ? ' unless allocate_resources changed the role' : ''}.`,
    ...(people && resources.assignment_rule
      ? [`Chosen: ${resources.assignment_rule}; ${provenText(resources)}.`]
      : []),
  ]
  return md(escaped(lines.join(' ')))
}

function provenText({ assignment }: Plan['resources']): string {
  if (assignment?.optimal !== false) return 'proven best'
  return assignment.gap_hours > 0
    ? `not proven best, at most ${assignment.gap_hours} h over can be saved`
    : 'not proven best'
}

/** The year stands once. */
const shortWeek = (week: string, before = ''): string =>
  week.slice(0, 4) === before.slice(0, 4) ? week.slice(5) : week

const levels = '▁▂▃▄▅▆▇█'

/** How full a week is at a glance, and in hours: `▄ 20/40`, in bold where there are too few hours. */
function loadCell({ resources }: Plan, name: string, week: string): Markdown {
  const entry = resources.load.find(load => load.name === name && load.week === week)
  if (!entry) return md('')
  const { hours, capacity } = entry
  if (resources.overloads.some(over => over.name === name && over.week === week)) {
    return md(`**▲ ${hours}/${capacity}**`)
  }
  const share = Math.min(1, capacity > 0 ? hours / capacity : hours)
  return md(hours === 0 ? `0/${capacity}` : `${levels[Math.ceil(share * 8) - 1]} ${hours}/${capacity}`)
}

/** Shifts that no rotation filled are one row: the same question, or its answer, does not stand there six times. */
function shiftRows(plan: Plan): { secondary: Markdown }[] {
  const { on_call } = plan.resources
  const filled = on_call.some(isRotated)
  const shown = filled || on_call.length < 2 ? on_call : [{ ...on_call[0]!, to: on_call.at(-1)!.to }]
  return shown.map((shift, n) => {
    const above = shown.slice(0, n)
    return {
      from: localText(shift.from),
      to: localText(shift.to),
      primary: onceAsked(
        plan,
        shift.primary,
        above.map(({ primary }) => primary),
      ),
      secondary: md(
        ` ${onceAsked(
          plan,
          shift.secondary,
          above.map(({ secondary }) => secondary),
        )} |`,
      ),
    }
  })
}

/** A secondary that is the same question for every shift is asked once below them. */
function shiftsView(plan: Plan): object {
  const [first, ...others] = plan.resources.on_call.map(({ secondary }) => secondary)
  const shifts = shiftRows(plan)
  const same =
    first && !isKnown(first) && others.every(other => !isKnown(other) && sameQuestion(other, first))
  if (!same || shifts.length < 2)
    return { secondary_head: md(' Secondary |'), secondary_rule: md('---|'), shifts, secondary_line: md('') }
  return {
    secondary_head: md(''),
    secondary_rule: md(''),
    shifts: shifts.map(shift => ({ ...shift, secondary: md('') })),
    secondary_line: md(`Secondary: ${statementText(plan, first)}.`),
  }
}

const localText = (instant: string): string => `${longDate(instant.slice(0, 10))} ${instant.slice(11, 16)}`

/** Hours of each person, of these the ones at night, on weekends and on holidays where there are any. */
function fairnessLine({ resources }: Plan): string {
  if (!resources.fairness) return ''
  const { hours_by_person, balance_percent, past_plans = 0 } = resources.fairness
  const by_person =
    resources.fairness.by_person ??
    Object.entries(hours_by_person).map(([name, hours]) => ({ ...noFigures, name, hours, past_hours: 0 }))
  const hours = by_person.map(person => {
    const parts = [
      ...(person.night_hours > 0 ? [`${person.night_hours} night`] : []),
      ...(person.weekend_hours > 0 ? [`${person.weekend_hours} weekend`] : []),
      ...(person.holiday_hours > 0 ? [`${person.holiday_hours} holiday`] : []),
      ...(person.past_hours ? [`${person.past_hours} before`] : []),
    ]
    return `${person.name} ${person.hours} h${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`
  })
  const past = past_plans > 0 ? ` with ${counted(past_plans, 'earlier plan')} of ${pastDays} days` : ''
  return `Hours on call: ${hours.join(', ')}; balance ${balance_percent} %${past}.`
}

/** What is out of the ordinary about shifts, and what nobody takes. */
function shiftNotes({ resources }: Plan): { text: string }[] {
  const told = resources.on_call.flatMap(({ from, why }) => (why ? [`${localText(from)}: ${why}`] : []))
  const open = (resources.on_call_gaps ?? [])
    // Two people who take turns have no secondary, which the rule above says.
    .filter(({ role }) => role === 'primary' || resources.fairness?.by_person?.length !== 2)
    .map(({ role, from, to, hours, why }) =>
      role === 'primary'
        ? `NOBODY ${localText(from)} to ${localText(to)} (${hours} h): ${why}`
        : `no secondary for ${hours} h, ${why}`,
    )
  return [...told, ...open].map(text => ({ text }))
}

function budgetView(plan: Plan) {
  const { items, totals, unknown } = plan.resources.budget
  return {
    has_budget: items.length > 0,
    budget: items.map(item => ({ item: item.item, amount: budgetCell(plan, item) })),
    total:
      items.length === 0
        ? 'Nothing but working time is known to cost anything.'
        : `${[totals.length > 0 ? totalText(plan) : '', openAmounts(unknown)].filter(Boolean).join('; ')}.`,
  }
}

const openAmounts = (unknown: number): string =>
  unknown > 0 ? `${unknown} ${unknown === 1 ? 'amount is' : 'amounts are'} unknown` : ''

/** `80 EUR per hour x 43.5 = 3480.00 EUR`; what is unknown of it as a question. */
function budgetCell(plan: Plan, item: Plan['resources']['budget']['items'][number]): Markdown {
  const { amount, currency = '', per, quantity, sum } = item
  if (!isKnown(amount)) return statementText(plan, amount)
  const price = [amount.value, currency, per ? `per ${per}` : ''].filter(part => part !== '').join(' ')
  if (!quantity) return md(escaped([sum ?? amount.value, currency].filter(part => part !== '').join(' ')))
  const result = sum === undefined ? '' : escaped(` = ${sum} ${currency}`.trimEnd())
  return md(`${escaped(price)} x ${statementText(plan, quantity)}${result}`)
}

function totalText({ resources: { budget } }: Plan): string {
  const { totals, total, unknown } = budget
  const what = unknown > 0 ? 'Total of what is known: ' : 'Total: '
  const text = ({ currency, exact, amount }: (typeof totals)[number]) =>
    `${exact ?? amount} ${currency || '(currency not given)'}`
  if (!total) return `${what}${totals.map(text).join(' + ')}`
  const rates = total.converted.map(({ currency, rate }) => `1 ${currency} = ${rate} ${total.currency}`)
  const apart = totals.filter(({ currency }) => total.without_rate?.includes(currency))
  return [
    `${what}${[text(total), ...apart.map(text)].join(' + ')}`,
    ...(rates.length > 0 ? [`with ${rates.join(', ')} of ${total.rates_of ?? 'a day not given'}`] : []),
    ...(apart.length > 0 ? [`no rate for ${apart.map(({ currency }) => currency).join(', ')}`] : []),
  ].join('; ')
}
