import type { Deployment, Plan } from '../../plan/plan.ts'
import type { Document } from '../document.ts'
import { argoFiles } from './argo.ts'
import { codedeployFiles } from './codedeploy.ts'
import { flagdFiles } from './flagd.ts'
import { flaggerFiles } from './flagger.ts'
import { kubernetesFiles } from './kubernetes.ts'

const filesOf: Record<Deployment['platform'], (plan: Plan) => { path: string; text: string }[]> = {
  argo_rollouts: argoFiles,
  flagger: flaggerFiles,
  kubernetes: kubernetesFiles,
  codedeploy: codedeployFiles,
  flagd: () => [],
}

/** The files of the platform that was named, where it has a form of the strategy, and the release's flags for flagd. */
export function manifestDocuments(plan: Plan): Document[] {
  const { deployment } = plan.strategy
  if (!deployment) return []
  const platform = deployment.written ? filesOf[deployment.platform](plan) : []
  return [...platform, ...flagdFiles(plan)].map(file => ({
    ...file,
    section: 'strategy',
    note: file.path.includes('flagd')
      ? 'flags, off until the rollout is over'
      : `rollout for ${deployment.platform}`,
  }))
}
