import { assumed } from '../../src/plan/basis.ts'
import type { Derivation } from '../../src/plan/derivation.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import { profileOf } from '../../src/plan/kinds/index.ts'
import { type Kind, type Traits, traits } from '../../src/plan/kinds/profile.ts'
import type { RolloutStep, Strategy } from '../../src/plan/plan.ts'
import { questionsAnsweredBy } from '../../src/plan/questions.ts'
import { deriveRelease } from '../../src/plan/release.ts'
import { deriveSchedule } from '../../src/plan/schedule/schedule.ts'

interface Case {
  kind?: Kind
  date?: string
  /** First call; also today unless given. */
  started?: string
  today?: string
  release?: Partial<PlanInputs['release']>
  inputs?: Partial<PlanInputs>
  traits?: Partial<Traits>
}

/** What a room derives from: a release of 2.5.0 on Tue 2026-12-01 without holidays, planned six weeks ahead. */
export function derivationOf(given: Case = {}): Derivation {
  const started = given.started ?? '2026-10-20'
  const inputs: PlanInputs = {
    schema_version: 1,
    version: '2.5.0',
    planning_started: `${started}T09:00:00Z`,
    answers: {},
    moves: [],
    ...given.inputs,
    release: {
      release_date: given.date ?? '2026-12-01',
      release_manager: 'Rhea Lund',
      kind: given.kind ?? 'service',
      country: [],
      ...given.release,
    },
  }
  const today = given.today ?? started
  const profile = profileOf(given.kind ?? 'service')
  const questions = questionsAnsweredBy(inputs.answers, profile, today)
  const no = Object.fromEntries(traits.map(trait => [trait, 'no'])) as unknown as Traits
  return {
    inputs,
    today,
    ...deriveRelease(inputs, today, questions),
    profile,
    traits: { ...no, ...given.traits },
    questions,
    warnings: [],
  }
}

export const rolloutStep = (id: string, minutes: number, irreversible = false): RolloutStep => ({
  id,
  name: id,
  minutes,
  role: 'devops',
  minutes_basis: assumed(undefined, 'test').basis,
  irreversible,
  checks: [],
})

/** A strategy of three steps, 45 minutes, watched for three days. */
export function strategyOf(
  steps = [rolloutStep('deploy', 10), rolloutStep('half', 20), rolloutStep('all', 15)],
): Strategy {
  return {
    recommended: 'canary',
    name: 'Canary',
    description: '',
    rationale: '',
    chosen_by: assumed(undefined, 'test').basis,
    options: [],
    complements: [],
    advantages: [],
    considerations: [],
    constraints: [],
    steps,
    total_minutes: steps.reduce((sum, step) => sum + step.minutes, 0),
    rollback_minutes: assumed(10, 'test'),
    slo_percent: assumed(99.9, 'test'),
    baseline: [],
    promotion: [],
    flags: [],
    database: [],
    monitoring: {
      calendar_days: 3,
      cadence: [{ from_hours: 0, to_hours: 72, every_minutes: 60 }],
      basis: assumed(undefined, 'test').basis,
    },
    database_change: assumed('none', 'test'),
  }
}

/** The schedule of a case with a way back of 10 minutes. */
export function scheduleOf(given: Case = {}, strategy = strategyOf()) {
  const derivation = derivationOf(given)
  return { derivation, schedule: deriveSchedule(derivation, { strategy, rollbackMinutes: 10 }) }
}
