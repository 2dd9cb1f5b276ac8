import { derived } from '../../basis.ts'
import type { PlainDate } from '../../calendar/date.ts'
import type { Derivation } from '../../derivation.ts'
import type { Finish } from '../../plan.ts'
import { knownFinish } from '../../statistics/known-finish.ts'
import type { DatedStage } from '../stages/stage-dates.ts'
import { type StageNetwork, stillOpen } from '../stages/stage-network.ts'
import type { ActivityDraft } from './activity-list.ts'
import { slipHistory } from './slip.ts'

/** Days of one simulation of the work: its last days and the chance of having done all of it before a day. */
export interface Runs {
  p50: PlainDate
  p80: PlainDate
  p95: PlainDate
  /** Share of the runs, 0 to 1, in which all work ends before `date`. */
  chanceBefore(date: PlainDate): number
  /** Standard error of that share. */
  errorAt(date: PlainDate): number
  /** Per activity the share of the runs in which it was on the chain that set the end. */
  criticality: ReadonlyMap<string, number>
  samples: number
}

export type RunsOf = (network: StageNetwork, open: ReadonlySet<string>, common: number) => Runs

export interface Readiness {
  finish: Finish
  /** Share of the runs in which the work is done before a release on `date`, the freeze staying where it is. */
  chanceBefore(date: PlainDate): number
}

/** All estimates of a run are too low or too high together by about this share, a stated default. */
export const commonError = 0.15

/** Runs are worth their time as far as the error of the chance shrinks: 10,000 of a usual plan, fewer of a large one; a fifth to compare. */
export const samplesFor = (activities: number, compared = false): number =>
  Math.max(1000, Math.min(10_000, Math.round(600_000 / Math.max(1, activities)))) / (compared ? 5 : 1)

const driversShown = 5

/**
 * What is simulated: the work of the stages before the release that are not over, from the first day of the stage that runs.
 * Every run draws each duration from PERT's beta distribution of its three points and multiplies all of them by one factor, log-normal
 * with median 1 and deviation {@link commonError}, because estimates of one plan are wrong together. Each activity begins when what it
 * waits for is done, and each stage when the one before is done: late work pushes what follows, early work pulls it, but nothing
 * of the freeze begins before its date, nor a stage whose date somebody gave, nor what has a `not_before`. With people known, the same people do
 * the same work in the same order, on their own calendars. p50, p80 and p95 are the last days of this work. Where what follows
 * the go/no-go could end too late by itself, the go/no-go waits for its date too, for these days and for the chance of the asked date.
 * Nothing is known of progress inside the stage that runs: it is taken to have begun on its date with all of its work.
 */
export function readiness(
  derivation: Derivation,
  ahead: readonly DatedStage[],
  networks: { ready: StageNetwork; held: StageNetwork },
  runsOf: RunsOf,
): Readiness {
  const { release, today, inputs } = derivation
  const open = new Set(ahead.filter(stage => stage.to >= today).map(stage => stage.id))
  const todo = networks.ready.activities.filter(({ draft, stage }) => draft && open.has(stage))
  const slip = slipHistory(inputs.observed, ahead, release.release_date.value)
  const date = release.release_date.value
  if (todo.length === 0) {
    const last = networks.ready.line.dateOf(networks.ready.deadline - 1)
    const basis = derived(undefined, 'no activity before the release is left').basis
    const finish = { p50: last, p80: last, p95: last, on_time_percent: 100, basis, ...(slip && { slip }) }
    return { finish, chanceBefore: () => 1 }
  }
  const runs = runsOf(networks.ready, open, commonError)
  const binds = gateBinds(networks.held, ahead, open)
  const held = binds ? runsOf(networks.held, open, commonError) : runs
  const weekLater = networks.ready.line.dateOf(networks.ready.deadline + 5)
  const drivers = todo
    .map(({ id, name, draft }) => ({
      id,
      name,
      share: runs.criticality.get(id) ?? 0,
      spread: spreadOf(draft!),
    }))
    .filter(({ share }) => share >= 0.05)
    .toSorted((a, b) => b.share * b.spread - a.share * a.spread || (a.id < b.id ? -1 : 1))
    .slice(0, driversShown)
    .map(({ id, name, share }) => ({ id, name, percent: percent(share) }))
  const chance = held.chanceBefore(date)
  return {
    finish: {
      p50: held.p50,
      p80: held.p80,
      p95: held.p95,
      on_time_percent: percent(chance),
      error_points: Math.ceil(1000 * held.errorAt(date)) / 10,
      week_more_percent: percent(Math.max(chance, runs.chanceBefore(weekLater))),
      p80_independent: runsOf(binds ? networks.held : networks.ready, open, 0).p80,
      drivers,
      ...(binds && { gate_binds: true as const }),
      ...(slip && { slip }),
      basis: derived(
        undefined,
        `${runs.samples} simulated runs of ${todo.length} activities, PERT, all estimates off together by ${Math.round(100 * commonError)} %`,
      ).basis,
    },
    chanceBefore: day => (day <= date ? held : runs).chanceBefore(day),
  }
}

/**
 * Whether work that begins with the go/no-go on its date could end too late by itself. Where it cannot, as in most plans, a go/no-go that
 * waits for its date changes nothing of the chance.
 */
function gateBinds(held: StageNetwork, ahead: readonly DatedStage[], open: ReadonlySet<string>): boolean {
  const at = ahead.findIndex(stage => stage.gate === 'go_no_go')
  if (at < 0) return false
  const behind = new Set(ahead.slice(at).flatMap(({ id }) => (open.has(id) ? [id] : [])))
  const runs = knownFinish(stillOpen(held, behind), { samples: 1000, common: { size: commonError } })
  return runs.chanceWithin(held.deadline) < 0.999
}

/** Runs in which activities wait for each other and for nobody. */
export function networkRuns(seed: number): RunsOf {
  return (network, open, common) => {
    const { line } = network
    const activities = stillOpen(network, open)
    const runs = knownFinish(activities, {
      seed,
      samples: samplesFor(activities.length, common === 0),
      ...(common > 0 && { common: { size: common } }),
    })
    return {
      p50: line.span(0, runs.p50).to,
      p80: line.span(0, runs.p80).to,
      p95: line.span(0, runs.p95).to,
      chanceBefore: date => runs.chanceWithin(line.daysTo(date)),
      errorAt: date => runs.standardError(line.daysTo(date)),
      criticality: runs.criticality,
      samples: runs.samples,
    }
  }
}

const spreadOf = ({ days }: ActivityDraft): number => days.pessimistic - days.optimistic

const percent = (share: number): number => Math.round(100 * share)

/** FNV-1a: the same version always gives the same simulation. */
export function seedOf(version: string): number {
  let hash = 0x811c9dc5
  for (const letter of version) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return hash >>> 0
}
