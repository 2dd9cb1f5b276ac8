import type { DeploymentFact, Plan } from '../../plan/plan.ts'
import { factNumber, factText, heading, releaseName, shareSteps } from './facts.ts'
import { comments, type Yaml, yamlOf } from './yaml.ts'

/** CodeDeploy's own limit for the old tasks of an ECS deployment. */
const MOST_KEPT_MINUTES = 2880

/** AppSpec of an ECS deployment, and the inputs of create-deployment-config and update-deployment-group. */
export function codedeployFiles(plan: Plan): { path: string; text: string }[] {
  const facts: DeploymentFact[] = ['task_definition', 'container', 'port']
  return [
    {
      path: 'deployment/appspec.yaml',
      text: `${comments([
        ...heading(plan, facts),
        'For CodeDeploy on ECS. Once: aws deploy create-deployment-config --cli-input-json file://deployment-config.json,',
        'then aws deploy update-deployment-group --cli-input-json file://deployment-group.json',
      ])}version: 0.0\n${yamlOf(appSpec(plan))}`,
    },
    { path: 'deployment/deployment-config.json', text: json(deploymentConfig(plan)) },
    { path: 'deployment/deployment-group.json', text: json(deploymentGroup(plan)) },
  ]
}

const json = (value: Yaml): string => `${JSON.stringify(value, null, 2)}\n`

const appSpec = (plan: Plan): Yaml => ({
  Resources: [
    {
      TargetService: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: factText(plan, 'task_definition'),
          LoadBalancerInfo: {
            ContainerName: factText(plan, 'container'),
            ContainerPort: factNumber(plan, 'port'),
          },
        },
      },
    },
  ],
})

function deploymentConfig(plan: Plan): Yaml {
  const share = shareSteps(plan)[0]
  return {
    deploymentConfigName: releaseName(plan),
    computePlatform: 'ECS',
    trafficRoutingConfig: share
      ? {
          type: 'TimeBasedCanary',
          timeBasedCanary: {
            canaryPercentage: Math.round(share.percent),
            canaryInterval: Math.ceil(share.minutes),
          },
        }
      : { type: 'AllAtOnce' },
  }
}

const deploymentGroup = (plan: Plan): Yaml => ({
  applicationName: factText(plan, 'application'),
  currentDeploymentGroupName: factText(plan, 'group'),
  deploymentConfigName: releaseName(plan),
  autoRollbackConfiguration: {
    enabled: true,
    events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
  },
  alarmConfiguration: {
    enabled: true,
    ignorePollAlarmFailure: false,
    alarms: [{ name: factText(plan, 'alarm') }],
  },
  blueGreenDeploymentConfiguration: {
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: Math.min(
        MOST_KEPT_MINUTES,
        Math.round(plan.strategy.deployment!.keep_old_hours.value * 60),
      ),
    },
  },
})
