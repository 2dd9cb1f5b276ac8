import { isKnown } from '../../basis.ts'
import type { Derivation } from '../../derivation.ts'
import type { RoleId, RoleSpec } from '../../kinds/profile.ts'
import type { Schedule } from '../../plan.ts'
import type { Hours } from '../hours.ts'
import { type Person, reasonAway } from '../people.ts'
import { actingDays, candidatesFor, costReasons } from './candidates.ts'
import { seated } from './seated.ts'
import { type Candidate, compared, type Seated, type Team } from './seats.ts'

export interface Chosen {
  person: Person
  /** Why this one, in two or three words. */
  why: string
}

/** Who takes a role, and who stands in on the release day. */
export interface RoleChoice {
  people: Chosen[]
  backup?: Chosen
  /** Everybody who could take it. */
  able: Person[]
}

export interface Assignment {
  roles: ReadonlyMap<RoleId, RoleChoice>
  /** No other assignment is better by the rule; else how far off this one can be. */
  optimal: boolean
  /** Hours over capacity that a better assignment could save at most; 0 where only the evenness is not proven. */
  gap_hours: number
}

/** How people become owners of a role, for the document. */
export const assignmentRule =
  'most roles filled, then who is named, has the skills, is there and awake, least overload, own order, even hours'

/**
 * People for all roles at once. Costs of a role and person come first, so that each role is filled from its cheapest candidates; among
 * equals the search finds the least hours over capacity in all. Backups are chosen after that: somebody else who is there that day.
 */
export function assigned(
  derivation: Derivation,
  roles: readonly RoleSpec[],
  people: readonly Person[],
  schedule: Schedule,
  hours: Hours,
): Assignment {
  const candidates = roles.map(role => candidatesFor(derivation, role, people, schedule))
  const teams = roles.map(
    (role, n): Team => ({
      places: placesOf(derivation, role, candidates[n]!),
      hours: hours.weeks.map(week => tenths(restOf(hours, role, week, candidates[n]!.length))),
      candidates: candidates[n]!,
    }),
  )
  const taken = takenBy(hours, people)
  const problem = {
    teams,
    people: people.map((person, n) => ({
      capacity: hours.weeks.map(week => tenths(hours.capacity(person, week))),
      taken: taken[n]!,
    })),
  }
  const found = seated(problem)
  const backups = standIns(derivation, roles, people, schedule, candidates, found)
  return {
    roles: new Map(
      roles.map((role, n) => [
        role.id,
        {
          people: found.people[n]!.map(person => ({
            person: people[person]!,
            why: reasonFor(candidates[n]!, found.people[n]!, person),
          })),
          ...(backups[n] && { backup: backups[n] }),
          able: candidates[n]!.map(({ person }) => people[person]!),
        },
      ]),
    ),
    optimal: found.optimal,
    gap_hours: (found.strain[0] - found.bound[0]) / 10,
  }
}

/** A named manager of whom nothing else is known leaves no place to fill. */
function placesOf({ release }: Derivation, role: RoleSpec, candidates: readonly Candidate[]): number {
  const elsewhere = role.id === 'release_manager' && isKnown(release.release_manager)
  if (elsewhere && !candidates.some(({ cost }) => cost[0] === 0)) return 0
  return Math.max(role.team_size, Math.min(1, candidates.length))
}

/** What one place of the role asks beyond what is booked. */
function restOf(hours: Hours, role: RoleSpec, week: string, able: number): number {
  const places = Math.max(1, Math.min(role.team_size, able))
  return hours.rest(role, week, places) / places
}

function takenBy(hours: Hours, people: readonly Person[]): number[][] {
  const place = new Map(people.map(({ name }, n) => [name, n]))
  const weeks = new Map(hours.weeks.map((week, n) => [week, n]))
  const taken = people.map(() => hours.weeks.map(() => 0))
  for (const { name, week, count } of hours.bookedByWeek) {
    const [person, column] = [place.get(name), weeks.get(week)]
    if (person !== undefined && column !== undefined) taken[person]![column]! += tenths(count)
  }
  return taken
}

/** The first thing in which the chosen one is better than the best of those who were not chosen. */
function reasonFor(candidates: readonly Candidate[], chosen: readonly number[], person: number): string {
  const others = candidates.filter(candidate => !chosen.includes(candidate.person))
  const own = candidates.find(candidate => candidate.person === person)!
  if (others.length === 0) {
    return own.cost[0] === 0 ? costReasons[0] : chosen.length > 1 ? 'all there are' : 'only one'
  }
  const next = others.toSorted((a, b) => compared(a.cost, b.cost))[0]!
  const level = own.cost.findIndex((cost, n) => cost !== next.cost[n])
  return level < 0 ? 'by hours' : costReasons[level]!
}

/**
 * Backups that are somebody else, there on the release day, not only able at night where others are awake, and spread over people. In a
 * team the others of it can stand in for the first.
 */
function standIns(
  derivation: Derivation,
  roles: readonly RoleSpec[],
  people: readonly Person[],
  schedule: Schedule,
  candidates: readonly (readonly Candidate[])[],
  { people: chosen }: Seated,
): (Chosen | undefined)[] {
  const days = actingDays(derivation, schedule)
  const there = (person: number) => days.every(day => reasonAway(people[person]!, day) === undefined)
  const acting = new Set(schedule.release_day.map(({ role }) => role))
  const busy = (person: number) =>
    roles.filter((role, n) => acting.has(role.id) && chosen[n]!.includes(person)).length
  const options = roles.map((role, n) =>
    candidates[n]!.filter(({ person }) => person !== chosen[n]![0] && there(person)).map(
      ({ person, cost, place }) => {
        const deputy = people[person]!.standsInFor.includes(role.id)
        const inTeam = chosen[n]!.includes(person)
        return { person, cost: [Number(inTeam), Number(!deputy), cost[1]!, cost[3]!, busy(person)], place }
      },
    ),
  )
  const found = seated({
    teams: options.map(own => ({ places: Math.min(1, own.length), hours: [1], candidates: own })),
    people: people.map(() => ({ capacity: [roles.length], taken: [0] })),
  })
  return found.people.map(([person], n) =>
    person === undefined
      ? undefined
      : { person: people[person]!, why: options[n]!.length > 1 ? 'there that day' : 'only one' },
  )
}

const tenths = (hours: number): number => Math.round(hours * 10)
