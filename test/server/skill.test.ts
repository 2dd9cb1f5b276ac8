import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { packageDir, packagedSkill } from '../../src/assets.ts'
import { type SkillPlace, servedSkill, skillPlaces } from '../../src/server/skill.ts'
import { connectedClient } from '../support/client.ts'
import { type ServerSettings, scratchFolder, startedServer } from '../support/server-process.ts'

const good = '---\nname: release-management\ndescription: Our own way.\n---\nOurs.\n'

/** A new folder `release-management` with these files. */
function skill(files: Record<string, string>, name = 'release-management'): string {
  const dir = join(scratchFolder(), name)
  mkdirSync(dir)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  return dir
}

async function served(...places: SkillPlace[]) {
  const warnings: string[] = []
  const { source, skipped, catalog } = await servedSkill(places, text => warnings.push(text))
  return { source, skipped, warnings, uris: catalog.entries.map(({ uri }) => uri) }
}

const place = (dir: string): SkillPlace => ({ label: 'here', dir })
const inside = 'the copy inside the program'

test('the first usable copy is served', async () => {
  const [first, second] = [skill({ 'SKILL.md': good }), skill({ 'SKILL.md': good })]
  expect(
    await served({ label: 'nowhere', dir: '/nowhere' }, place(first), { label: 'there', dir: second }),
  ).toEqual({
    source: 'here',
    skipped: [],
    warnings: [],
    uris: ['skill://release-management/SKILL.md'],
  })
})

const broken: [string, () => string][] = [
  ['an empty folder', () => skill({})],
  ['an empty SKILL.md', () => skill({ 'SKILL.md': '' })],
  ['no front matter', () => skill({ 'SKILL.md': '# Skill\n' })],
  ['front matter that is no YAML', () => skill({ 'SKILL.md': '---\nname: [\n---\n' })],
  ['no description', () => skill({ 'SKILL.md': '---\nname: release-management\n---\n' })],
  ['the name of another skill', () => skill({ 'SKILL.md': good.replace('release-management', 'other') })],
  ['a file instead of a folder', () => join(skill({ 'SKILL.md': good }), 'SKILL.md')],
  ['SKILL.md as a folder', () => skill({ 'SKILL.md/a.md': '' })],
  [
    'too many files',
    () =>
      skill({ 'SKILL.md': good, ...Object.fromEntries([...Array(101).keys()].map(n => [`${n}.md`, ''])) }),
  ],
]

test.each(broken)('%s is passed over with a warning', async (_, dir) => {
  const result = await served(place(dir()))
  expect(result).toMatchObject({ source: inside, uris: ['skill://release-management/SKILL.md'] })
  expect(result.warnings).toHaveLength(1)
  expect(result.warnings[0]).toMatch(/^the skill in here cannot be used \(.+\); looking further$/)
  expect(result.skipped[0]).not.toContain(scratchFolder().slice(0, 12))
})

test.skipIf(process.platform === 'win32')('links are not followed', async () => {
  const dir = skill({ 'SKILL.md': good })
  const link = join(scratchFolder(), 'release-management')
  symlinkSync(dir, link)
  expect(await served(place(link))).toMatchObject({
    source: inside,
    warnings: [expect.stringContaining('link')],
  })
  symlinkSync('/etc/hosts', join(dir, 'hosts.md'))
  expect(await served(place(dir))).toMatchObject({
    source: inside,
    warnings: [expect.stringContaining('hosts.md')],
  })
})

test('a folder named by hand may have a skill and a name of its own, and must exist', async () => {
  const own = skill({ 'SKILL.md': good.replace('release-management', 'our-releases') }, 'Docs')
  expect(await served({ ...place(own), given: true })).toMatchObject({
    uris: ['skill://our-releases/SKILL.md'],
  })
  expect(await served({ ...place('/nowhere'), given: true })).toMatchObject({
    source: inside,
    warnings: [expect.stringContaining('no such folder')],
  })
})

test('the most personal place comes first', () => {
  const env = { RELEASE_PLANNER_SKILL: '/env/skill' }
  const dirs = (given?: string) =>
    skillPlaces({ given, env, home: '/home/me', root: '/project' }).map(({ dir }) => dir)
  expect(dirs('/given/SKILL.md')).toEqual([
    '/given',
    '/mnt/skills/user/release-management',
    '/home/me/.claude/skills/release-management',
    '/project/.claude/skills/release-management',
    packagedSkill,
  ])
  expect(dirs()[0]).toBe('/env/skill')
})

test('the copy inside the program is the packaged skill', () => {
  execFileSync(process.execPath, [join(packageDir, 'scripts/embed-skill.mjs'), '--check'])
})

/** A copy of the installed package whose skill may be harmed. */
function installed(): { program: string; skill: string } {
  const dir = scratchFolder()
  for (const part of ['dist', 'prompts', 'templates', 'skills', 'package.json'])
    cpSync(join(packageDir, part), join(dir, part), { recursive: true })
  return { program: join(dir, 'dist/cli.js'), skill: join(dir, 'skills') }
}

async function readSkill(settings: ServerSettings): Promise<string> {
  const client = await connectedClient(settings)
  try {
    const text = async (uri: string) =>
      ((await client.readResource({ uri })).contents[0] as { text: string }).text
    return (
      (await text('skill://release-management/SKILL.md')) + (await text('release-planner://skill-source'))
    )
  } finally {
    await client.close()
  }
}

test('the server starts and serves the skill when its folder is deleted, broken, or deleted later', async () => {
  const { program, skill } = installed()
  const settings = { program, root: scratchFolder() }
  const running = startedServer(settings)
  await running.initialize()
  writeFileSync(join(skill, 'release-management/SKILL.md'), 'broken')
  const text = await readSkill(settings)
  expect(text).toContain('# Release management')
  expect(text).toContain(inside)
  expect(text).toContain('Passed over: the packaged skill cannot be used')
  rmSync(skill, { recursive: true })
  expect(await readSkill(settings)).toContain('# Release management')
  const uri = 'skill://release-management/SKILL.md'
  expect((await running.request('resources/read', { uri })).result).toMatchObject({ contents: [{ uri }] })
  expect(await running.end()).toBe(0)
})

test("a project's own skill is served, and the resource says so", async () => {
  const root = scratchFolder()
  cpSync(skill({ 'SKILL.md': good }), join(root, '.claude/skills/release-management'), { recursive: true })
  const text = await readSkill({ root })
  expect(text).toContain('Our own way.')
  expect(text).toContain("is the workspace's .claude/skills/release-management")
})
