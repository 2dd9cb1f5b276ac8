import type { Plan } from '../../plan/plan.ts'
import { factNumber, factText, heading, metadata, releaseName, shareSteps } from './facts.ts'
import { pointsAboveOld, requestsSeen } from './signals.ts'
import { comments, type Yaml, yamlOf } from './yaml.ts'

/** Canary and MetricTemplates (flagger.app/v1beta1); one share an interval, which is the longest observation. */
export function flaggerFiles(plan: Plan): { path: string; text: string }[] {
  const { ladder } = plan.strategy
  const shares = shareSteps(plan)
  if (shares.length === 0) return []
  const minutes = Math.max(1, ...shares.map(step => Math.ceil(step.minutes)))
  const needed = shares[0]!.requests_needed ?? 1
  const checks = ladder
    ? [
        {
          name: 'requests-seen',
          query: requestsSeen('{{ interval }}', minutes * 60),
          range: { min: needed },
        },
        {
          name: 'points-above-old',
          query: pointsAboveOld('{{ interval }}'),
          range: { max: ladder.promote_below },
        },
      ]
    : []
  const canary: Yaml = {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: metadata(plan, factText(plan, 'workload')),
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: factText(plan, 'workload') },
      service: { port: factNumber(plan, 'port') },
      analysis: {
        interval: `${minutes}m`,
        threshold: 1,
        stepWeights: shares.map(step => step.percent),
        metrics: checks.map(check => ({
          name: check.name,
          templateRef: { name: templateName(plan, check.name) },
          interval: `${minutes}m`,
          thresholdRange: check.range,
        })),
      },
    },
  }
  const files = [
    {
      path: 'deployment/canary.yaml',
      text:
        comments([
          ...heading(plan, ['workload', 'namespace', 'port']),
          `Every share lasts ${minutes} min, the longest observation of the plan. A check that fails holds the share; the way back follows one interval later.`,
          'After promotion no old version is left: going back then is a new deployment, which Flagger judges again.',
        ]) + yamlOf(canary),
    },
  ]
  if (checks.length === 0) return files
  const templates = checks.map(
    (check): Yaml => ({
      apiVersion: 'flagger.app/v1beta1',
      kind: 'MetricTemplate',
      metadata: metadata(plan, templateName(plan, check.name)),
      spec: {
        provider: { type: 'prometheus', address: factText(plan, 'prometheus') },
        query: check.query,
      },
    }),
  )
  return [
    ...files,
    {
      path: 'deployment/metric-templates.yaml',
      text:
        comments([
          ...heading(plan, ['namespace', 'prometheus']),
          'Apply before the Canary. It reads the series that rollback/alerts.yaml has you record.',
        ]) + templates.map(yamlOf).join('---\n'),
    },
  ]
}

const templateName = (plan: Plan, check: string): string => `${releaseName(plan)}-${check}`
