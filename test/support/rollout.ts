import type { Statement } from '../../src/plan/basis.ts'
import type { Derivation } from '../../src/plan/derivation.ts'
import { derive } from '../../src/plan/derive.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import { profileOf } from '../../src/plan/kinds/index.ts'
import type { Kind, Traits } from '../../src/plan/kinds/profile.ts'
import type { Plan, Resources, Schedule, Scope, Strategy } from '../../src/plan/plan.ts'
import { questionsAnsweredBy } from '../../src/plan/questions.ts'
import { deriveRelease } from '../../src/plan/release.ts'

const NOW = '2026-11-02T09:00:00Z'

/** Inputs of a plan whose strategy and rollback sections were planned, with what a test adds. */
export function inputsOf(kind: Kind, more: Partial<PlanInputs> = {}): PlanInputs {
  return {
    schema_version: 1,
    version: '2.5.0',
    planning_started: NOW,
    release: { release_date: '2026-12-01', kind, product: 'Acme shop', previous_version: '2.4.1' },
    strategy: {},
    rollback: {},
    answers: {},
    moves: [],
    ...more,
  }
}

export const planOf = (kind: Kind, more: Partial<PlanInputs> = {}): Plan => derive(inputsOf(kind, more), NOW)

const noTraits: Traits = {
  database_change: 'no',
  api_change: 'no',
  breaking: 'no',
  dependency_major: 'no',
  infrastructure_change: 'no',
  security_change: 'no',
  feature_flags: 'no',
  major: 'no',
}

export function derivationOf(
  kind: Kind,
  more: Partial<PlanInputs> = {},
  traits: Partial<Traits> = {},
): Derivation {
  const inputs = inputsOf(kind, more)
  const profile = profileOf(kind)
  const today = '2026-11-02'
  const questions = questionsAnsweredBy(inputs.answers, profile, today)
  const { release, calendar } = deriveRelease(inputs, today, questions)
  return {
    inputs,
    today,
    release,
    calendar,
    questions,
    profile,
    traits: { ...noTraits, ...traits },
    warnings: [],
  }
}

/** A scope of which only the schema change matters here. */
export function scopeOf(change: 'none' | 'backward_compatible' | 'breaking' | 'unknown'): Scope {
  const database_change: Statement<'none' | 'backward_compatible' | 'breaking'> =
    change === 'unknown'
      ? {
          unknown: {
            id: 'database_change',
            question: 'schema change',
            who: 'Technical lead',
            gate: 'freeze',
            answer: 'text',
          },
        }
      : { value: change, basis: { kind: 'given', from: 'test' } }
  const empty = { items: [], breaking: [], signals: [], dependencies: [], authors: [], top_files: [] }
  return { ...empty, database_change } as unknown as Scope
}

/** A release day with the strategy's steps from 08:00 on, and three milestones. */
export function scheduleOf(strategy: Strategy): Schedule {
  let minutes = 8 * 60
  const release_day = strategy.steps.map(step => {
    const at_local = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    minutes += step.minutes
    return {
      id: step.id,
      step: step.name,
      minutes: step.minutes,
      at_local,
      at_utc: `2026-12-01T${at_local}:00Z`,
      date: '2026-12-01',
      part: 'rollout',
    }
  })
  const milestones = [
    { id: 'go_no_go', name: 'Go/no-go', date: '2026-11-27', gate: 'go_no_go' },
    { id: 'close', name: 'Close', date: '2026-12-15' },
  ]
  return { release_day, milestones, stages: [] } as unknown as Schedule
}

/** Resources of which only the on-call's minutes to acknowledge matter here. */
export const resourcesOf = (acknowledge: number): Resources =>
  ({
    on_call: [],
    escalation: [{ level: 'L1', minutes: { value: acknowledge, basis: { kind: 'given', from: 'test' } } }],
  }) as unknown as Resources
