import { PlanError } from '../errors.ts'

/** Windows opens a device of such a name, whatever stands behind the dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * A message is a file of its id's name, and a plan is cloned to all sorts of disks.
 * @throws PlanError where Windows keeps the name for a device, or two ids differ by the case of letters alone
 */
export function checkMessageNames(ids: readonly string[]): void {
  const known = new Map<string, string>()
  for (const id of ids) {
    const twin = known.get(id.toLowerCase())
    if (twin !== undefined) {
      throw refused(
        `the ids "${twin}" and "${id}" differ only by the case of letters, and some disks take their files for one. Write both alike, or give one another id.`,
      )
    }
    if (device.test(id)) {
      throw refused(
        `Windows cannot have a file named "${id}.md". Give another id, such as "message_${id.replaceAll('.', '_')}".`,
      )
    }
    known.set(id.toLowerCase(), id)
  }
}

const refused = (problem: string): PlanError =>
  new PlanError('invalid_id', `messages: ${problem} Call plan_communications again.`, 'messages')
