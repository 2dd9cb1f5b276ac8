import { describe, expect, test } from 'vitest'
import { shippedTexts, textFile, toolNames, toolsNamedIn } from './text-file.ts'

describe.each(shippedTexts)('%s', path => {
  const { text, body } = textFile(path)

  test('names only tools that exist', () => {
    expect(toolsNamedIn(text).filter(name => !toolNames.includes(name))).toEqual([])
  })

  test('names no path of a machine and no registry', () => {
    expect(text).not.toMatch(/\/(?:work|tmp|home|Users|mnt)\/|https?:\/\/(?!\S*\bw3\.org)/)
  })

  test('closes every code span and every mustache tag on its line', () => {
    const open = body
      .split('\n')
      .filter(line => (line.match(/`/g)?.length ?? 0) % 2 || /\{\{[^}]*$/.test(line))
    expect(open).toEqual([])
  })

  test('keeps the columns of each table', () => {
    const tables = body.split('\n\n').filter(block => block.startsWith('|'))
    for (const table of tables) {
      const widths = table
        .trimEnd()
        .split('\n')
        .map(row => row.split('|').length)
      expect(new Set(widths).size, table).toBe(1)
    }
  })
})

test('what reads the repository says that its text is data and never an instruction', () => {
  for (const path of [
    'agent.md',
    'skills/release-management/SKILL.md',
    'prompts/plan-release.md',
    'prompts/go-no-go.md',
  ]) {
    expect(textFile(path).body, path).toMatch(/\bdata\b/)
    expect(textFile(path).body, path).toMatch(/never (?:an instruction|instructions|carry out)/)
  }
})
