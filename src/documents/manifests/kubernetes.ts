import type { DeploymentFact, Plan } from '../../plan/plan.ts'
import { podShare, podsBeside } from '../../plan/strategy/pod-shares.ts'
import { factNumber, factText, heading, metadata, shareSteps } from './facts.ts'
import { comments, type Yaml, yamlOf } from './yaml.ts'

interface File {
  path: string
  text: string
}

const REVISIONS = 10

/** Patches of the running Deployment and Service, and the second Deployment where the strategy runs two versions. */
export function kubernetesFiles(plan: Plan): File[] {
  const facts = Object.keys(plan.strategy.deployment!.facts) as DeploymentFact[]
  const head = heading(plan, facts)
  switch (plan.strategy.recommended) {
    case 'canary':
      return [secondDeployment(plan, 'canary', head)]
    case 'blue_green':
      return [secondDeployment(plan, 'green', head), ...servicePatches(plan)]
    default:
      return [deploymentPatch(plan, head)]
  }
}

const container = (plan: Plan): Yaml => ({
  name: factText(plan, 'container'),
  image: factText(plan, 'image'),
})

/** A strategic merge patch: only what the plan decides, so that settings of the pods stay as they are. */
function deploymentPatch(plan: Plan, head: string[]): File {
  const { recommended, total_minutes } = plan.strategy
  const recreate = recommended === 'recreate'
  const name = factText(plan, 'workload')
  const patch: Yaml = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(plan, name),
    spec: {
      revisionHistoryLimit: REVISIONS,
      progressDeadlineSeconds: Math.max(600, Math.ceil(total_minutes * 60)),
      strategy: recreate
        ? // Settings of a rolling update that is there would make it invalid.
          { type: 'Recreate', rollingUpdate: null }
        : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { spec: { containers: [container(plan)] } },
    },
  }
  return {
    path: 'deployment/deployment-patch.yaml',
    text:
      comments([
        ...head,
        'Apply: kubectl patch deployment WORKLOAD -n NAMESPACE --patch-file deployment-patch.yaml',
        ...(recreate
          ? ['Users wait from the stop of the old pods until the new ones are ready.']
          : [
              'After the first batch: kubectl rollout pause, watch as planned, then kubectl rollout resume.',
              'Way back: kubectl rollout undo; a paused rollout refuses it, resume first.',
            ]),
      ]) + yamlOf(patch),
  }
}

/** The new version beside the old one, under a label of its own. */
function secondDeployment(plan: Plan, track: 'canary' | 'green', head: string[]): File {
  const name = factText(plan, 'workload')
  const labels = { app: name, track }
  const instances = factNumber(plan, 'instances')
  const first = shareSteps(plan)[0]?.percent ?? 0
  const replicas =
    typeof instances === 'string' ? instances : track === 'green' ? instances : podsBeside(first, instances)
  const deployment: Yaml = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata(plan, `${name}-${track}`), labels },
    spec: {
      replicas,
      revisionHistoryLimit: REVISIONS,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container(plan)] } },
    },
  }
  const notes =
    track === 'green'
      ? ['It gets no traffic until the Service is switched (service-to-green.yaml).']
      : [
          'Shares are shares of the pods: a Service spreads its connections over all of them.',
          ...(typeof instances === 'number' ? replicasByShare(plan, instances) : []),
        ]
  return {
    path: `deployment/${track}-deployment.yaml`,
    text:
      comments([
        ...head,
        'The plan knows neither settings, volumes nor probes of the pods: copy them from the running Deployment.',
        'Assumed: its pods and the selector of the Service carry app: WORKLOAD; change the label here if not.',
        ...notes,
      ]) + yamlOf(deployment),
  }
}

function replicasByShare(plan: Plan, old: number): string[] {
  return shareSteps(plan).map(({ percent, minutes }) => {
    const real = podShare(percent, old)
    return `${percent} % for ${minutes} min: ${podsBeside(percent, old)} beside ${old} pods${real === percent ? '' : `, really ${real} %`}`
  })
}

function servicePatches(plan: Plan): File[] {
  const app = factText(plan, 'workload')
  const to = (selector: Yaml): Yaml => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(plan, factText(plan, 'service')),
    spec: { selector },
  })
  const how = (file: string): string =>
    `Apply: kubectl patch service SERVICE -n NAMESPACE --patch-file ${file}`
  return [
    {
      path: 'deployment/service-to-green.yaml',
      text:
        comments([
          ...heading(plan, ['namespace', 'service', 'workload']),
          'Sends all traffic to the new version.',
          how('service-to-green.yaml'),
        ]) + yamlOf(to({ app, track: 'green' })),
    },
    {
      path: 'deployment/service-to-blue.yaml',
      text:
        comments([
          ...heading(plan, ['namespace', 'service', 'workload']),
          `The way back, as long as the old pods run: keep them ${plan.strategy.deployment!.keep_old_hours.value} h.`,
          'Assumed: the old pods carry track: blue; label them before the release.',
          how('service-to-blue.yaml'),
        ]) + yamlOf(to({ app, track: 'blue' })),
    },
  ]
}
