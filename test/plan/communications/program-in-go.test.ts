import { expect, test } from 'vitest'
import { documents } from '../../../src/documents/index.ts'
import { derive } from '../../../src/plan/derive.ts'
import type { Kind } from '../../../src/plan/kinds/profile.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

const texts = (kind: Kind): string => {
  const inputs = exampleInputs(kind)
  const ecosystem = { registry: 'go', name: 'example.org/acme/v2' }
  const plan = derive({ ...inputs, observed: { ...inputs.observed, ecosystem } }, exampleNow)
  return documents(plan)
    .filter(({ path }) => path.startsWith('communications/'))
    .map(({ text }) => text)
    .join('\n')
}

test('users of a Go library are told to get the module, users of a program are not', () => {
  expect(texts('library')).toContain('go get example.org/acme/v2@')
  expect(texts('distributed')).not.toContain('go get')
})
