import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { loadSkills } from '@modelcontextprotocol/server/ext/skills/node'
import { describe, expect, test } from 'vitest'
import * as inputs from '../../src/plan/inputs.ts'
import { markdownIn, root, skill, tableRows, textFile, toolNames } from './text-file.ts'

const { path, header, body } = textFile(`${skill}/SKILL.md`)
const references = markdownIn(`${skill}/references`)

/** The arguments of each tool, `version`, `preview` and the additions included. */
const additions = ['version', 'preview', 'notes', 'decisions']
const argumentsOf: Record<string, string[]> = {
  initialize_plan: Object.keys(inputs.releaseInputs),
  gather_scope: Object.keys(inputs.scopeInputs),
  assess_risks: Object.keys(inputs.risksInputs),
  select_strategy: Object.keys(inputs.strategyInputs),
  build_schedule: Object.keys(inputs.scheduleInputs),
  allocate_resources: Object.keys(inputs.resourcesInputs),
  write_rollback_plan: Object.keys(inputs.rollbackInputs),
  plan_communications: Object.keys(inputs.communicationsInputs),
  review_plan: ['folder'],
  fill_in: ['answers'],
  move_release: ['release_date', 'reason', 'dry_run'],
  read_plan: ['document', 'heading', 'offset'],
}

test("the SDK's own loader takes every skill folder without a warning", async () => {
  const warnings: unknown[] = []
  const catalog = await loadSkills(`${root}skills`, {
    strict: true,
    onWarning: warning => warnings.push(warning),
  })
  expect(warnings).toEqual([])
  expect(catalog.entries.map(entry => entry.uri)).toEqual(['skill://release-management/SKILL.md'])
})

describe('front matter', () => {
  test('name is the folder and has the permitted form', () => {
    expect(header.name).toBe(basename(dirname(path)))
    expect(header.name).toMatch(/^(?!-)(?!.*--)[a-z0-9-]{1,64}(?<!-)$/)
  })

  test('description says what and when within 1024 characters', () => {
    const description = header.description as string
    expect(description.length).toBeLessThanOrEqual(1024)
    expect(description).toMatch(/\bUse it when\b/)
    expect(description).not.toMatch(/[<>]/)
  })

  test('has only the keys of the specification', () => {
    const known = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools']
    expect(Object.keys(header).filter(key => !known.includes(key))).toEqual([])
    expect((header.compatibility as string).length).toBeLessThanOrEqual(500)
  })
})

describe('body', () => {
  test('is under 500 lines and, at three characters a token, under 5000 tokens', () => {
    expect(body.split('\n').length).toBeLessThan(500)
    expect(body.length / 3).toBeLessThan(5000)
  })

  test('links each reference and only files that exist', () => {
    const links = [...body.matchAll(/\]\(([^)]+)\)/g)].map(match => match[1]!)
    expect(links.filter(link => !existsSync(`${root}${skill}/${link}`))).toEqual([])
    expect([...new Set(links)].sort()).toEqual(references.map(file => file.slice(skill.length + 1)))
  })

  test('the table of tools holds all twelve, each with arguments it has', () => {
    const rows = tableRows(body).filter(row => toolNames.includes(row[1]?.replaceAll('`', '') ?? ''))
    expect(rows.map(row => row[1]!.replaceAll('`', '')).sort()).toEqual([...toolNames].sort())
    for (const row of rows) {
      const tool = row[1]!.replaceAll('`', '')
      const named = [...row[2]!.matchAll(/`([a-z_]+)(?:\[\])?`/g)].map(match => match[1]!)
      expect(
        named.filter(name => ![...additions, ...argumentsOf[tool]!].includes(name)),
        tool,
      ).toEqual([])
    }
  })
})

describe.each(references)('%s', file => {
  const text = textFile(file).text

  test('stands alone: a title, what it is for, no link to another page', () => {
    expect(text).toMatch(/^# \S.*\n\n\S/)
    expect(text).not.toMatch(/\]\([^)]*\.md\)/)
  })

  test('is short', () => {
    expect(text.split('\n').length).toBeLessThan(100)
    expect(text.length).toBeLessThan(8000)
  })
})
