import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { alertRules } from '../../src/documents/alert-rules.ts'
import { manifestDocuments } from '../../src/documents/manifests/index.ts'
import type { PlanInputs, StrategyInputs } from '../../src/plan/inputs.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { deriveStrategy } from '../../src/plan/strategy/strategy.ts'
import { flagErrors, objectErrors, operationErrors } from '../support/manifest-schemas.ts'
import { derivationOf, scopeOf } from '../support/rollout.ts'

const told = {
  workload: 'shop-web',
  namespace: 'shop',
  service: 'shop',
  second_service: 'shop-new',
  image: 'registry.example/shop@sha256:0123',
  container: 'web',
  port: 8080,
  group: 'shop-production',
  task_definition: 'arn:aws:ecs:eu-central-1:1:task-definition/shop:7',
  alarm: 'shop-errors',
}
const measured: StrategyInputs = {
  zero_downtime: true,
  traffic_splitting: true,
  spare_environment: true,
  mixed_versions: true,
  requests_per_minute: 1200,
  baseline_error_percent: 0.4,
  slo_percent: 99.9,
  instances: 10,
}
const answers = { deployment_prometheus: { value: 'http://prometheus:9090', from: 'fill_in' } }

function written(strategy: StrategyInputs, more: Partial<PlanInputs> = {}) {
  const inputs = {
    strategy: { ...measured, deployment: told, ...strategy },
    answers,
    ...more,
  }
  const derivation = derivationOf('service', inputs)
  const plan = {
    version: '2.5.0',
    strategy: deriveStrategy(derivation, scopeOf('none')),
    questions: derivation.questions.asked(),
    warnings: derivation.warnings,
    rollback: { triggers: [] },
  } as unknown as Plan
  const files = new Map(manifestDocuments(plan).map(({ path, text }) => [path, text]))
  // biome-ignore lint/suspicious/noExplicitAny: parsed YAML, its form is what is tested
  const objects: any[] = [...files]
    .filter(([path]) => path.endsWith('.yaml') && !path.endsWith('appspec.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map(document => document.toJS()))
  return { plan, files, objects, strategy: plan.strategy }
}
const because = 'told'
const forms: [string, StrategyInputs, string[]][] = [
  ['Argo canary', { platform: 'argo_rollouts' }, ['rollout.yaml', 'analysis-templates.yaml']],
  [
    'Argo canary through an ingress',
    { platform: 'argo_rollouts', deployment: { ...told, ingress: 'shop' } },
    ['rollout.yaml', 'analysis-templates.yaml'],
  ],
  [
    'Argo blue-green',
    { platform: 'argo_rollouts', choose: 'blue_green', because },
    ['rollout.yaml', 'analysis-templates.yaml'],
  ],
  ['Flagger', { platform: 'flagger' }, ['canary.yaml', 'metric-templates.yaml']],
  ['Kubernetes canary', { platform: 'kubernetes' }, ['canary-deployment.yaml']],
  [
    'Kubernetes blue-green',
    { platform: 'kubernetes', choose: 'blue_green', because },
    ['green-deployment.yaml', 'service-to-green.yaml', 'service-to-blue.yaml'],
  ],
  ['Kubernetes rolling', { platform: 'kubernetes', choose: 'rolling', because }, ['deployment-patch.yaml']],
  ['Kubernetes recreate', { platform: 'kubernetes', choose: 'recreate', because }, ['deployment-patch.yaml']],
]

/** What a patch makes of a Deployment or Service that runs: lists are merged by name, null takes away. */
// biome-ignore lint/suspicious/noExplicitAny: any JSON
function merged(into: any, patch: any): any {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const result = { ...into }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = merged(result[key] ?? {}, value)
  }
  return result
}
const running = {
  Deployment: {
    spec: {
      selector: { matchLabels: { app: 'shop-web' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } },
      template: { metadata: { labels: { app: 'shop-web' } }, spec: { containers: [] } },
    },
  },
  Service: { spec: { selector: { app: 'shop-web' }, ports: [{ port: 80 }] } },
}

describe.each(forms)('%s', (_name, strategy, paths) => {
  const made = written(strategy)

  test('its files are valid by the platform’s schemas', () => {
    expect([...made.files.keys()]).toEqual(paths.map(path => `deployment/${path}`))
    for (const object of made.objects) {
      const base = running[object.kind as keyof typeof running]
      expect(objectErrors(base ? merged(base, object) : object), object.kind).toEqual([])
    }
    for (const text of made.files.values()) expect(text).not.toMatch(/TBD|undefined|\bNaN\b|NOT READY/)
  })

  test('without its names every one is a question, and the file says that it is not ready', () => {
    const { files, plan } = written(
      { ...strategy, deployment: undefined, instances: undefined },
      { answers: {} },
    )
    for (const [path, text] of files) expect(text, path).toMatch(/# NOT READY: \d+ of its names/)
    const open = plan.questions
      .filter(({ id }) => id.startsWith('deployment_'))
      .map(({ question }) => question)
    for (const question of open) expect([...files.values()].join('\n')).toContain(`[TBD: ${question} ·`)
    expect([...files.values()].join('\n')).not.toMatch(/acme|shop/i)
  })

  test('a text that wants to be YAML stays a text', () => {
    const hostile = 'x"\n---\nkind: Pod # $(a) `b` {{ c }}'
    const strange = written({ ...strategy, deployment: { ...strategy.deployment, image: hostile } })
    expect(strange.objects.map(({ kind }) => kind)).toEqual(made.objects.map(({ kind }) => kind))
    const filled = written(
      { ...strategy, deployment: undefined, instances: undefined },
      {
        answers: Object.fromEntries(
          ['workload', 'namespace', 'service', 'container', 'image', 'port', 'prometheus'].map(fact => [
            `deployment_${fact}`,
            { value: hostile, from: 'fill_in' },
          ]),
        ),
      },
    )
    expect(filled.objects.map(({ kind }) => kind)).toEqual(made.objects.map(({ kind }) => kind))
  })
})

describe('what the plan says is what is written', () => {
  test('an Argo canary has the plan’s shares and minutes, rising within 0 to 100, and judges each', () => {
    const { objects, strategy } = written({ platform: 'argo_rollouts' })
    const { steps, scaleDownDelaySeconds } = objects[0].spec.strategy.canary
    const shares = strategy.steps.filter(({ percent = 0 }) => percent > 0 && percent < 100)
    expect(steps).toEqual(
      shares.flatMap(({ percent, minutes, requests_needed }) => [
        { setWeight: percent },
        { pause: { duration: `${minutes}m` } },
        {
          analysis: {
            templates: [{ templateName: 'release-2.5.0-step' }],
            args: [
              { name: 'minutes', value: String(minutes) },
              { name: 'requests', value: String(requests_needed) },
            ],
          },
        },
      ]),
    )
    expect(shares.map(({ percent }) => percent)).toEqual([5, 25, 50])
    // The platform refuses a delay without traffic routing; so the plan does not promise one.
    expect(scaleDownDelaySeconds).toBeUndefined()
    expect(strategy.deployment?.keep_old_hours.value).toBe(0)
  })

  test('its limits are the ladder’s, its queries read the series that the alert rules bind', () => {
    const { objects, strategy, plan } = written({ platform: 'argo_rollouts' })
    const ladder = strategy.ladder!
    const [, step, triggers] = objects
    const [requests, errors] = step.spec.metrics
    expect(errors.successCondition).toBe(
      `len(result) == 1 && !isNaN(result[0]) && result[0] < ${ladder.promote_below}`,
    )
    expect(errors.failureCondition).toBe(
      `len(result) != 1 || isNaN(result[0]) || result[0] >= ${ladder.abort_from}`,
    )
    expect(requests.successCondition).toContain('result[0] >= {{args.requests}}')
    const rules = alertRules(plan, ladder)
    for (const metric of triggers.spec.metrics) {
      const limit = /result\[0\] >= ([\d.]+)$/.exec(metric.failureCondition)![1]
      expect(rules).toMatch(new RegExp(`errors:(\\w+) / release:requests:\\1 >= ${limit}\\n`))
    }
    expect(triggers.spec.metrics[1].provider.prometheus.query).toContain(
      '(sum(release:errors:rate5m{traffic="new"}) / sum(release:requests:rate5m{traffic="new"}))[300s:15s]',
    )
    const series = new Set(JSON.stringify(objects).match(/release:\w+:\w+/g))
    expect([...series].sort()).toEqual([
      'release:errors:rate1m',
      'release:errors:rate5m',
      'release:requests:rate1m',
      'release:requests:rate5m',
    ])
    for (const name of series) expect(rules).toContain(`record: ${name}`)
  })

  test.each([
    ['argo_rollouts', { choose: 'blue_green', because }],
    ['argo_rollouts', { deployment: { ...told, ingress: 'shop' } }],
  ] as const)('%s keeps the old version as long as the plan promises', (platform, more) => {
    const { objects, strategy } = written({ platform, ...more })
    const { blueGreen, canary } = objects[0].spec.strategy
    const { scaleDownDelaySeconds } = blueGreen ?? canary
    expect(scaleDownDelaySeconds).toBe(strategy.deployment!.keep_old_hours.value * 3600)
    expect(scaleDownDelaySeconds).toBe(259_200)
  })

  test('Flagger holds each share for the longest observation and promotes below the plan’s limit', () => {
    const { objects, strategy } = written({ platform: 'flagger' })
    const { analysis } = objects[0].spec
    expect(analysis.stepWeights).toEqual([5, 25, 50])
    expect(analysis.interval).toBe(
      `${Math.max(...strategy.steps.slice(1, 4).map(({ minutes }) => minutes))}m`,
    )
    expect(analysis.metrics.map(({ thresholdRange }: { thresholdRange: object }) => thresholdRange)).toEqual([
      { min: strategy.steps[1]!.requests_needed },
      { max: strategy.ladder!.promote_below },
    ])
    const names = objects.slice(1).map(({ metadata }) => metadata.name)
    expect(
      analysis.metrics.map((metric: { templateRef: { name: string } }) => metric.templateRef.name),
    ).toEqual(names)
    expect(strategy.considerations.join()).toContain('keeps no old version')
  })

  test('Kubernetes says how many pods make which share, and what that really is', () => {
    const { files, objects } = written({ platform: 'kubernetes' })
    expect(objects[0].spec.replicas).toBe(1)
    expect(files.get('deployment/canary-deployment.yaml')).toContain(
      '# 5 % for 15 min: 1 beside 10 pods, really 9.1 %',
    )
  })

  test('a patch to Recreate takes the settings of a rolling update away', () => {
    const { objects } = written({ platform: 'kubernetes', choose: 'recreate', because })
    expect(objects[0].spec.strategy).toEqual({ type: 'Recreate', rollingUpdate: null })
  })

  test('CodeDeploy: one share, then all; old tasks no longer than it can', () => {
    const { files, strategy, plan } = written({ platform: 'codedeploy' })
    const config = JSON.parse(files.get('deployment/deployment-config.json')!)
    const group = JSON.parse(files.get('deployment/deployment-group.json')!)
    expect(operationErrors('CreateDeploymentConfigInput', config)).toEqual([])
    expect(operationErrors('UpdateDeploymentGroupInput', group)).toEqual([])
    expect(strategy.steps.flatMap(({ percent }) => percent ?? [])).toEqual([0, 5, 100])
    expect(config.trafficRoutingConfig.timeBasedCanary).toEqual({
      canaryPercentage: 5,
      canaryInterval: strategy.steps[1]!.minutes,
    })
    const { terminationWaitTimeInMinutes } =
      group.blueGreenDeploymentConfiguration.terminateBlueInstancesOnDeploymentSuccess
    expect(terminationWaitTimeInMinutes).toBe(2880)
    expect(strategy.deployment!.keep_old_hours.value).toBe(48)
    expect(files.get('deployment/appspec.yaml')).toMatch(/^version: 0\.0$/m)
    expect(plan.warnings.map(({ code }) => code)).not.toContain('retention_beyond_platform')
    const longer = written({ platform: 'codedeploy' }, { rollback: { keep_old_hours: 96 } })
    expect(longer.plan.warnings.map(({ code }) => code)).toContain('retention_beyond_platform')
  })

  test('flags for flagd are on for nobody, and say when they are decided and cleaned up', () => {
    const flags = [{ feature: 'Search', name: 'search_v2', owner: 'Noor', expires: '2026-12-20' }]
    const { files } = written({ platform: 'flagd', flags })
    const file = JSON.parse(files.get('deployment/flags.flagd.json')!)
    expect(flagErrors(file)).toEqual([])
    expect(file.flags.search_v2).toMatchObject({
      state: 'ENABLED',
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', 0],
          ['off', 100],
        ],
      },
      metadata: { owner: 'Noor', expires: '2026-12-20', cleanup: '2027-01-03' },
    })
    expect(flagErrors({ flags: { search_v2: { ...file.flags.search_v2, state: 'ON' } } })).not.toEqual([])
  })

  test('a platform without a form of the strategy writes nothing and says so; none is written unasked', () => {
    const { files, plan } = written({ platform: 'flagger', choose: 'recreate', because })
    expect(files.size).toBe(0)
    expect(plan.warnings.map(({ code }) => code)).toContain('no_manifest')
    expect(written({}).files.size).toBe(0)
  })
})

test('the schemas would notice: a misspelt field, a wrong type', () => {
  const [rollout] = written({ platform: 'argo_rollouts' }).objects
  const { canary } = rollout.spec.strategy
  expect(objectErrors(rollout)).toEqual([])
  canary.steps[0] = { setWeigth: 5 }
  expect(objectErrors(rollout).join()).toContain('setWeigth')
  canary.steps[0] = { setWeight: '5%' }
  expect(objectErrors(rollout).join()).toContain('must be integer')
})

describe('what the files cannot keep', () => {
  const codes = (strategy: StrategyInputs) =>
    written({ platform: 'kubernetes', ...strategy }).plan.warnings.map(({ code }) => code)

  test('few pods take a larger share than the step says', () => {
    const { plan } = written({ platform: 'kubernetes', instances: 6 })
    const warning = plan.warnings.find(({ code }) => code === 'share_by_pods')!
    expect(warning.message).toContain('beside 6 instances')
    expect(warning.message).toMatch(/\b5 % is 14\.3 %/)
    expect(codes({ instances: 200 })).not.toContain('share_by_pods')
    expect(codes({ instances: 6, platform: 'flagger' })).not.toContain('share_by_pods')
  })

  test.each([
    ['registry.example:5000/shop', true],
    ['shop', true],
    ['registry.example:5000/shop:2.5.0', false],
    ['shop@sha256:0123', false],
  ])('image %s', (image, warned) => {
    expect(codes({ deployment: { ...told, image } }).includes('image_without_tag')).toBe(warned)
  })
})
