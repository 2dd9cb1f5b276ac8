import type { KindProfile, RolloutStepSpec, StrategySpec } from '../kinds/profile.ts'
import type { ErrorLadder, RolloutStep } from '../plan.ts'
import { type Constraints, known } from './constraints.ts'
import { type Observed, observation } from './observation.ts'
import { type RegistryWords, worded } from './registries.ts'

/** Steps of which a share of the traffic is judged. */
export const isObserved = ({ observe, percent }: Pick<RolloutStepSpec, 'observe' | 'percent'>): boolean =>
  observe === true && percent !== undefined && percent > 0 && percent < 100

/** The strategy's steps; those that observe a share of the traffic last until the harm to detect would show. */
export function rolloutSteps(
  specs: readonly RolloutStepSpec[],
  profile: KindProfile,
  constraints: Constraints,
  words: RegistryWords,
  ladder: ErrorLadder | undefined,
): RolloutStep[] {
  const sticky = known(constraints.sessions) === 'sticky'
  return specs.map(step => {
    const measured = isObserved(step)
      ? observation({ percent: step.percent, shortest: step.minutes }, constraints, ladder)
      : undefined
    const timed: Observed = measured ?? {
      minutes: step.minutes,
      minutes_basis: {
        kind: 'assumed',
        from: `${profile.kind} profile${step.observe ? ', shortest observation' : ''}`,
      },
    }
    return {
      id: step.id,
      name: worded(step.name, words).join(' '),
      ...(step.percent === undefined ? {} : { percent: step.percent }),
      role: step.role,
      irreversible: step.irreversible ?? false,
      checks: sticky && step.percent ? [...step.checks, 'sticky sessions drained or moved'] : step.checks,
      ...timed,
    }
  })
}

/**
 * The steps that the platform can do: CodeDeploy shifts one share and then the rest, so that only the first of several
 * observed shares is left.
 */
export function stepsOn(platform: string | undefined, spec: StrategySpec): readonly RolloutStepSpec[] {
  if (platform !== 'codedeploy') return spec.steps
  const first = spec.steps.find(isObserved)
  return spec.steps.filter(step => !isObserved(step) || step === first)
}
