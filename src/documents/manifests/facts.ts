import { isKnown } from '../../plan/basis.ts'
import type { DeploymentFact, Plan, RolloutStep } from '../../plan/plan.ts'
import { questionMarker } from '../markdown.ts'

/** What was told of a name or address as it is, or the question in its place, which no platform accepts as a name. */
export function factText(plan: Plan, fact: DeploymentFact): string {
  const statement = plan.strategy.deployment?.facts[fact]
  if (!statement) return ''
  if (isKnown(statement)) return statement.value
  const open = plan.questions.find(question => question.id === statement.unknown.id)
  return questionMarker(statement.unknown, open?.needed_by)
}

/** The same as a whole number where it is one. */
export function factNumber(plan: Plan, fact: DeploymentFact): number | string {
  const text = factText(plan, fact)
  return /^\d{1,7}$/.test(text) ? Number(text) : text
}

/** Lines for the head of a file: what it is from, and what it still waits for. */
export function heading(plan: Plan, used: readonly DeploymentFact[]): string[] {
  const open = used.filter(fact => {
    const statement = plan.strategy.deployment?.facts[fact]
    return statement && !isKnown(statement)
  })
  return [
    `Written from the release plan of v${plan.version}; change shares, minutes and limits there.`,
    ...(open.length > 0
      ? [
          `NOT READY: ${open.length} of its names are questions (TBD); answer them with fill_in, then apply it.`,
        ]
      : []),
  ]
}

/** Steps in which a share of the traffic is on the new version, in order. */
export const shareSteps = ({ strategy }: Plan): (RolloutStep & { percent: number })[] =>
  strategy.steps.flatMap(step =>
    step.percent !== undefined && step.percent > 0 && step.percent < 100
      ? [{ ...step, percent: step.percent }]
      : [],
  )

/** The version as part of an object's name: lower case letters, digits, `-` and `.`. */
export const releaseName = ({ version }: Plan): string =>
  `release-${version.toLowerCase().replace(/[^a-z0-9.-]+/g, '-')}`

/** Kubernetes metadata with the names as told. */
export const metadata = (plan: Plan, name: string): { name: string; namespace: string } => ({
  name,
  namespace: factText(plan, 'namespace'),
})
