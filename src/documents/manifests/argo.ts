import type { DeploymentFact, ErrorLadder, Plan } from '../../plan/plan.ts'
import { errorRules, waitOf, windowName, windowOf } from '../alert-rules.ts'
import { factText, heading, metadata, releaseName, shareSteps } from './facts.ts'
import { lowestShare, pointsAboveOld, requestsSeen } from './signals.ts'
import { comments, type Yaml, yamlOf } from './yaml.ts'

const REVISIONS = 10

/** Rollout and AnalysisTemplates (argoproj.io/v1alpha1) of a canary, by a growing share or blue-green. */
export function argoFiles(plan: Plan): { path: string; text: string }[] {
  const blueGreen = plan.strategy.recommended === 'blue_green'
  const facts = Object.keys(plan.strategy.deployment!.facts) as DeploymentFact[]
  const rollout = {
    path: 'deployment/rollout.yaml',
    text:
      comments([...heading(plan, facts), ...rolloutNotes(plan, blueGreen)]) +
      yamlOf(rolloutOf(plan, blueGreen)),
  }
  const { ladder } = plan.strategy
  if (!ladder) return [rollout]
  const templates = [...(blueGreen ? [] : [stepTemplate(plan, ladder)]), triggersTemplate(plan, ladder)]
  return [
    rollout,
    {
      path: 'deployment/analysis-templates.yaml',
      text:
        comments([
          ...heading(plan, ['namespace', 'prometheus']),
          'Apply before the Rollout. It reads the series that rollback/alerts.yaml has you record.',
          'Neither good nor bad (hold) is inconclusive: the Rollout pauses until a person promotes or aborts.',
        ]) + templates.map(yamlOf).join('---\n'),
    },
  ]
}

function rolloutNotes(plan: Plan, blueGreen: boolean): string[] {
  const hours = plan.strategy.deployment!.keep_old_hours.value
  if (blueGreen)
    return [`The old version keeps running for ${hours} h (scaleDownDelaySeconds; the default is 30 s).`]
  return plan.strategy.deployment!.ingress
    ? [`The old version keeps running for ${hours} h (scaleDownDelaySeconds; the default is 30 s).`]
    : [
        'Without trafficRouting the shares are rounded to whole replicas and the old version stops at 100 %.',
        'Then the way back is `kubectl argo rollouts undo`; within rollbackWindow it skips the steps.',
      ]
}

const rolloutOf = (plan: Plan, blueGreen: boolean): Yaml => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: metadata(plan, factText(plan, 'workload')),
  spec: {
    revisionHistoryLimit: REVISIONS,
    progressDeadlineAbort: true,
    rollbackWindow: { revisions: 3 },
    workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: factText(plan, 'workload') },
    strategy: blueGreen ? { blueGreen: blueGreenOf(plan) } : { canary: canaryOf(plan) },
  },
})

const triggersName = (plan: Plan): string => `${releaseName(plan)}-triggers`
const stepName = (plan: Plan): string => `${releaseName(plan)}-step`

function canaryOf(plan: Plan): Yaml {
  const { ladder, deployment } = plan.strategy
  const { ingress, keep_old_hours } = deployment!
  return {
    ...(ingress
      ? {
          stableService: factText(plan, 'service'),
          canaryService: factText(plan, 'second_service'),
          scaleDownDelaySeconds: seconds(keep_old_hours.value),
          trafficRouting: { nginx: { stableIngress: ingress.value } },
        }
      : {}),
    ...(ladder ? { analysis: { templates: [{ templateName: triggersName(plan) }], startingStep: 1 } } : {}),
    steps: shareSteps(plan).flatMap((step): Yaml[] => [
      { setWeight: step.percent },
      { pause: { duration: `${step.minutes}m` } },
      ...(ladder ? [{ analysis: stepAnalysis(plan, step.minutes, step.requests_needed) }] : []),
    ]),
  }
}

/** One judgement over the minutes that the step has lasted; without a known need one request is enough to judge. */
const stepAnalysis = (plan: Plan, minutes: number, requests: number | undefined): Yaml => ({
  templates: [{ templateName: stepName(plan) }],
  args: [
    { name: 'minutes', value: String(minutes) },
    { name: 'requests', value: String(requests ?? 1) },
  ],
})

function blueGreenOf(plan: Plan): Yaml {
  const { deployment, ladder } = plan.strategy
  return {
    activeService: factText(plan, 'service'),
    previewService: factText(plan, 'second_service'),
    autoPromotionEnabled: false,
    scaleDownDelaySeconds: seconds(deployment!.keep_old_hours.value),
    ...(ladder ? { postPromotionAnalysis: { templates: [{ templateName: triggersName(plan) }] } } : {}),
  }
}

const seconds = (hours: number): number => Math.round(hours * 3600)

const template = (plan: Plan, name: string, spec: Yaml): Yaml => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisTemplate',
  metadata: metadata(plan, name),
  spec,
})

const prometheus = (plan: Plan, query: string): Yaml => ({
  prometheus: { address: factText(plan, 'prometheus'), query },
})

/** Promotion limits at the end of a step: promote, hold (neither holds) or abort, a missing metric included. */
function stepTemplate(plan: Plan, ladder: ErrorLadder): Yaml {
  const window = '{{args.minutes}}m'
  const missing = 'len(result) != 1 || isNaN(result[0])'
  const there = 'len(result) == 1 && !isNaN(result[0])'
  return template(plan, stepName(plan), {
    args: [{ name: 'minutes' }, { name: 'requests' }],
    metrics: [
      {
        name: 'requests-seen',
        count: 1,
        successCondition: `${there} && result[0] >= {{args.requests}}`,
        failureCondition: `${missing} || result[0] == 0`,
        provider: prometheus(plan, requestsSeen(window, '{{args.minutes}} * 60')),
      },
      {
        name: 'error-rate-points-above-old',
        count: 1,
        successCondition: `${there} && result[0] < ${ladder.promote_below}`,
        failureCondition: `${missing} || result[0] >= ${ladder.abort_from}`,
        provider: prometheus(plan, pointsAboveOld(window)),
      },
    ],
  })
}

/** The pages of rollback/alerts.yaml, asked every minute while a share is out: the first that holds aborts. */
function triggersTemplate(plan: Plan, ladder: ErrorLadder): Yaml {
  const paged = errorRules(plan, ladder).filter(({ tier }) => tier === 'immediate' || tier === 'fast')
  return template(plan, triggersName(plan), {
    metrics: paged.map(rule => ({
      name: `error-rate-${rule.tier}`,
      interval: '1m',
      ...(plan.strategy.recommended === 'blue_green' ? { count: watchMinutes(plan) } : {}),
      failureLimit: 0,
      failureCondition: `len(result) == 1 && result[0] >= ${rule.threshold}`,
      provider: prometheus(plan, lowestShare(windowName(windowOf(rule)), waitOf(rule), rule.traffic)),
    })),
  })
}

/** The watch after the switch: the last step at 100 %. */
const watchMinutes = ({ strategy }: Plan): number =>
  Math.max(1, Math.round(strategy.steps.at(-1)?.minutes ?? 1))
