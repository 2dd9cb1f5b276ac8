import { nodeSkillFiles } from '@modelcontextprotocol/server/ext/skills/node'

/** A skill is guidance to read: more than this is not one. */
const limits = { files: 100, bytes: 2_000_000 }

/**
 * All files of a skill's folder by their path in it.
 * @throws Error for links and special files, for a folder without SKILL.md and for one beyond the limits.
 */
export async function skillFiles(dir: string): Promise<Record<string, Uint8Array>> {
  const files = nodeSkillFiles(dir)
  const found: Record<string, Uint8Array> = {}
  let bytes = 0
  const queue = ['']
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    for (const { name, kind } of await files.list(folder)) {
      const path = folder ? `${folder}/${name}` : name
      if (kind === 'unsupported') throw new Error(`${path} is a link or a special file`)
      if (kind === 'directory') queue.push(path)
      else {
        found[path] = await files.read(path)
        bytes += found[path].length
      }
      if (Object.keys(found).length > limits.files || bytes > limits.bytes) throw new Error('it is too large')
    }
  }
  if (!found['SKILL.md']) throw new Error('it holds no SKILL.md')
  return found
}
