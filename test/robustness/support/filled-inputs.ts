import type * as z from 'zod'
import { planInputs } from '../../../src/plan/inputs.ts'

type Path = readonly (string | number)[]
type Schema = z.core.$ZodType

/** Fields whose text must be of a form to be planned with; everything else gets free text. */
const formed: Record<string, unknown> = {
  $schema: './plan.schema.json',
  version: '3.0.0',
  previous_version: '2.4.0',
  release_date: '2026-03-17',
  planning_started: '2026-02-02T09:00:00Z',
  timezone: 'Europe/Berlin',
  country: 'DE',
  window: { from: '06:00', to: '12:00' },
  release_time: '07:00',
  working_days: [1, 2, 3, 4, 5],
  kind: 'service',
  offset: 'T-5',
  needed_by: '2026-03-10',
  commit_date: '2026-02-01T09:00:00Z',
  head_date: '2026-02-01T09:00:00Z',
  from_date: '2025-12-01T09:00:00Z',
  first_candidate: '2025-11-01T09:00:00Z',
  since: '2025-02-01',
  at: '2026-03-10',
  moves: [],
  answers: {},
  remove: [],
  from: '2026-03-02',
  to: '2026-03-04',
  date: '2026-03-05',
  releases: ['1.0.0', '1.1.0'].map((version, n) => ({
    version,
    date: `2025-0${n + 1}-01T09:00:00Z`,
    tag: `v${version}`,
  })),
  after: [],
  currency: 'EUR',
  rrule: undefined,
  matrix: 'four_level',
  choose: undefined,
  because: undefined,
  dismiss: undefined,
  reclassify: undefined,
  exclude: undefined,
  paths: undefined,
  phase: undefined,
  body: undefined,
}

/**
 * Inputs in which every field that a schema knows is given, lists with two entries; `text` writes the free texts from
 * their place. What is not free text has one value each, so two fillings differ in their texts alone.
 */
export function filledInputs(text: (path: Path) => string): unknown {
  return filled(planInputs, [], text)
}

function filled(schema: Schema, path: Path, text: (path: Path) => string): unknown {
  const key = String(path.findLast(part => typeof part === 'string') ?? '')
  if (key in formed && typeof path.at(-1) === 'string' && fits(schema, formed[key])) return formed[key]
  const def = schema._zod.def as unknown as Record<string, unknown> & { type: string }
  const inner = def.innerType as Schema
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return filled(inner, path, text)
    case 'pipe':
      return filled(def.in as Schema, path, text)
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape as Record<string, Schema>).map(([name, field]) => [
          name,
          filled(field, [...path, name], text),
        ]),
      )
    case 'array':
      return [0, 1].map(n => filled(def.element as Schema, [...path, n], text))
    case 'record':
      return { one: filled(def.valueType as Schema, [...path, 'one'], text) }
    case 'union':
      return filled((def.options as Schema[])[0]!, path, text)
    case 'string':
      return [
        text(path),
        `id_${path.findLast(part => typeof part === 'number') ?? 0}`,
        '2026-03-05',
        '07:00',
      ].find(value => fits(schema, value))
    case 'number':
      return [2, 0.5, 99].find(value => fits(schema, value))
    case 'boolean':
      return true
    case 'enum':
      return Object.values(def.entries as Record<string, string>)[0]
    case 'literal':
      return (def.values as unknown[])[0]
    default:
      return undefined
  }
}

const fits = (schema: Schema, value: unknown): boolean =>
  (schema as unknown as z.ZodType).safeParse(value).success
