import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root, textFile, toolNames, toolsNamedIn } from './text-file.ts'

const { header, body, text } = textFile('agent.md')

test('the front matter names the agent, its tools under both prefixes, and a skill that we ship', () => {
  expect(Object.keys(header)).toEqual(['name', 'description', 'tools', 'skills'])
  expect(header.name).toBe('release-planner')
  expect((header.tools as string).split(', ')).toEqual([
    'Read',
    'Glob',
    'Grep',
    'mcp__release-planner',
    'mcp__plugin_release-planner_release-planner',
  ])
  expect(existsSync(`${root}skills/${header.skills}/SKILL.md`)).toBe(true)
})

test('the description asks for proactive use and names what sets it off', () => {
  const description = header.description as string
  expect(description.length).toBeLessThanOrEqual(1024)
  for (const cue of ['proactively', 'plans', 'prepares', 'schedules', 'date makes sense']) {
    expect(description).toContain(cue)
  }
})

test('is under 120 lines', () => {
  expect(text.split('\n').length).toBeLessThan(120)
})

test('goes through the eight steps in order and names all twelve tools', () => {
  const steps = [...body.matchAll(/^(\d)\. \*\*`([a-z_]+)`\*\*/gm)].map(match => match[2])
  expect(steps).toEqual(toolNames.slice(0, 8))
  expect(toolsNamedIn(body).sort()).toEqual([...toolNames].sort())
})

test('says how to load tools that a host holds back', () => {
  expect(body).toMatch(/load them by the host's tool\s+search/)
})
