import { describe, expect, test } from 'vitest'
import { advertisedInput, advertisedOutput } from '../../src/tools/advertised-schema.ts'
import { tools } from '../../src/tools/index.ts'
import { callTool } from '../../src/tools/tool.ts'

/** The contract: names and, for each, the arguments beside `version` and `preview`. */
const contract: Record<string, string> = {
  initialize_plan:
    'release_date product release_manager previous_version timezone release_time window country working_days kind notes decisions',
  gather_scope:
    'from to paths items reclassify exclude ticket_url known_limitations out_of_scope notes decisions',
  assess_risks: 'risks dismiss matrix notes decisions',
  select_strategy:
    'zero_downtime spare_environment traffic_splitting feature_flags mixed_versions database_change sessions instances requests_per_minute users_per_hour baseline_error_percent baseline_p99_ms detect_points slo_percent budget_left_percent hourly_cost platform deployment flags strategies choose because notes decisions',
  build_schedule: 'phases activities remove milestones freezes holidays release_day notes decisions',
  allocate_resources: 'people roles escalation costs external channels total_in notes decisions',
  write_rollback_plan: 'platform commands database keep_old_hours triggers methods notes decisions',
  plan_communications: 'audiences channels messages status_page notes decisions',
  review_plan: 'folder',
  read_plan: 'document heading offset',
  fill_in: 'answers',
  move_release: 'release_date reason dry_run',
}
const readers = ['review_plan', 'read_plan']

test('the registry holds the twelve tools of the contract', () => {
  expect(tools.map(({ name }) => name)).toEqual(Object.keys(contract))
})

describe.each(tools.map(tool => [tool.name, tool] as const))('%s', (name, tool) => {
  test('has a name of at most 19 characters in snake_case and a title', () => {
    expect(name).toMatch(/^[a-z_]{1,19}$/)
    expect(tool.title.length).toBeGreaterThan(5)
  })

  test('says in its first sentence what it does', () => {
    expect(tool.description.length).toBeLessThanOrEqual(2000)
    expect(tool.description.split('. ')[0]!.length).toBeGreaterThan(30)
  })

  test('takes the arguments of the contract', () => {
    const wanted = [
      'version',
      ...(readers.includes(name) ? [] : ['preview']),
      ...contract[name]!.split(' ').filter(Boolean),
    ]
    expect(Object.keys(tool.input).sort()).toEqual(wanted.sort())
  })

  test('is marked as what it is', () => {
    expect(tool.readOnly).toBe(readers.includes(name))
  })

  test('advertises a closed input and an open output', () => {
    expect(advertisedInput(tool)).toMatchObject({ type: 'object', additionalProperties: false })
    expect(advertisedOutput(tool)).not.toHaveProperty('additionalProperties', false)
  })

  test('refuses an unknown argument by name and lists the known ones', async () => {
    const context = { root: async () => '/nowhere', now: () => '2026-01-01T00:00:00Z' }
    const { isError, content } = await callTool(tool, { version: '1.0.0', surprise: 1 }, context)
    expect(isError).toBe(true)
    expect(content[0]!.text).toMatch(/unknown argument `surprise`.*known are .*version/s)
  })
})
