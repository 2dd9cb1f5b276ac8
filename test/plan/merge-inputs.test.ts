import { describe, expect, test } from 'vitest'
import { mergedSection, replacedEntries } from '../../src/plan/merge-inputs.ts'

const merged = (before: object | undefined, raw: Record<string, unknown>) => {
  const parsed = JSON.parse(JSON.stringify(raw, (_, value) => (value === null ? undefined : value)))
  return mergedSection(before, parsed, raw)
}

describe('calling a tool again', () => {
  test('given arguments replace, omitted ones stay', () => {
    expect(merged({ a: 1, b: 2 }, { b: 3 })).toEqual({ a: 1, b: 3 })
  })

  test('null clears', () => {
    expect(merged({ a: 1, b: 2 }, { a: null })).toEqual({ b: 2 })
  })

  test('lists with ids merge by id and keep their order', () => {
    const before = {
      risks: [
        { id: 'x', title: 'X', owner: 'Ann' },
        { id: 'y', title: 'Y' },
      ],
    }
    expect(
      merged(before, {
        risks: [
          { id: 'z', title: 'Z' },
          { id: 'x', title: 'X2' },
        ],
      }),
    ).toEqual({
      risks: [
        { id: 'x', title: 'X2', owner: 'Ann' },
        { id: 'y', title: 'Y' },
        { id: 'z', title: 'Z' },
      ],
    })
  })

  test('null inside an entry clears that field only', () => {
    expect(
      merged({ risks: [{ id: 'x', title: 'X', owner: 'Ann' }] }, { risks: [{ id: 'x', owner: null }] }),
    ).toEqual({
      risks: [{ id: 'x', title: 'X' }],
    })
  })

  test('reclassifications merge by commit', () => {
    const before = { reclassify: [{ commit: 'aaaa', kind: 'fix' }] }
    expect(merged(before, { reclassify: [{ commit: 'bbbb', kind: 'feature' }] })).toEqual({
      reclassify: [
        { commit: 'aaaa', kind: 'fix' },
        { commit: 'bbbb', kind: 'feature' },
      ],
    })
  })

  test('lists without ids are replaced', () => {
    expect(merged({ paths: ['a', 'b'] }, { paths: ['c'] })).toEqual({ paths: ['c'] })
    expect(merged({ people: [{ name: 'Ann' }] }, { people: [{ name: 'Bo' }] })).toEqual({
      people: [{ name: 'Bo' }],
    })
  })

  test('an empty list empties', () => {
    expect(merged({ risks: [{ id: 'x' }] }, { risks: [] })).toEqual({ risks: [] })
  })

  test('what was before is not changed in place', () => {
    const before = { risks: [{ id: 'x', title: 'X' }] }
    merged(before, { risks: [{ id: 'x', title: 'Y' }] })
    expect(before).toEqual({ risks: [{ id: 'x', title: 'X' }] })
  })
})

test('who is left out of a list that a call gives anew is named', () => {
  const before = {
    people: [{ name: 'Ada' }, { name: 'Bo', roles: ['qa'] }],
    risks: [{ id: 'a', name: 'A' }],
    note: 'x',
  }
  expect([...replacedEntries(before, { people: [{ name: 'Ada', roles: ['devops'] }] })]).toEqual([
    ['people', ['Bo']],
  ])
  expect(replacedEntries(before, { people: [{ name: 'Bo' }, { name: 'Ada' }] }).size).toBe(0)
  expect(replacedEntries(before, { risks: [{ id: 'b', name: 'B' }], note: 'y' }).size).toBe(0)
  expect(replacedEntries(undefined, { people: [] }).size).toBe(0)
})
