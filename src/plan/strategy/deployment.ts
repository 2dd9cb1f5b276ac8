import { given, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { StrategyInputs } from '../inputs.ts'
import type { Deployment, DeploymentFact } from '../plan.ts'
import { cleanText } from '../text.ts'
import { keepOldHours, keptAtMost } from './keep-old.ts'

type Platform = NonNullable<StrategyInputs['platform']>

const questionOf: Record<DeploymentFact, string> = {
  workload: 'name of the Deployment that is rolled out',
  namespace: 'namespace of the workload',
  service: 'name of the Service that users reach',
  second_service: 'name of the Service of the new version',
  image: 'image of the new version, with its digest',
  container: 'name of the container that gets the image',
  port: 'port of the service',
  prometheus: 'address of Prometheus as the platform reaches it',
  application: 'CodeDeploy application',
  group: 'CodeDeploy deployment group',
  task_definition: 'ARN of the new task definition',
  alarm: 'CloudWatch alarm that stops the deployment',
  instances: 'number of instances',
}

/** What the files of a platform need to be told, by strategy; no entry: the platform has no form of it. */
const needs: Partial<Record<Platform, Record<string, DeploymentFact[]>>> = {
  argo_rollouts: {
    canary: ['workload', 'namespace', 'prometheus'],
    blue_green: ['workload', 'namespace', 'service', 'second_service', 'prometheus'],
    blue_green_canary: ['workload', 'namespace', 'prometheus'],
  },
  flagger: { canary: ['workload', 'namespace', 'port', 'prometheus'] },
  kubernetes: {
    rolling: ['workload', 'namespace', 'container', 'image'],
    rolling_flags: ['workload', 'namespace', 'container', 'image'],
    recreate: ['workload', 'namespace', 'container', 'image'],
    canary: ['workload', 'namespace', 'container', 'image', 'instances'],
    blue_green: ['workload', 'namespace', 'service', 'container', 'image', 'instances'],
  },
  codedeploy: {
    canary: ['application', 'group', 'task_definition', 'container', 'port', 'alarm'],
    blue_green: ['application', 'group', 'task_definition', 'container', 'port', 'alarm'],
  },
}

/** What the platform named is told and asked for the chosen strategy; undefined without a platform. */
export function deploymentOf(derivation: Derivation, strategy: string): Deployment | undefined {
  const { inputs, warnings } = derivation
  const platform = inputs.strategy?.platform
  if (!platform || platform === 'generic') return undefined
  const needed = needs[platform]?.[strategy]
  if (!needed && needs[platform]) {
    const forms = Object.keys(needs[platform]).join(', ')
    warnings.push({
      code: 'no_manifest',
      message: `No file is written for ${platform}: it has no form of ${strategy}.`,
      fix: `It has one of ${forms}: choose one through select_strategy, or leave platform out.`,
    })
  }
  if (platform === 'flagd' && !inputs.strategy?.flags?.length) {
    warnings.push({
      code: 'no_manifest',
      message: 'No file is written for flagd: no flag is named.',
      fix: 'Name the flags of the release through select_strategy.',
    })
  }
  const image = inputs.strategy?.deployment?.image
  if (needed?.includes('image') && image !== undefined && !/[:@][^/]+$/.test(image)) {
    warnings.push({
      code: 'image_without_tag',
      message: `The image ${cleanText(image, 120)} has neither tag nor digest: what runs then is "latest", whatever that is on the day.`,
      fix: 'Give it through select_strategy, deployment.image, with the digest that was tested (NAME@sha256:…).',
    })
  }
  const routed = platform === 'argo_rollouts' && inputs.strategy?.deployment?.ingress !== undefined
  const facts =
    routed && strategy.includes('canary') ? ([...needed!, 'service', 'second_service'] as const) : needed
  const keep = keepOldHours(derivation, strategy)
  const most = keptAtMost(derivation, strategy)
  if (most && keep.value > most.hours) {
    warnings.push({
      code: 'retention_beyond_platform',
      message: `The plan keeps the old version for ${keep.value} h, but ${most.because}.`,
      fix: most.fix ?? `Call write_rollback_plan with keep_old_hours ${most.hours}.`,
    })
  }
  return {
    platform,
    facts: Object.fromEntries((facts ?? []).map(fact => [fact, factOf(derivation, fact)])),
    ...(routed ? { ingress: given(inputs.strategy!.deployment!.ingress!, 'select_strategy') } : {}),
    ...(needed ? { written: true } : {}),
    keep_old_hours: keep,
    considerations: [...(most && needed ? [most.because] : []), ...(needed ? (limits[platform] ?? []) : [])],
  }
}

/** What a platform does otherwise than the plan's words suggest. */
const limits: Partial<Record<Platform, string[]>> = {
  flagger: ['Flagger judges once an interval and goes back one interval after a failed check'],
  codedeploy: ['CodeDeploy shifts one share, then all the rest'],
}

function factOf({ inputs, questions }: Derivation, fact: DeploymentFact): Statement<string> {
  const told = inputs.strategy?.deployment
  const value =
    fact === 'instances'
      ? inputs.strategy?.instances
      : fact === 'application'
        ? told?.workload
        : fact === 'prometheus'
          ? undefined
          : told?.[fact]
  if (value !== undefined) return given(String(value), 'select_strategy')
  return questions.text({
    id: `deployment_${fact}`,
    question: questionOf[fact],
    who: 'devops',
    gate: 'go_no_go',
  })
}
