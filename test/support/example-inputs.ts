import { type PlanInputs, planInputs, schemaVersion } from '../../src/plan/inputs.ts'
import type { Kind } from '../../src/plan/kinds/profile.ts'

const ecosystems: Partial<Record<Kind, object>> = {
  library: { registry: 'npm', name: 'acme' },
  distributed: { registry: 'container', name: 'example/acme' },
}

const signal = (kind: string, file: string) => ({ kind, files: [file], count: 1, example: file })

/** Ten commits that touch everything a risk can hang on. */
const exampleRange = {
  from: 'v2.4.0',
  to: 'HEAD',
  base_commit: 'a'.repeat(40),
  head_commit: 'b'.repeat(40),
  head_date: '2026-11-01T12:00:00+00:00',
  commits: 10,
  omitted: 0,
  why: 'since the latest release',
  counts: {},
  changes: [],
  changes_omitted: 0,
  files: { count: 12, insertions: 400, deletions: 120, top: [{ path: 'src/users.ts', lines: 200 }] },
  authors: [{ name: 'Bo', commits: 10 }],
  signals: [
    signal('database_migration', 'migrations/0007_note.sql'),
    signal('api_description', 'openapi.yaml'),
    signal('dependency_major', 'package.json'),
    signal('authentication', 'src/login.ts'),
    signal('infrastructure', 'deploy/main.tf'),
  ],
  dependencies: [
    { manifest: 'package.json', name: 'left', from: '1.0.0', to: '2.0.0', change: 'major', dev: false },
  ],
  notes: [],
}

/** Inputs of a plan in which every section was called and most things are known. */
export function exampleInputs(kind: Kind, changes: Partial<PlanInputs> = {}): PlanInputs {
  return planInputs.parse({
    schema_version: schemaVersion,
    version: '2.5.0',
    planning_started: '2026-11-02T09:00:00+00:00',
    release: {
      release_date: '2026-12-01',
      product: 'Acme',
      release_manager: 'Ann Example',
      previous_version: '2.4.0',
      kind,
    },
    scope: {
      items: [
        {
          id: 'F-1',
          kind: 'feature',
          title: 'Export as CSV',
          value: 'less copying',
          ticket: 'F-1',
          owner: 'Bo',
          status: 'ready',
          dependencies: ['report service'],
        },
        {
          id: 'B-1',
          kind: 'fix',
          title: 'Crash on an empty list',
          severity: 'critical',
          impact: 'the page stays empty',
          verify: 'open an empty list',
        },
        { id: 'P-1', kind: 'performance', title: 'Index the search' },
        { id: 'S-1', kind: 'security', title: 'Refuse weak ciphers' },
        { id: 'I-1', kind: 'infrastructure', title: 'New build machine' },
        {
          id: 'A-1',
          kind: 'api_change',
          title: 'Remove /v1/users',
          breaking: true,
          migration: 'Call /v2/users instead',
          deprecated_until: '2027-06-30',
        },
        { id: 'D-1', kind: 'database_change', title: 'Add column note', backward_compatible: true },
      ],
      known_limitations: ['no export above 10 MB'],
      out_of_scope: ['export as PDF'],
    },
    risks: {
      risks: [
        {
          id: 'R-1',
          title: 'Supplier changes its prices',
          probability_percent: 30,
          impact: 'high',
          owner: 'Bo',
        },
      ],
    },
    strategy: { feature_flags: true, flags: [{ feature: 'Export', name: 'csv-export' }] },
    schedule: {},
    resources: {},
    rollback: {},
    communications: {},
    observed: {
      ...(ecosystems[kind] ? { ecosystem: ecosystems[kind] } : {}),
      repository: { shallow: false, web_url: 'https://github.com/example/acme' },
      range: exampleRange,
    },
    answers: {},
    moves: [],
    ...changes,
  })
}

/** The instant at which the examples are derived. */
export const exampleNow = '2026-11-02T09:00:00Z'
