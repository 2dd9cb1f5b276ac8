import { describe, expect, test } from 'vitest'
import { documents } from '../../src/documents/index.ts'
import { profileOf } from '../../src/plan/kinds/index.ts'
import { kinds } from '../../src/plan/kinds/profile.ts'
import { planOf } from '../support/rollout.ts'

const namesOf = (kind: (typeof kinds)[number]) => profileOf(kind).roles.map(({ name }) => name)

describe('the names of roles', () => {
  const all = [...new Set(kinds.flatMap(namesOf))]

  test.each(kinds)('%s: no document names a role that this kind does not have', kind => {
    const own = new Set(namesOf(kind))
    const foreign = new RegExp(`\\b(?:${all.filter(name => !own.has(name)).join('|')})\\b`, 'i')
    const plan = planOf(kind, {
      scope: {},
      risks: {},
      schedule: {},
      resources: {},
      communications: {},
    })
    const lines = documents(plan)
      // The appendix names the boxes that are left out, and why.
      .filter(({ path }) => path !== 'appendix.md')
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap(line => (foreign.test(line) ? [`${path}: ${line}`] : [])),
      )
    expect(lines).toEqual([])
    expect(plan.questions.filter(({ who }) => foreign.test(who))).toEqual([])
  })
})
