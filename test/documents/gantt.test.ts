import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { ganttTasks, ganttText, taskName } from '../../src/documents/gantt.ts'
import { derive } from '../../src/plan/derive.ts'
import type { PlanInputs } from '../../src/plan/inputs.ts'
import { kinds } from '../../src/plan/kinds/profile.ts'
import { ganttReader } from '../support/gantt-reader.ts'

let read: Awaited<ReturnType<typeof ganttReader>>
beforeAll(async () => {
  read = await ganttReader()
})

function planOf(release: Partial<PlanInputs['release']>, schedule: PlanInputs['schedule'] = {}) {
  const inputs: PlanInputs = {
    schema_version: 1,
    version: '2.5.0',
    planning_started: '2026-10-20T09:00:00Z',
    release: { release_date: '2026-12-01', product: 'shop', ...release },
    schedule,
    answers: {},
    moves: [],
  }
  return derive(inputs, inputs.planning_started)
}

describe('the gantt diagram', () => {
  test.each(kinds)('%s: reads back equal to the model', async kind => {
    const plan = planOf({ kind, country: ['US', 'DE-BE'] })
    const { tasks, excludes } = await read(ganttText(plan))
    expect(tasks).toMatchObject(ganttTasks(plan))
    expect(excludes).toEqual(expect.arrayContaining(['weekends', '2026-11-26']))
    const stages = plan.schedule.stages.filter(stage => stage.gate !== 'release')
    for (const { name, from, to } of stages)
      expect(tasks).toContainEqual(expect.objectContaining({ name: taskName(name), from, to }))
    const chain = plan.schedule.stages
      .flatMap(stage => stage.activities)
      .filter(({ id }) => plan.schedule.critical_path.includes(id))
    expect(tasks.filter(task => task.crit).map(task => task.name)).toEqual(
      chain.map(({ name }) => taskName(name)),
    )
    expect(tasks.filter(task => task.milestone).map(task => task.from)).toEqual(
      plan.schedule.milestones.filter(({ gate }) => gate).map(({ date }) => date),
    )
  })

  test('a Saturday worked in exchange for a day off is no day off of the diagram', async () => {
    const plan = planOf({ kind: 'service', country: ['CN'], release_date: '2026-10-14' })
    const { includes } = await read(ganttText(plan))
    expect(includes).toEqual(['2026-10-10'])
  })

  test('another working week and own milestones, activities and hostile names', async () => {
    const plan = planOf(
      { working_days: [7, 1, 2, 3, 4], kind: 'library' },
      {
        milestones: [{ id: 'crit', name: 'Section: review, "done"; %% x', offset: 'T-5' }],
        activities: [{ id: 'done', name: 'click here #1', phase: 'freeze', duration_days: 9 }],
      },
    )
    const { tasks, excludes } = await read(ganttText(plan))
    expect(tasks).toMatchObject(ganttTasks(plan))
    expect(excludes).toEqual(['friday', 'saturday'])
    expect(tasks).toContainEqual(
      expect.objectContaining({ milestone: true, name: '• Section - review done % x' }),
    )
  })

  test('no name breaks a line or becomes a statement', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({
        unit: fc.constantFrom(
          'section ',
          'title ',
          ':',
          ';',
          ',',
          '%%',
          '#',
          '"',
          '\n',
          'click ',
          'end',
          '{',
          '-->',
          'a',
          '1d',
        ),
        maxLength: 12,
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 12 }), async names => {
        const lines = names.map((name, n) => `${taskName(name)} :t${n}, 2026-12-01, 2026-12-02`)
        const text = ['gantt', 'dateFormat YYYY-MM-DD', 'inclusiveEndDates', ...lines].join('\n')
        const { tasks } = await read(text)
        expect(tasks.map(({ name, id }) => [name, id])).toEqual(
          names.map((name, n) => [taskName(name), `t${n}`]),
        )
      }),
      { numRuns: 60 },
    )
  })
})
