import { describe, expect, test } from 'vitest'
import { derive } from '../../../src/plan/derive.ts'
import { publishedByTag } from '../../../src/plan/scope/product/publishing.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

const publishing = (does: string[], on: 'tag' | 'release' = 'tag') => [
  { file: '.github/workflows/release.yaml', on, does },
]

function planWith(workflows: ReturnType<typeof publishing>) {
  const inputs = exampleInputs('library')
  return derive({ ...inputs, observed: { ...inputs.observed, publishing: workflows } }, exampleNow)
}

describe('a workflow that publishes on the pushed tag', () => {
  test('makes the tag the point of no return and leaves no way back between tag and publishing', () => {
    const plan = planWith(publishing(['npm publish']))
    expect(plan.schedule.point_of_no_return?.step).toContain(
      '.github/workflows/release.yaml publishes on the tag',
    )
    expect(plan.rollback.methods.map(({ id }) => id)).not.toContain('tagged')
  })

  test.each([
    ['a release page alone', publishing(['GitHub release'])],
    ['a workflow that a published release starts', publishing(['npm publish'], 'release')],
    ['no workflow', []],
  ])('%s leaves the tag without effect', (_, workflows) => {
    const plan = planWith(workflows)
    expect(plan.schedule.point_of_no_return?.step).not.toContain('on the tag')
    expect(plan.rollback.methods.map(({ id }) => id)).toContain('tagged')
    expect(publishedByTag(workflows)).toBeUndefined()
  })
})
