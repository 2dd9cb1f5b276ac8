import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openWorkspace, type Workspace } from '../../src/workspace/workspace.ts'
import { scratchFolder } from '../support/server-process.ts'
import { long } from './support/form.ts'

// People edit, agents call, both at once. The oracle knows nothing of merging: whatever a person wrote and did not
// take back herself stands in her document, a tick stays with its item, a deleted document stays away.

const version = '2.5.0'
const names = ['scope.md', 'schedule/timeline.md', 'metadata.json'] as const
type Name = (typeof names)[number]

/** What an agent's call changes: the date on many lines, which items there are and in which order. */
interface Model {
  day: number
  items: string[]
}

const rendered = ({ day, items }: Model): [Name, string][] => [
  [
    'scope.md',
    `# Scope\n\nReleased on day ${day}\n\n${items.map(item => `- [ ] ${item}\n`).join('')}\n## Limits\n\nNone\n`,
  ],
  [
    'schedule/timeline.md',
    `# Days\n\n## Freeze: day ${day - 7}\n\n${items
      .slice(0, 2)
      .map(item => `- [ ] check ${item}\n`)
      .join('')}\n| What | Day |\n|---|---|\n${items
      .map((item, n) => `| ${item} | ${day + n} |\n`)
      .join('')}\n## Close: day ${day + 9}\n\nDone\n`,
  ],
  ['metadata.json', `${JSON.stringify({ version, day, items: items.length }, null, 2)}\n`],
]

const document = fc.constantFrom(...names)
const where = fc.nat({ max: 40 })
const model = fc.record({
  day: fc.integer({ min: 20, max: 40 }),
  items: fc.uniqueArray(fc.constantFrom('ant', 'bee', 'cat', 'dog', 'eel', 'fox'), { minLength: 1 }),
})
const edit = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('insert' as const), document, where }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append' as const), document, where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tick' as const), document, where }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove line' as const), document, where }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('windows' as const), document, where }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('no end' as const), document, where }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), document, where }) },
)
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never
const step = fc.oneof(
  edit,
  fc.record({ do: fc.constant('call' as const), model, meanwhile: fc.array(edit, { maxLength: 2 }) }),
  fc.record({ do: fc.constant('two calls' as const), model, other: model }),
)

class Person {
  private readonly written = new Map<Name, Set<string>>(names.map(name => [name, new Set()]))
  private readonly ticked = new Map<Name, Set<string>>(names.map(name => [name, new Set()]))
  private readonly gone = new Set<Name>()
  private count = 0
  private readonly path: (name: Name) => string

  constructor(path: (name: Name) => string) {
    this.path = path
  }

  saves({ do: what, document: name, where: at }: Edit): void {
    if (!existsSync(this.path(name))) return
    if (what === 'delete') {
      rmSync(this.path(name))
      this.gone.add(name)
      return
    }
    const text = readFileSync(this.path(name), 'utf8')
    const changed = name.endsWith('.json') ? this.keyed(name, text, what) : this.changed(name, text, what, at)
    // As an editor saves: beside the file, then in its place.
    writeFileSync(`${this.path(name)}.swp`, changed)
    renameSync(`${this.path(name)}.swp`, this.path(name))
  }

  private token(name: Name): string {
    this.count += 1
    const token = `person${this.count}x`
    this.written.get(name)?.add(token)
    return token
  }

  private keyed(name: Name, text: string, what: string): string {
    if (what !== 'insert' && what !== 'append') return text
    return JSON.stringify({ ...JSON.parse(text), [this.token(name)]: true }, null, what === 'insert' ? 2 : 4)
  }

  private changed(name: Name, text: string, what: Edit['do'], where: number): string {
    if (what === 'windows') return text.replace(/\r?\n/g, '\r\n')
    if (what === 'no end') return text.replace(/\r?\n$/, '')
    const lines = text.split('\n')
    const at = where % lines.length
    const line = (lines[at] ?? '').replace(/\r$/, '')
    const end = lines[at]?.endsWith('\r') ? '\r' : ''
    if (what === 'insert') lines.splice(at, 0, `${this.token(name)}${end}`)
    if (what === 'append') {
      lines[at] = `${line} ${this.token(name)}${end}`
      this.forgetTick(name, line)
    }
    if (what === 'tick') return this.ticks(name, text, where)
    if (what === 'remove line') {
      lines.splice(at, 1)
      for (const token of line.match(/person\d+x/g) ?? []) this.written.get(name)?.delete(token)
      this.forgetTick(name, line)
    }
    return lines.join('\n')
  }

  private ticks(name: Name, text: string, where: number): string {
    const open = [...text.matchAll(/^- \[ \] ([a-z ]+?)\r?$/gm)]
    const chosen = open[where % Math.max(1, open.length)]
    if (!chosen) return text
    this.ticked.get(name)?.add(chosen[1] ?? '')
    return `${text.slice(0, chosen.index)}- [x]${text.slice(chosen.index + 5)}`
  }

  private forgetTick(name: Name, line: string): void {
    this.ticked.get(name)?.delete(line.replace(/^- \[.\] /, '').trim())
  }

  looks(model: Model): void {
    for (const name of names) {
      const standing = existsSync(this.path(name))
      if (this.gone.has(name)) {
        expect(standing, `${name} was deleted`).toBe(false)
        continue
      }
      const text = readFileSync(this.path(name), 'utf8')
      for (const token of this.written.get(name) ?? []) expect(text, name).toContain(token)
      const generated = rendered(model).find(([path]) => path === name)?.[1] ?? ''
      for (const item of this.ticked.get(name) ?? []) {
        if (generated.includes(`- [ ] ${item}\n`)) expect(text, name).toContain(`- [x] ${item}`)
      }
      if (name.endsWith('.json')) JSON.parse(text)
    }
  }
}

async function call(workspace: Workspace, model: Model, meanwhile: () => void = () => undefined) {
  await workspace.update(version, async plan => {
    await plan.inputs()
    const merged = await plan.merge(rendered(model))
    meanwhile()
    await plan.commit(model, merged)
  })
}

test('no edit is lost, whatever people and agents do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async steps => {
      const root = scratchFolder()
      const workspace = openWorkspace(root)
      const other = openWorkspace(root)
      const person = new Person(name => join(root, `releases/v${version}`, name))
      let last: Model = { day: 30, items: ['ant', 'bee', 'cat'] }
      await call(workspace, last)
      for (const taken of steps) {
        if (taken.do === 'call') {
          await call(workspace, taken.model, () => {
            for (const edit of taken.meanwhile) person.saves(edit)
          })
          last = taken.model
        } else if (taken.do === 'two calls') {
          await Promise.all([call(workspace, taken.other), call(other, taken.other)])
          await call(workspace, taken.model)
          last = taken.model
        } else person.saves(taken)
        person.looks(last)
      }
      await call(workspace, last)
      person.looks(last)
      rmSync(root, { recursive: true })
    }),
    { numRuns: long ? 5000 : 24, endOnFailure: true },
  )
})
