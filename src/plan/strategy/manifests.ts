import type { Release, RolloutStep, Strategy } from '../plan.ts'
import { known } from './constraints.ts'

type Manifest = Strategy['manifests'][number]

interface Deployed {
  release: Release
  platform: string | undefined
  strategy: string
  steps: RolloutStep[]
  /** Hours for which the old version keeps running. */
  keepOldHours: number
  /** Lowest share of successful requests, percent, before the rollout goes back. */
  successFrom: number
}

/** Files for the platform that was named, where it has a form of the strategy and the product's name is known. */
export function manifestsFor(deployed: Deployed): Manifest[] {
  const name = resourceName(known(deployed.release.product))
  if (!name) return []
  const { platform, strategy } = deployed
  if (platform === 'argo_rollouts' && strategy === 'canary') return [argo(name, argoCanary(deployed))]
  if (platform === 'argo_rollouts' && strategy === 'blue_green')
    return [argo(name, argoBlueGreen(name, deployed))]
  if (platform === 'flagger' && strategy === 'canary') return [flagger(name, deployed)]
  return []
}

/** A Kubernetes name: lower case letters, digits and `-`, at most 50, beginning with a letter. */
export function resourceName(product: string | undefined): string | undefined {
  const name = (product ?? '')
    .toLowerCase()
    .replace(/^@[^/]*\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  return name === '' ? undefined : name
}

const assumedNames = (name: string): string[] => [
  `# Assumed: Deployment and Services are called "${name}", from the product's name. Change them here if not.`,
]

const argo = (name: string, strategy: string[]): Manifest => ({
  path: 'planning/rollout.yaml',
  text: [
    ...assumedNames(name),
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Rollout',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  progressDeadlineAbort: true',
    '  rollbackWindow:',
    '    revisions: 3',
    '  workloadRef:',
    '    apiVersion: apps/v1',
    '    kind: Deployment',
    `    name: ${name}`,
    '  strategy:',
    ...strategy.map(line => `    ${line}`),
    '',
  ].join('\n'),
})

function argoCanary({ steps }: Deployed): string[] {
  const shares = steps.filter(step => step.percent !== undefined && step.percent > 0 && step.percent < 100)
  return [
    '# Without trafficRouting the weights are rounded to whole replicas.',
    'canary:',
    '  steps:',
    ...shares.flatMap(step => [
      `    - setWeight: ${step.percent}`,
      `    # A person promotes after ${step.minutes} minutes or more, by the promotion limits of the strategy.`,
      '    - pause: {}',
    ]),
  ]
}

const argoBlueGreen = (name: string, { keepOldHours }: Deployed): string[] => [
  'blueGreen:',
  `  activeService: ${name}`,
  `  previewService: ${name}-preview`,
  '  autoPromotionEnabled: false',
  `  # The old version keeps running for ${keepOldHours} hours; the platform's default is 30 seconds.`,
  `  scaleDownDelaySeconds: ${Math.round(keepOldHours * 3600)}`,
]

function flagger(name: string, { steps, successFrom }: Deployed): Manifest {
  const shares = steps.filter(step => step.percent !== undefined && step.percent > 0 && step.percent < 100)
  const minutes = Math.max(1, ...shares.map(step => step.minutes))
  return {
    path: 'planning/canary.yaml',
    text: [
      ...assumedNames(name),
      '# Assumed: its Service listens on port 80.',
      'apiVersion: flagger.app/v1beta1',
      'kind: Canary',
      'metadata:',
      `  name: ${name}`,
      'spec:',
      '  targetRef:',
      '    apiVersion: apps/v1',
      '    kind: Deployment',
      `    name: ${name}`,
      '  service:',
      '    port: 80',
      '  analysis:',
      '    # One weight per interval: the longest observation of the plan.',
      `    interval: ${minutes}m`,
      '    threshold: 1',
      `    stepWeights: [${shares.map(step => step.percent).join(', ')}]`,
      '    metrics:',
      '      - name: request-success-rate',
      `        interval: ${minutes}m`,
      '        thresholdRange:',
      `          min: ${successFrom}`,
      '',
    ].join('\n'),
  }
}
