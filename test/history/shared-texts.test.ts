import { expect, test } from 'vitest'
import { sharedTexts } from '../../src/history/shared-texts.ts'
import { scratchRepository } from '../support/scratch.ts'

test('many askers share reads and each gets its own files', async () => {
  const { at, commit } = scratchRepository()
  const names = Array.from({ length: 12 }, (_, n) => `f${n}.ts`)
  const head = commit('one', Object.fromEntries(names.map(name => [name, `in ${name}\n`])))
  const texts = sharedTexts(at, head)
  const asked = names.map(async name => {
    const first = await texts([name, 'none.ts'])
    const second = await texts([name === 'f0.ts' ? 'f1.ts' : 'f0.ts'])
    return [[...first], [...second.keys()]]
  })
  expect(await Promise.all(asked)).toEqual(
    names.map(name => [[[name, `in ${name}\n`]], [name === 'f0.ts' ? 'f1.ts' : 'f0.ts']]),
  )
  const unknown = sharedTexts(at, 'f'.repeat(40))
  await expect(unknown(['f0.ts'])).rejects.toThrow('no commit')
  await expect(unknown(['f0.ts'])).rejects.toThrow('no commit')
})
