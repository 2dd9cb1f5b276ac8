import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { documents } from '../../src/documents/index.ts'
import { derive } from '../../src/plan/derive.ts'
import { planInputs, schemaVersion } from '../../src/plan/inputs.ts'
import { migrated, migrations } from '../../src/plan/migrations.ts'

describe('a stored plan', () => {
  test('of this schema passes as it is', () => {
    const plan = { schema_version: schemaVersion, version: '1.0.0' }
    expect(migrated(plan, 'plan.json')).toBe(plan)
  })

  test('of an older schema passes every step in order', () => {
    const steps = {
      1: (plan: object) => ({ ...plan, b: 1 }),
      2: (plan: object) => ({ ...plan, c: 'b' in plan }),
    }
    expect(migrated({ schema_version: 1, a: 1 }, 'plan.json', steps, 3)).toEqual({
      schema_version: 3,
      a: 1,
      b: 1,
      c: true,
    })
    expect(migrated({ schema_version: 2 }, 'plan.json', steps, 3)).toEqual({ schema_version: 3, c: false })
  })

  test('of a later schema is refused, and so is one that nobody wrote', () => {
    const newer = { schema_version: schemaVersion + 1 }
    expect(() => migrated(newer, 'releases/v1/plan.json')).toThrow(
      /releases\/v1\/plan.json was written by a newer/,
    )
    expect(() => migrated({ schema_version: 0 }, 'plan.json')).toThrow('no release-planner has written')
    expect(() => migrated({ schema_version: 1.5 }, 'plan.json', {}, 2)).toThrow(
      'no release-planner has written',
    )
  })

  test('without a schema version is left to the schema to refuse', () => {
    for (const odd of [null, 'text', [], {}]) expect(migrated(odd, 'plan.json')).toBe(odd)
  })

  test('every schema before this one has a step', () => {
    const before = Array.from({ length: schemaVersion - 1 }, (_, n) => String(n + 1))
    expect(Object.keys(migrations)).toEqual(before)
  })
})

// One plan.json as each released program wrote it; they open for ever. A release adds one: see CONTRIBUTING.md.
const folder = new URL('../fixtures/plans/', import.meta.url)

describe.each(readdirSync(folder))('%s', file => {
  test('opens and is planned with', () => {
    const inputs = planInputs.parse(migrated(JSON.parse(readFileSync(new URL(file, folder), 'utf8')), file))
    const texts = documents(derive(inputs, '2026-02-02T09:00:00Z'))
    expect(texts.length).toBeGreaterThan(5)
    for (const { path, text } of texts) expect(text, path).not.toMatch(/undefined|\[object|NaN/)
  })
})
