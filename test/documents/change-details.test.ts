import { expect, test } from 'vitest'
import { changeDetails } from '../../src/documents/change-details.ts'
import type { Plan, Scope } from '../../src/plan/plan.ts'

const details = (evidence: Scope['evidence']) => changeDetails({ scope: { evidence } } as Plan).text

test('nothing where the texts say nothing', () => {
  expect(details(undefined)).toBe('')
  expect(details({ locks: [] })).toBe('')
})

test('statements that ask for a look, in a table; the rest is counted', () => {
  const statement = (what: string, compatible?: boolean) => ({
    what,
    reversible: true,
    locking: false,
    ...(compatible === undefined ? {} : { compatible }),
  })
  const migrations = [
    {
      file: 'db/a|b.sql',
      framework: 'SQL',
      statements: [
        statement('drop column a.b', false),
        statement('DO $$'),
        statement('add column a.c', true),
      ],
      total: 3,
      not_judged: 1,
      breaking: 1,
    },
  ]
  const totals = { files: 1, statements: 3, breaking: 1, irreversible: 0, locking: 0, not_judged: 1 }
  const text = details({ migrations, migrations_total: totals })
  expect(text.split('\n').filter(line => line.startsWith('| d') || line.startsWith('| D'))).toEqual([
    '| drop column a.b | **no** | yes | no |  | `db/a\\|b.sql` |',
    '| DO $$ | ? | yes | no |  | `db/a\\|b.sql` |',
  ])
  expect(text).toContain('And 1 more statement.')
})

test('variables, flags, lock files alone, credentials: names and files, no values', () => {
  const text = details({
    environment: [{ name: 'PAY_KEY', file: 'src/a.ts' }],
    flags: {
      added: [{ name: 'new-cart', file: 'a.ts', by: 'Unleash' }],
      removed: [{ name: 'old', file: 'b.ts' }],
    },
    locks: [
      {
        file: 'yarn.lock',
        alone: true,
        direct: 0,
        added: 0,
        removed: 0,
        majors: 1,
        others: 0,
        shown: [{ name: 'x', from: '1.0.0', to: '2.0.0', direct: false, major: true }],
      },
    ],
    credentials: [{ file: 'config/prod.key', what: 'private key' }],
  })
  expect(text).toContain('**Looks like a credential**: private key in `config/prod.key`')
  expect(text).toContain('**New environment variables**: `PAY_KEY`; first in `src/a.ts`')
  expect(text).toContain('new `new-cart` (Unleash); gone `old`')
  expect(text).toContain('`yarn.lock` changed without a manifest. New majors: x 1.0.0 → 2.0.0.')
})
