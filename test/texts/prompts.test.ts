import { basename } from 'node:path'
import mustache from 'mustache'
import { describe, expect, test } from 'vitest'
import { markdownIn, textFile, toolsNamedIn } from './text-file.ts'

interface PromptArgument {
  name: string
  description: string
  required: boolean
}

const prompts = markdownIn('prompts')

test('there are the four prompts', () => {
  expect(prompts.map(path => basename(path, '.md'))).toEqual([
    'go-no-go',
    'move-release',
    'plan-release',
    'review-release',
  ])
})

describe.each(prompts)('%s', path => {
  const { header, body } = textFile(path)
  const declared = header.arguments as PromptArgument[]

  test('front matter: name of the file, title, description, complete arguments', () => {
    expect(Object.keys(header)).toEqual(['name', 'title', 'description', 'arguments'])
    expect(header.name).toBe(basename(path, '.md'))
    expect(header.title).toMatch(/^\S.{3,60}$/)
    expect((header.description as string).length).toBeLessThanOrEqual(200)
    for (const argument of declared) {
      expect(Object.keys(argument)).toEqual(['name', 'description', 'required'])
      expect(typeof argument.required).toBe('boolean')
      expect(argument.description).toMatch(/\S/)
    }
  })

  test('the placeholders are the declared arguments', () => {
    expect([...namesIn(mustache.parse(body) as Token[])].sort()).toEqual(
      declared.map(({ name }) => name).sort(),
    )
  })

  test('an argument that may be missing stands in a section of its own', () => {
    for (const { name } of declared.filter(argument => !argument.required)) {
      expect(body).toContain(`{{#${name}}}`)
    }
  })

  test('renders with all arguments and with the required ones alone', () => {
    const all = Object.fromEntries(declared.map(({ name }) => [name, `<${name}>`]))
    const required = Object.fromEntries(
      declared.filter(one => one.required).map(({ name }) => [name, `<${name}>`]),
    )
    for (const view of [all, required]) {
      const text = mustache.render(body, view, {}, { escape: String })
      for (const value of Object.values(view)) expect(text).toContain(value)
      expect(text).not.toMatch(/\{\{|\}\}|``|\n\n\n| ,| \.(?:\s|$)/)
    }
  })

  test('tells which tools to call and what to report', () => {
    expect(toolsNamedIn(body).length).toBeGreaterThanOrEqual(3)
    expect(body).toMatch(/^Report/m)
  })
})

type Token = [type: string, name: string, start: number, end: number, inside?: Token[]]

function namesIn(tokens: Token[]): Set<string> {
  const names = new Set<string>()
  for (const [type, name, , , inside] of tokens) {
    if (type !== 'text') names.add(name)
    if (Array.isArray(inside)) for (const inner of namesIn(inside)) names.add(inner)
  }
  return names
}
