import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { tools } from '../../src/tools/index.ts'
import { callTool } from '../../src/tools/tool.ts'
import { scratchRepository } from '../support/scratch.ts'

let root: string
let commitTo: ReturnType<typeof scratchRepository>['commit']
const ids: Record<string, string> = {}

async function call(name: string, args: object = {}) {
  const called = tools.find(one => one.name === name)!
  const context = { root: async () => root, now: () => '2026-02-02T09:00:00Z' }
  const result = await callTool(called, { version: '2.0.0', ...args }, context)
  return {
    fields: (result.structuredContent ?? {}) as Record<string, unknown>,
    text: result.content[0]!.text,
    isError: result.isError === true,
  }
}
const gather = (args: object = {}) => call('gather_scope', args)
const document = () => readFileSync(join(root, 'releases/v2.0.0/scope.md'), 'utf8')
const unclassified = (fields: Record<string, unknown>) =>
  fields.unclassified as { count: number; first: { commit: string; subject: string }[] }

/** A workspace of two packages: changesets, CODEOWNERS, commits that follow no convention. */
beforeAll(async () => {
  const { at, git, commit } = scratchRepository()
  root = at
  commitTo = commit
  git('remote', 'add', 'origin', 'git@gitlab.com:team/shop.git')
  const manifest = (name: string) => JSON.stringify({ name, version: '1.0.0', main: 'a.js' })
  commit('feat: start', {
    'package.json': JSON.stringify({ private: true, workspaces: ['packages/*'] }),
    'packages/api/package.json': manifest('@shop/api'),
    'packages/web/package.json': manifest('@shop/web'),
    CODEOWNERS: '* @team/all\n/packages/api/ @team/api\n',
  })
  git('tag', 'v1.0.0')
  ids.route = commit('Route by weight (#3)', {
    'packages/api/a.js': '1',
    '.changeset/tidy-cats.md': '---\n"@shop/api": minor\n---\n\nParcels are routed by weight\n',
  })
  ids.one = commit('Colours of the page', { 'packages/web/b.js': '1' })
  ids.two = commit('Order of the list SHOP-7', { 'packages/web/c.js': '1' })
  ids.three = commit('Shape of the map', { 'packages/web/d.js': '1' })
  ids.docs = commit('Words on weights', { 'docs/weights.md': 'x' })
  await call('initialize_plan', { release_date: '2026-03-17' })
})

describe('one call classifies', () => {
  test('what is listed can be sent back at once, with a word for the rest', async () => {
    const { fields } = await gather()
    const { count, first } = unclassified(fields)
    expect(count).toBe(3)
    expect(first.map(({ subject }) => subject)).toEqual([
      'Shape of the map',
      'Order of the list SHOP-7',
      'Colours of the page',
    ])
    const [a, b] = first.map(({ commit }) => commit)
    const after = await gather({
      reclassify: [
        { commit: `${a} ${b}`, kind: 'feature' },
        { commit: '*', kind: 'fix' },
      ],
    })
    expect(unclassified(after.fields).count).toBe(0)
    expect(after.fields.counts).toMatchObject({ feature: 3, fix: 1, other: 1 })
  })

  test('a name that leads nowhere is refused and changes nothing', async () => {
    const before = readFileSync(join(root, 'releases/v2.0.0/plan.json'), 'utf8')
    const { text, isError } = await gather({ reclassify: [{ commit: 'ffffff', kind: 'fix' }] })
    expect(isError).toBe(true)
    expect(text).toMatch(/reclassify: no change of .* begins with "ffffff".*Valid/)
    expect(readFileSync(join(root, 'releases/v2.0.0/plan.json'), 'utf8')).toBe(before)
  })
})

test('fragment and commit are one entry, packages and owners are named, tickets are linked', async () => {
  const { fields } = await gather({ ticket_url: 'https://tickets.example.org/{id}' })
  const text = document()
  expect(text).toContain(
    `| Parcels are routed by weight | [#3](https://gitlab.com/team/shop/-/issues/3) | Ada Example → @team/api | merged | \`${ids.route!.slice(0, 8)}\` |`,
  )
  expect(text).not.toContain('Route by weight')
  expect(text).toContain('[SHOP-7](https://tickets.example.org/SHOP-7)')
  expect(text).toMatch(/\| @shop\/web .*\n\| @shop\/api \| `packages\/api` \| 1 \| 1 \| minor \|/)
  expect(text).toMatch(/Suggested owners:\*\* @team\/all 5 files.*@team\/api 1 file.*observed: CODEOWNERS/)
  expect(fields).toMatchObject({ recommended_bump: 'minor', owners: { source: 'CODEOWNERS' } })
})

test('what is excluded goes with its news; a later word on a commit counts', async () => {
  const { fields } = await gather({
    exclude: [ids.route!.slice(0, 7)],
    reclassify: [{ commit: ids.three!.slice(0, 9), kind: 'performance' }],
  })
  expect(document()).not.toContain('Parcels are routed')
  expect(fields.counts).toMatchObject({ performance: 1 })
})

test('what was left out is said in the result, not only in the document', async () => {
  commitTo(`Revert "Words on weights"\n\nThis reverts commit ${ids.docs}.`, { 'docs/weights.md': '' })
  const { fields } = await gather()
  expect(fields.notes).toEqual([expect.stringContaining('left out: reverts and what they took back')])
})

describe('a first release', () => {
  test('has the migrations that hold steps; code about migrations is none', async () => {
    const { at, commit } = scratchRepository()
    root = at
    commit('start', {
      'src/migrations/judge.ts': 'export const judge = (text: string) => text.length\n',
      'src/migrations/reader.ts': 'export const reader = 1\n',
      'db/migrations/001_users.sql': 'CREATE TABLE users (id integer);\n',
    })
    await call('initialize_plan', { release_date: '2026-03-17' })
    const { fields } = await gather()
    const signals = fields.signals as { kind: string; count: number; files: string[] }[]
    expect(signals.filter(({ kind }) => kind === 'database_migration')).toMatchObject([
      { count: 1, files: ['db/migrations/001_users.sql'] },
    ])
  })
})

test('more items than a plan takes, call by call, are refused by their name, and nothing is lost', async () => {
  const items = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({ id: `many-${from + n}`, title: `item ${from + n}` }))
  expect((await gather({ items: items(0, 400) })).isError).toBe(false)
  const { text, isError } = await gather({ items: items(400, 200) })
  expect(isError).toBe(true)
  expect(text).toMatch(/^items: with what earlier calls gave, the plan would hold too much: at most 500\. /)
  expect(document()).not.toContain('many-401')
  expect((await gather({ items: null })).isError).toBe(false)
})
