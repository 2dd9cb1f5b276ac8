import { describe, expect, test } from 'vitest'
import { documents } from '../../../src/documents/index.ts'
import { derive } from '../../../src/plan/derive.ts'
import type { PlanInputs } from '../../../src/plan/inputs.ts'
import { type Kind, kinds } from '../../../src/plan/kinds/profile.ts'
import { riskRules } from '../../../src/plan/risks/catalogue/index.ts'
import type { Observation } from '../../../src/plan/scope/observation.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

type Range = NonNullable<Observation['range']>
const signal = (kind: string, file: string) => ({ kind, files: [file], count: 1, example: file })
const use = (name: string) => ({ name, file: 'src/settings.ts' })

/** A range in which every rule of the catalogue finds something. */
const everything: Partial<Range> = {
  head_date: '2026-11-25T12:00:00+00:00',
  changes: [
    {
      commit: 'c'.repeat(40),
      subject: 'fix: late',
      author: 'Bo',
      date: '2026-11-25T10:00:00+00:00',
      kind: 'fix',
      sure: true,
      tickets: [],
      bot: false,
    },
  ],
  signals: [
    ...['database_migration', 'api_description', 'authentication', 'infrastructure', 'configuration'].map(
      kind => signal(kind, `src/${kind}.ts`),
    ),
    ...['dependency_major', 'dependency_added', 'runtime_floor', 'behaviour_change', 'reverts'].map(kind =>
      signal(kind, 'package.json'),
    ),
    ...['large_change', 'tests_untouched'].map(kind => signal(kind, 'src/a.ts')),
    signal('delivery', '.github/workflows/release.yml'),
  ],
  environment: [use('API_KEY')],
  flags: { added: [use('new-page')], removed: [] },
  credentials: [{ file: 'deploy/id_rsa', what: 'a private key' }],
  locks: [
    {
      file: 'package-lock.json',
      alone: true,
      direct: 0,
      added: 0,
      removed: 0,
      majors: 1,
      others: 0,
      shown: [],
    },
  ],
}
const publishing = [{ file: '.github/workflows/release.yml', on: 'tag' as const, does: ['publishes'] }]

function made(
  kind: Kind,
  range: Partial<Range> = everything,
  more: Partial<PlanInputs> = {},
  now = exampleNow,
) {
  const inputs = exampleInputs(kind)
  return derive(
    {
      ...inputs,
      scope: {
        ...inputs.scope,
        items: [...inputs.scope!.items!, { id: 'W', title: 'W', status: 'in_development' }],
      },
      observed: { ...inputs.observed, publishing, range: { ...inputs.observed!.range!, ...range } },
      ...more,
    },
    now,
  )
}
const risk = (plan: ReturnType<typeof made>, id: string) => plan.risks.register.find(one => one.id === id)!
const document = (plan: ReturnType<typeof made>, path = 'risks/risk_assessment.md') =>
  documents(plan).find(one => one.path === path)!.text

describe.each(kinds)('%s: the chain of every risk that a change can show', kind => {
  const plan = made(kind)
  const shown = plan.risks.register.filter(({ id }) => riskRules.some(rule => rule.id === id))

  test('all rules find something', () => {
    const wanted = riskRules.map(({ id }) => id).filter(id => kind !== 'library' || id !== 'transitive_major')
    expect(shown.map(({ id }) => id).sort()).toEqual(wanted.sort())
  })

  test('each mitigation is a task of the schedule with its last day and who does it, before the release', () => {
    const activities = plan.schedule.stages.flatMap(stage => stage.activities)
    for (const { id, mitigations } of shown) {
      expect(mitigations.length, id).toBeGreaterThan(0)
      for (const { activity, due, who } of mitigations) {
        const task = activities.find(one => one.id === activity)
        expect(task?.earliest_finish, `${id} ${activity}`).toBe(due)
        expect(due! < '2026-12-01' && who, id).toBeTruthy()
        expect(
          task!.checklist.find(line => line.startsWith('mitigations of ')),
          id,
        ).toContain(id)
      }
    }
  })

  test('the trigger and the way back stand in the rollback plan; no link is missing', () => {
    for (const { id, trigger, way_back, missing_links } of shown) {
      expect(missing_links, id).toEqual([])
      expect(
        plan.rollback.triggers.map(one => `${one.tier}: ${one.signal}`),
        id,
      ).toContain(trigger)
      expect(
        plan.rollback.methods.map(({ name }) => name),
        id,
      ).toContain(way_back!.split('; last resort')[0])
    }
  })

  test('no risk has a number that nobody gave, and none names a person', () => {
    for (const one of shown) {
      expect(one.probability_percent, one.id).toBeUndefined()
      expect(JSON.stringify({ ...one, mitigations: [], owner: '' }), one.id).not.toMatch(/\bBo\b|Ann Example/)
    }
  })
})

test('a change that shows nothing has no risk', () => {
  const quiet = made('library', { signals: [] }, { risks: {}, scope: {} })
  expect(quiet.risks.register).toEqual([])
  expect(quiet.risks.overall_level).toBe('low')
})

describe('evidence in the words of the change', () => {
  const statement = (what: string, verdict: object) => ({ what, ...verdict })
  const migration = (statements: object[], not_judged = 0): Partial<Range> => ({
    signals: [signal('database_migration', 'db/2.sql')],
    migrations: [
      { file: 'db/2.sql', framework: 'sql', statements, total: statements.length + not_judged, not_judged },
    ] as Range['migrations'] & object,
  })
  const fine = { reversible: true, compatible: true, locking: false }

  test('a statement that breaks the old code is named with its file', () => {
    const plan = made(
      'service',
      migration([
        statement('drop column users.email', {
          ...fine,
          compatible: false,
          reversible: false,
          why: 'old code reads it',
        }),
      ]),
    )
    expect(risk(plan, 'schema_migration')).toMatchObject({
      severity: 'high',
      description: expect.stringContaining(
        '1 statement: 1 not for the old code, 1 not reversible without a backup.',
      ),
      remarks: [
        'drop column users.email: breaks the old code, cannot be taken back (old code reads it); db/2.sql',
      ],
      basis: { kind: 'observed', from: expect.stringContaining('at bbbbbbbb') },
    })
  })

  test('statements that were all judged harmless make it less probable, by that evidence', () => {
    const plan = made('service', migration([statement('create table notes', fine)]))
    expect(risk(plan, 'schema_migration')).toMatchObject({
      probability: { value: 'low', basis: { kind: 'derived' } },
      severity: 'medium',
    })
  })

  test('what was not judged is counted and does not pass for harmless', () => {
    const found = risk(
      made('service', migration([statement('create table notes', fine)], 1)),
      'schema_migration',
    )
    expect(found.description).toContain('1 not judged')
    expect(found.probability).toMatchObject({ value: 'medium', basis: { kind: 'assumed' } })
  })

  test('a library that works on migrations has none of its own where nothing was understood', () => {
    const read: Partial<Range> = {
      signals: [signal('database_migration', 'lib/migration/recorder.rb')],
      shape: { code_lines: 9, test_lines: 9, code_files: 1, test_files: 1, directories: 1, late_commits: 0 },
    }
    expect(risk(made('library', read), 'schema_migration')).toBeUndefined()
    expect(risk(made('service', read), 'schema_migration')).toBeDefined()
  })

  test('a compared interface that lost nothing is no risk; one that cannot be compared is', () => {
    const api = (file: string, changes: object[]): Partial<Range> => ({
      signals: [signal('api_description', file)],
      api: changes as Range['api'] & object,
    })
    const broken = { file: 'api.proto', kind: 'protobuf', what: 'field user.name removed', breaking: true }
    expect(risk(made('service', api('api.proto', [])), 'interface_change')).toBeUndefined()
    expect(risk(made('service', api('crds/a.yaml', [])), 'interface_change').description).toContain(
      'crds/a.yaml',
    )
    expect(risk(made('service', api('api.proto', [broken])), 'interface_change').description).toBe(
      '1 change that callers can break on: field user.name removed (api.proto).',
    )
  })

  test('commits after the freeze, not before it', () => {
    expect(risk(made('service'), 'late_change').description).toMatch(
      /1 change after the freeze of .*: fix: late\.$/,
    )
    const early = made('service', { ...everything, head_date: '2026-11-01T12:00:00+00:00' })
    expect(risk(early, 'late_change')).toBeUndefined()
  })

  test('few tests beside much code; a share of a few lines says nothing', () => {
    const shape = (code_lines: number, test_lines: number): Partial<Range> => ({
      signals: [],
      shape: { code_lines, test_lines, code_files: 9, test_files: 1, directories: 2, late_commits: 0 },
    })
    expect(risk(made('service', shape(5300, 240)), 'untested_change').description).toBe(
      '240 lines of tests changed beside 5300 lines of code (4 %).',
    )
    expect(risk(made('service', shape(5300, 900)), 'untested_change')).toBeUndefined()
    expect(risk(made('service', shape(90, 1)), 'untested_change')).toBeUndefined()
  })

  test('large beside its own past, with the figure', () => {
    const activity = { since: '2025-11-01', whole_year: true, source_lines: 4000, candidates: 0, files: [] }
    const sizes = [900, 1000, 1100].map(lines => ({ tag: `v${lines}`, lines }))
    const inputs = exampleInputs('service')
    const seen = (lines: number) =>
      derive(
        {
          ...inputs,
          observed: {
            ...inputs.observed,
            past_releases: { key: '', asked: 3, sizes, constants: [] },
            range: {
              ...inputs.observed!.range!,
              signals: [],
              activity: { ...activity, source_lines: lines },
            },
          },
        },
        exampleNow,
      ).risks.register.find(({ id }) => id === 'size')
    expect(seen(4000)?.description).toContain(
      '4000 source lines commit by commit are 4.0 times the median of the last 3',
    )
    expect(seen(2000)).toBeUndefined()
  })

  test('go is compiled: its floor concerns who uses a library, not who runs a program', () => {
    const floor = { signals: [{ ...signal('runtime_floor', 'go.mod'), example: 'go 1.24 → 1.26' }] }
    expect(risk(made('distributed', floor), 'runtime_floor')).toBeUndefined()
    expect(risk(made('library', floor), 'runtime_floor').description).toBe('Raised: go 1.24 → 1.26.')
  })
})

describe('a risk of the caller', () => {
  const own = (more: object, rest: Partial<PlanInputs> = {}) =>
    made('service', { signals: [] }, { risks: { risks: [{ id: 'peak', title: 'Peak', ...more }] }, ...rest })

  test('each missing link says what call adds it, once for all risks that lack it', () => {
    const plan = own({ title: 'Xyzzy' })
    expect(risk(plan, 'peak').missing_links).toEqual([
      'no mitigation: add mitigations with assess_risks',
      'no rollback trigger: add it with write_rollback_plan triggers, or name one with assess_risks trigger',
      'no way back: add it with write_rollback_plan methods, or name one with assess_risks way_back',
    ])
    expect(document(plan)).toContain('- `peak`: no mitigation: add mitigations with assess_risks')
  })

  test('a trigger answers it by what it is about, not by any word that both happen to have', () => {
    const { trigger } = risk(own({ title: 'Step behaves differently when upgraded from before 2.3' }), 'peak')
    expect(trigger).toBeUndefined()
    expect(risk(own({ title: 'Conversion falls before the weekend' }), 'peak').trigger).toBe(
      'planned: Business figures',
    )
  })

  test('a mitigation is held by the activity behind its @', () => {
    const [first] = risk(
      own({ mitigations: ['load test at twice the peak @performance'] }),
      'peak',
    ).mitigations
    expect(first).toMatchObject({
      text: 'load test at twice the peak',
      activity: 'performance',
      who: 'QA lead',
      due: expect.stringMatching(/^2026-11-\d\d$/),
    })
  })

  test('without a task the link is missing and the way to add it is said', () => {
    const plan = own({ mitigations: ['rent more machines', 'sleep @nap'] })
    expect(risk(plan, 'peak').missing_links[0]).toMatch(
      /^no task in the schedule for 2 mitigations \(there is no nap\): end it with @ and an activity \(feature_complete, .*build_schedule activities$/,
    )
    expect(document(plan)).toMatch(/Mitigation without a task: rent more machines; sleep\./)
  })

  test('a task that ends after the release comes too late, and it is said', () => {
    const activities = [{ id: 'slow', name: 'Slow', phase: 'freeze', duration_days: 60 }]
    const plan = own({ mitigations: ['wait @slow'] }, { schedule: { activities } })
    expect(risk(plan, 'peak').missing_links[0]).toMatch(
      /^the task slow ends on \d{4}-\d\d-\d\d, not before the release: see the conflicts of build_schedule$/,
    )
  })

  test('an activity of its own name or id holds it', () => {
    const activities = [{ id: 'rent', name: 'Rent more machines', phase: 'freeze' }]
    const named = own({ mitigations: ['rent more machines'] }, { schedule: { activities } })
    expect(risk(named, 'peak').mitigations[0]).toMatchObject({ activity: 'rent' })
    const byId = own(
      { mitigations: ['whatever'] },
      { schedule: { activities: [{ ...activities[0]!, id: 'peak' }] } },
    )
    expect(risk(byId, 'peak').mitigations[0]).toMatchObject({ activity: 'peak' })
  })

  test('a link that is named and not there is missing, also where words would find another', () => {
    const plan = own({ title: 'Error rate rises', trigger: 'Moon phase', mitigations: ['x @performance'] })
    expect(risk(plan, 'peak').missing_links[0]).toBe(
      'no rollback trigger "Moon phase": add it with write_rollback_plan triggers',
    )
  })

  test('what is left: as stated, else one step less probable, without mitigation nothing less', () => {
    const levels = { probability: 'high', impact: 'high' }
    expect(risk(own(levels), 'peak').residual).toEqual({
      value: 'critical',
      basis: { kind: 'derived', from: 'no mitigation' },
    })
    expect(risk(own({ ...levels, mitigations: ['x @performance'] }), 'peak').residual).toMatchObject({
      value: 'high',
      basis: { kind: 'assumed' },
    })
    expect(risk(own({ ...levels, residual: 'two slow pages' }), 'peak').residual).toMatchObject({
      value: 'two slow pages',
      basis: { kind: 'given' },
    })
  })
})

test('who is on call on the release day ends every chain; without a name it says what call adds one', () => {
  expect(made('service').risks.on_call.missing).toContain('allocate_resources')
  const people = [
    { name: 'Ana', roles: ['devops'] },
    { name: 'Cem', roles: ['devops'] },
    { name: 'Di', roles: ['dba'] },
  ]
  const plan = made('service', everything, { resources: { people } })
  expect(plan.risks.on_call.who).toMatch(/^(?:Ana|Cem|Di)/)
  expect(document(plan)).toContain(`On call on Tue 2026-12-01: ${plan.risks.on_call.who}.`)
})

test('a dismissed risk keeps its reason and raises nothing', () => {
  const dismiss = [
    { id: 'schema_migration', reason: 'the table is new' },
    { id: 'gone_rule', reason: 'earlier' },
  ]
  const plan = made('service', everything, { risks: { dismiss } })
  expect(risk(plan, 'schema_migration')).toBeUndefined()
  expect(document(plan)).toMatch(/^- Schema migration fails, .*: the table is new$/m)
  expect(document(plan)).toMatch(/^- gone\\?_rule, no longer shown by the change: earlier$/m)
})

test('a forecast stands beside the register and never in it', () => {
  const plan = made('service')
  expect(plan.risks.no_forecast).toContain('no stable X.Y.0 release')
  expect(document(plan)).toContain('no number, because the repository shows no stable X.Y.0 release')
})
