import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { planFiles } from '../support/files.ts'
import { called } from '../support/plan-client.ts'
import { scratchFolder } from '../support/server-process.ts'

// One server, one plan whose files are exchanged for what leads elsewhere; beside the root stands what must neither be
// read nor written.

const version = '3.0.0'
const now = '2026-02-02T09:00:00Z'
const secret = 'the secret outside'
let root: string
let outside: string
let kept: string
let client: Client

const folder = `releases/v${version}`
const at = (path: string) => join(root, folder, path)
const move = (day: number) => called(client, 'move_release', { version, release_date: `2026-03-${day}` })

const contents = (folder: string) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [path, readFileSync(path, 'utf8')]),
  )

beforeAll(async () => {
  root = scratchFolder()
  client = await connectedClient({ root, now })
  await called(client, 'initialize_plan', { version, release_date: '2026-03-17', kind: 'service' })
  for (const name of ['gather_scope', 'build_schedule']) await called(client, name, { version })
  kept = join(scratchFolder(), 'kept')
  cpSync(join(root, 'releases'), kept, { recursive: true })
})
afterAll(() => client.close())
beforeEach(() => {
  rmSync(join(root, 'releases'), { recursive: true })
  cpSync(kept, join(root, 'releases'), { recursive: true })
  outside = scratchFolder()
  writeFileSync(join(outside, 'secret.md'), secret)
})

describe('hard links', () => {
  test.each([
    'plan.json',
    'scope.md',
    'schedule/timeline.ics',
    '.release-planner/base/scope.md',
    '.release-planner/.gitignore',
  ])('%s is replaced, its other name keeps what it had', async path => {
    renameSync(at(path), join(outside, 'other'))
    linkSync(join(outside, 'other'), at(path))
    const before = readFileSync(join(outside, 'other'))
    expect((await move(24)).isError).toBe(false)
    expect(readFileSync(join(outside, 'other'))).toEqual(before)
    expect(readFileSync(at('plan.json'), 'utf8')).toContain('2026-03-24')
  })
})

describe('symbolic links', () => {
  test.each([
    'releases',
    folder,
    `${folder}/plan.json`,
    `${folder}/scope.md`,
    `${folder}/schedule`,
    `${folder}/planning/approvals.txt`,
    `${folder}/.release-planner`,
    `${folder}/.release-planner/base`,
    `${folder}/.release-planner/base/scope.md`,
    `${folder}/.release-planner/backup`,
    `${folder}/.release-planner/lock`,
  ])('%s is refused by its name, for reading and for writing', async path => {
    rmSync(join(outside, 'secret.md'))
    const target = join(outside, 'target')
    if (existsSync(join(root, path))) renameSync(join(root, path), target)
    else if (path.endsWith('backup')) mkdirSync(target)
    else writeFileSync(target, secret)
    symlinkSync(target, join(root, path))
    const before = contents(outside)
    const written = await move(24)
    expect(written.text).toContain(`${path} is a symbolic link`)
    expect(written.isError).toBe(true)
    const read = await called(client, 'read_plan', { version, document: 'scope.md' })
    expect(read.text).not.toContain(secret)
    expect(`${written.text}${read.text}`).not.toContain(root)
    expect(contents(outside)).toEqual(before)
  })
})

describe('what is no file', () => {
  test.each([
    'plan.json',
    'scope.md',
    '.release-planner/base/scope.md',
    '.release-planner/lock',
    'planning/approvals.txt',
  ])('a pipe as %s is refused by its name and nobody waits for it', async path => {
    rmSync(at(path), { force: true })
    execFileSync('mkfifo', [at(path)])
    const began = Date.now()
    const { isError, text } = await move(24)
    expect(isError).toBe(true)
    expect(text).toContain(`${folder}/${path} is not a regular file`)
    expect(Date.now() - began).toBeLessThan(2000)
  })

  test.each([
    'scope.md',
    '.release-planner/journal.json',
    '.release-planner/lock',
  ])('a folder as %s', async path => {
    rmSync(at(path), { force: true })
    mkdirSync(at(path))
    const { isError, text } = await move(24)
    expect(isError).toBe(true)
    expect(text).toContain(`${folder}/${path} `)
    expect(readFileSync(at('plan.json'), 'utf8')).not.toContain('2026-03-24')
  })
})

test('names planted among the last renderings and in the journal are passed over', async () => {
  for (const name of ['plan.json', 'con.md', 'x:y.md'])
    writeFileSync(at(`.release-planner/base/${name}`), 'x')
  const entry = { text_sha256: 'x', base: 'planted' }
  const journal = {
    '../../../planted.md': entry,
    '/planted.md': entry,
    'plan.json': entry,
    'a/../b.md': entry,
  }
  writeFileSync(at('.release-planner/journal.json'), JSON.stringify(journal))
  symlinkSync(join(outside, 'secret.md'), at('.release-planner/lock-0123456789abcdef'))
  mkdirSync(at('.release-planner/tmp-0123456789abcdef'))
  const { isError, text } = await move(24)
  expect(isError, text).toBe(false)
  expect(readdirSync(root)).toEqual(['releases'])
  expect(JSON.parse(readFileSync(at('plan.json'), 'utf8')).release.release_date).toBe('2026-03-24')
  expect(readFileSync(join(outside, 'secret.md'), 'utf8')).toBe(secret)
})

test.each([
  '../../../etc/passwd',
  '/etc/passwd',
  'plan.json',
  '.release-planner/base/scope.md',
  'scope.md\0',
  `${folder}/../../secret.md`,
  'schedule/../plan.json',
  'C:\\secret.md',
  'file:///etc/passwd',
  '',
])('the document %j is none of the plan', async document => {
  const { isError, text } = await called(client, 'read_plan', { version, document })
  expect(isError).toBe(true)
  expect(text).toMatch(/^document: there is no ".*There are: README\.md/s)
})

test.each([
  ['..', '..'],
  ['../3.0.0', '../3.0.0'],
  ['3.0.0/../../x', '3.0.0/../../x'],
  ['/3.0.0', '/3.0.0'],
  ['3.0.0\\x', '3.0.0\\\\x'],
  ['3.0.0\0', '3.0.0\\u0000'],
  ['3.0.0\n', '3.0.0\\n'],
  ['3.0.0 ', '3.0.0 '],
  ['3.0.0.', '3.0.0.'],
  ['3.0.0:x', '3.0.0:x'],
  ['CON', 'CON'],
  ['nul', 'nul'],
  ['３.０.０', '３.０.０'],
  ['3․0․0', '3․0․0'],
  ['٣.0.0', '٣.0.0'],
  ['3.0.0\u200b', '3.0.0\\u{200b}'],
  ['3.0.0\u202e', '3.0.0\\u{202e}'],
  ['3.0.0-rс', '3.0.0-rс'],
  [`3.0.0-${'a'.repeat(60)}`, `3.0.0-${'a'.repeat(60)}`],
  ['99999999999.0.0', '99999999999.0.0'],
])('the version %j is refused as it was given, before anything is made', async (given, shown) => {
  const before = planFiles(root, version)
  const { isError, text } = await called(client, 'initialize_plan', {
    version: given,
    release_date: '2026-03-24',
  })
  expect(isError).toBe(true)
  expect(text).toContain(`version: "${shown}" is not a version. Valid: SemVer`)
  expect(readdirSync(join(root, 'releases'))).toEqual([`v${version}`])
  expect(planFiles(root, version)).toEqual(before)
})

test('an id that would be a bad name of a file is refused', async () => {
  const said = async (id: string) =>
    (await called(client, 'plan_communications', { version, messages: [{ id, name: 'x' }] })).text
  expect(await said('nul')).toContain('messages: Windows cannot have a file named "nul.md"')
  expect(await said('Freeze_Notice')).toContain('differ only by the case of letters')
  expect(await said('../x')).toContain('argument `messages[0].id` is "../x": must be 1 to 64 letters')
})
