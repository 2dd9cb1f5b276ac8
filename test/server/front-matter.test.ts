import { expect, test } from 'vitest'
import { promptTexts } from '../../src/assets.ts'
import { frontMatter } from '../../src/server/front-matter.ts'
import { promptFrom, promptText } from '../../src/server/prompts.ts'
import { markdownIn, textFile } from '../texts/text-file.ts'

const text = `---
name: plan
title: "Plan: it"
arguments:
  - name: version
    description: The version, e.g. 2.5.0
    required: true
  - name: date
    required: false
---
Plan \`{{version}}\`{{#date}} for {{date}}{{/date}}.
`

test('reads values, quoted values and a list', () => {
  expect(frontMatter(text).header).toEqual({
    name: 'plan',
    title: 'Plan: it',
    arguments: [
      { name: 'version', description: 'The version, e.g. 2.5.0', required: 'true' },
      { name: 'date', required: 'false' },
    ],
  })
})

test('reads every shipped prompt as a YAML parser does', () => {
  for (const path of markdownIn('prompts')) {
    const { text, header, body } = textFile(path)
    const read = promptFrom({ name: 'file', text })
    expect({ ...read, body: undefined }).toEqual({ ...header, body: undefined })
    expect(read.body).toBe(body)
  }
})

test.each([
  ['no front matter', '# Title\n'],
  ['a line that is no pair', '---\nname\n---\n'],
  ['an indented line outside a list', '---\n  name: a\n---\n'],
])('refuses %s', (_, broken) => {
  expect(() => frontMatter(broken)).toThrow(/front matter/)
})

test('renders what is given as it stands and leaves out what is not', () => {
  const prompt = promptFrom({ name: 'file', text })
  expect(promptText(prompt, { version: '1.0.0 & <b>', date: '2026-12-01' })).toBe(
    'Plan `1.0.0 & <b>` for 2026-12-01.',
  )
  expect(promptText(prompt, { version: '{{date}}' })).toBe('Plan `{{date}}`.')
})

test('a missing folder of prompts is no prompts', () => {
  expect(promptTexts('/nowhere')).toEqual([])
})
