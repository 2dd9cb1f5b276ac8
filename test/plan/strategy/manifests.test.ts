import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { StrategyInputs } from '../../../src/plan/inputs.ts'
import { resourceName } from '../../../src/plan/strategy/manifests.ts'
import { deriveStrategy } from '../../../src/plan/strategy/strategy.ts'
import { derivationOf, scopeOf } from '../../support/rollout.ts'

function manifests(strategy: StrategyInputs, product = 'Acme shop') {
  const more = { strategy, release: { release_date: '2026-12-01', kind: 'service' as const, product } }
  return deriveStrategy(derivationOf('service', more), scopeOf('none')).manifests
}

describe('manifests', () => {
  test('an Argo canary has the plan’s weights and waits for a person', () => {
    const [manifest] = manifests({ platform: 'argo_rollouts' })
    const { apiVersion, kind, spec } = parse(manifest!.text)
    expect([manifest!.path, apiVersion, kind]).toEqual([
      'planning/rollout.yaml',
      'argoproj.io/v1alpha1',
      'Rollout',
    ])
    expect(spec.strategy.canary.steps).toEqual([
      { setWeight: 5 },
      { pause: {} },
      { setWeight: 25 },
      { pause: {} },
      { setWeight: 50 },
      { pause: {} },
    ])
    expect(spec.workloadRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'acme-shop' })
    expect(manifest!.text).not.toContain('TBD')
  })

  test('an Argo blue-green keeps the old side as long as the release is watched, not 30 seconds', () => {
    const { spec } = parse(
      manifests({ platform: 'argo_rollouts', choose: 'blue_green', because: 'told' })[0]!.text,
    )
    expect(spec.strategy.blueGreen).toMatchObject({
      activeService: 'acme-shop',
      autoPromotionEnabled: false,
      scaleDownDelaySeconds: 259_200,
    })
  })

  test('a Flagger canary goes back below baseline and abort limit', () => {
    const { spec } = parse(manifests({ platform: 'flagger', baseline_error_percent: 0.5 })[0]!.text)
    expect(spec.analysis.stepWeights).toEqual([5, 25, 50])
    expect(spec.analysis.metrics[0]).toMatchObject({
      name: 'request-success-rate',
      thresholdRange: { min: 98.5 },
    })
    expect(spec.service.port).toBe(80)
  })

  test('nothing is written for other platforms or without a usable name', () => {
    expect(manifests({ platform: 'codedeploy' })).toEqual([])
    expect(manifests({ platform: 'argo_rollouts' }, '!!!')).toEqual([])
  })

  test.each([
    ['@acme/Shop Front', 'shop-front'],
    ['2048', undefined],
    ['a: b\nkind: Pod', 'a-b-kind-pod'],
  ])('resource name of %j', (product, name) => expect(resourceName(product)).toBe(name))
})
