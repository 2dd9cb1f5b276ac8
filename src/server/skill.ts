import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { memorySkillFiles, type SkillCatalog, SkillsExtension } from '@modelcontextprotocol/server/ext/skills'
import { packagedSkill, skillName } from '../assets.ts'
import { skillFiles } from './skill-files.ts'

/** A folder that may hold the skill. */
export interface SkillPlace {
  /** What a person is told; no absolute path of this machine. */
  label: string
  dir: string
  /** Named by the person who started the server: its absence is a mistake, its name may be its own. */
  given?: boolean
}

/** The one skill that is served, held in memory, so that it outlives its folder. */
export interface ServedSkill {
  catalog: SkillCatalog
  /** Which copy this is, e.g. `the packaged skill`. */
  source: string
  /** The copies that come before it but could not be used, and why. */
  skipped: string[]
}

export interface SkillOptions {
  /** The value of `--skill`. */
  given?: string
  env: Record<string, string | undefined>
  home: string
  /** The workspace, where there is one. */
  root?: string
}

/** Where the skill is looked for, the most personal place first. */
export function skillPlaces({ given, env, home, root }: SkillOptions): SkillPlace[] {
  const told = given || env.RELEASE_PLANNER_SKILL
  const name = given ? '--skill' : 'RELEASE_PLANNER_SKILL'
  return [
    ...(told ? [{ label: `the folder of ${name}`, dir: skillDir(told), given: true }] : []),
    { label: `/mnt/skills/user/${skillName}`, dir: `/mnt/skills/user/${skillName}` },
    { label: `~/.claude/skills/${skillName}`, dir: join(home, '.claude/skills', skillName) },
    ...(root
      ? [
          {
            label: `the workspace's .claude/skills/${skillName}`,
            dir: join(root, '.claude/skills', skillName),
          },
        ]
      : []),
    { label: 'the packaged skill', dir: packagedSkill },
  ]
}

const skillDir = (path: string): string => (basename(path) === 'SKILL.md' ? dirname(path) : path)

/**
 * The first usable skill of these places, at last the copy inside the program. What is there but cannot be used is
 * told to `warn`; a place without a skill is nothing to tell, unless the person named it.
 */
export async function servedSkill(places: SkillPlace[], warn: (text: string) => void): Promise<ServedSkill> {
  const skipped: string[] = []
  for (const place of places) {
    try {
      const catalog = await catalogIn(place)
      if (catalog) return { catalog, source: place.label, skipped }
    } catch (error) {
      const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error)
      const text = `${place.label} cannot be used (${reason.replaceAll(place.dir, '<folder>')})`
      skipped.push(text)
      warn(`the skill in ${text}; looking further`)
    }
  }
  const { embeddedSkill } = await import('./embedded-skill.generated.ts')
  return {
    catalog: await catalogOf(skillName, embeddedSkill),
    source: 'the copy inside the program',
    skipped,
  }
}

async function catalogIn({ dir, given }: SkillPlace): Promise<SkillCatalog | undefined> {
  const found = await lstat(dir).catch(() => undefined)
  if (!found && !given) return undefined
  if (!found) throw new Error('there is no such folder')
  if (found.isSymbolicLink() && !given) throw new Error('it is a symbolic link')
  const files = await skillFiles(await realpath(dir))
  return catalogOf(given ? nameIn(files) : basename(dir), files)
}

/** The specification wants a skill's folder to have the skill's name; a folder named by hand may have any. */
function nameIn(files: Record<string, Uint8Array>): string {
  const text = new TextDecoder().decode(files['SKILL.md'])
  return /^name: *['"]?([a-z0-9-]+)/m.exec(text)?.[1] ?? skillName
}

async function catalogOf(name: string, files: Record<string, string | Uint8Array>): Promise<SkillCatalog> {
  const named = Object.entries(files).map(([path, content]) => [`${name}/${path}`, content] as const)
  const catalog = await SkillsExtension.load(memorySkillFiles(Object.fromEntries(named)), { strict: true })
  if (catalog.entries.length === 0) throw new Error('it holds no SKILL.md')
  return catalog
}
