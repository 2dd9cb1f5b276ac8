import { assumed, derived, given, isKnown, type Known, knownValue, type Statement } from '../basis.ts'
import { channelStatement } from '../communications/channels.ts'
import type { Derivation } from '../derivation.ts'
import { roleInSentence } from '../kinds/roles.ts'
import type { Resources, RoleCard, Shift, Warning } from '../plan.ts'
import { byCaller } from './assignments.ts'
import { nameKey } from './on-call/past.ts'
import { primaryOnCall } from './on-call.ts'

/** Multiples of the first answer to the highest severity, by level; a stated default. */
const multiples = [1, 3, 6, 12]

/** Who is called in which order. The caller's levels replace the standard ones of the same name. */
export function escalationOf(
  derivation: Derivation,
  cards: readonly RoleCard[],
  shifts: readonly Shift[],
): Resources['escalation'] {
  const { inputs, profile, traits, questions } = derivation
  const own = inputs.resources?.escalation
  if (own && own.length > 0) {
    const levels = own.map((level, n) => ({
      level: level.level,
      who: given(level.who, byCaller),
      minutes: level.minutes === undefined ? minutesOf(derivation, n) : given(level.minutes, byCaller),
    }))
    derivation.warnings.push(...repeatedLevels(levels, shifts))
    return levels
  }
  const lead = cards.find(card => card.id === 'technical_lead')
  const above = profile.kind !== 'library'
  const levels: { level: string; who: Statement<string> }[] = [
    { level: 'L1 primary on-call, then secondary', who: firstOnCall(derivation, shifts) },
    ...(lead?.assigned[0]
      ? [{ level: `L2 ${roleInSentence(lead.name)}`, who: secondLevel(derivation, lead, shifts, above) }]
      : []),
  ]
  if (above) {
    const manager = {
      id: 'engineering_manager',
      question: 'name and phone of the engineering manager',
      who: 'release_manager',
      gate: 'go_no_go',
    } as const
    levels.push({ level: 'L3 engineering manager', who: questions.text(manager) })
    if (traits.major !== 'no')
      levels.push({ level: 'L4 CTO, critical only', who: assumed('CTO or deputy', 'standard escalation') })
  }
  return levels.map((level, n) => ({
    ...level,
    minutes: minutesOf(derivation, n),
  }))
}

function firstOnCall(derivation: Derivation, shifts: readonly Shift[]): Statement<string> {
  const named = shifts.some(shift => isKnown(shift.primary) && shift.primary.basis.kind === 'derived')
  return named ? derived('those of the shift', 'rotation') : primaryOnCall(derivation)
}

/**
 * Whoever is on call in a shift has been called before the second level is: then the backup of the lead answers, else somebody who is
 * not on call in it, else nobody but the level above; where there is none, somebody has to be named.
 */
function secondLevel(
  { questions }: Derivation,
  card: RoleCard,
  shifts: readonly Shift[],
  above: boolean,
): Statement<string> {
  const lead = card.assigned[0]!
  const name = knownValue(lead)
  if (name === undefined) return lead
  const teams = shifts.map(({ primary, secondary }) =>
    [primary, secondary].flatMap(who => knownValue(who) ?? []),
  )
  const taken = teams.filter(team => team.includes(name))
  if (taken.length === 0) return lead
  const { backup } = card
  const others = [
    ...(isKnown(backup) && backup.basis.kind === 'derived' ? [backup.value] : []),
    ...new Set(teams.flat()),
  ].filter(other => other !== name)
  const free = (team: readonly string[]) => others.find(other => !team.includes(other))
  const found = taken.map(free)
  const role = teams.some(([primary]) => primary === name) ? 'primary' : 'secondary'
  const both = teams.some(([, secondary]) => secondary === name) && role === 'primary'
  const duty = both ? 'on call' : role
  if (!above && found.includes(undefined))
    return questions.text({
      id: 'escalation_second',
      question: `who is called while ${name} is ${duty}, somebody else`,
      who: 'release_manager',
      gate: 'go_no_go',
    })
  const standIns = [...new Set(found.map(person => person ?? 'nobody (go on to the next level)'))]
  const told = standIns.length === 1 ? standIns[0]! : `${standIns.join(' or ')}, whoever is not on call,`
  const words =
    taken.length === teams.length
      ? `${told.replace(/,$/, '')}, for ${name} is ${duty} throughout`
      : `${name}; ${told} while ${name} is ${duty}`
  return derived(words, 'nobody is two levels at once')
}

/** Levels of the caller that call somebody again, or answer before the level below them has been given its time. */
function repeatedLevels(levels: Resources['escalation'], shifts: readonly Shift[]): Warning[] {
  const names = levels.map(({ who }) => nameKey(knownValue(who) ?? ''))
  const onCall = new Set(
    shifts.flatMap(({ primary, secondary }) => [primary, secondary].flatMap(who => knownValue(who) ?? [])),
  )
  const problems = levels.flatMap(({ level, who, minutes }, n) => {
    const earlier = names.indexOf(names[n]!)
    const before = levels[n - 1]
    const person = knownValue(who) ?? ''
    return [
      ...(earlier < n ? [`${level} calls ${person} again, as ${levels[earlier]!.level} did`] : []),
      ...(n > 0 && earlier === n && onCall.has(person) ? [`${level} calls ${person}, who is on call`] : []),
      ...(before && minutes.value < before.minutes.value
        ? [`${level} has ${minutes.value} min, ${before.level} before it ${before.minutes.value}`]
        : []),
    ]
  })
  if (problems.length === 0) return []
  return [
    {
      code: 'escalation_repeats',
      message: `Escalation: ${problems.join('; ')}.`,
      fix: 'Give allocate_resources escalation[] whose levels are different people, none of them on call, with growing minutes.',
    },
  ]
}

function minutesOf({ profile }: Derivation, level: number): Known<number> {
  const answer = profile.severities?.find(severity => severity.id === 'SEV1')?.respond_minutes ?? 15
  const basis = 'first answer to SEV1, then 3, 6 and 12 times it'
  return assumed(answer * multiples[Math.min(level, 3)]!, basis)
}

/** Help from outside: the caller's, and for a service whom to call for the platform and in an incident. */
export function externalOf({ inputs, profile, questions }: Derivation): Resources['external'] {
  const own = (inputs.resources?.external ?? []).map(help => ({
    name: help.name,
    contact: help.contact
      ? given(help.contact, byCaller)
      : questions.text({
          id: `external_${idOf(help.name)}`,
          question: `contact of ${help.name}`,
          who: 'engineering_manager',
          gate: 'go_no_go',
        }),
    when: help.when ?? 'as agreed',
    purpose: help.purpose ?? 'as agreed',
    basis: given(undefined, byCaller).basis,
  }))
  if (profile.kind !== 'service' || own.length > 0) return own
  return [
    {
      name: 'Platform support and incident response',
      contact: questions.text({
        id: 'external_support',
        question:
          'support of the cloud or hosting platform and incident-response firm, with plan and contact, or none',
        who: 'engineering_manager',
        gate: 'go_no_go',
      }),
      when: 'SEV1, failed rollback, fault of the platform; round the clock where contracted',
      purpose: 'infrastructure, capacity, breach',
      basis: assumed(undefined, 'service profile').basis,
    },
  ]
}

/** Where the release is talked about: the chat of the communications plan, a call for services, the caller's own. */
export function channelsOf(derivation: Derivation): Resources['channels'] {
  const { inputs, profile } = derivation
  const chat = { use: 'release chat', statement: channelStatement(derivation, 'chat') }
  const own = Object.entries(inputs.resources?.channels ?? {})
    .filter(([use]) => !/^(chat|release_chat|slack|release|team|call)$/.test(use))
    .map(([use, place]) => ({ use: use.replaceAll('_', ' '), statement: given(place, byCaller) }))
  return [
    chat,
    ...(profile.kind === 'service' || inputs.resources?.channels?.call ? [callOf(derivation)] : []),
    ...own,
  ]
}

function callOf({ inputs, questions }: Derivation): Resources['channels'][number] {
  const told = inputs.resources?.channels?.call
  const asked = {
    id: 'channel_call',
    question: 'address of the call for release day and incidents, and a second one',
    who: 'release_manager',
    gate: 'go_no_go',
  } as const
  const statement = told === undefined ? questions.text(asked) : given(told, byCaller)
  return { use: 'call of the release day and of incidents', statement }
}

const idOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 50)
