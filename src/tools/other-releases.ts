import type { OtherRelease } from '../plan/derivation.ts'
import { figuresIn } from '../plan/resources/on-call/past.ts'
import { otherRelease } from '../plan/resources/other-plans/occupied.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** More plans than this in one workspace are old ones. */
const newest = 100

/** What the other plans in the workspace say of themselves; a plan whose metadata cannot be read says nothing. */
export async function otherReleases(workspace: Workspace, version: string): Promise<OtherRelease[]> {
  const versions = (await workspace.plans()).filter(other => other !== version).slice(-newest)
  const read = await Promise.all(
    versions.map(async other => {
      const text = await workspace.read(other, open => open.text('metadata.json')).catch(() => undefined)
      if (text === undefined) return undefined
      const found = otherRelease(other, text)
      const on_call = figuresIn(text)
      return found && on_call.length > 0 ? { ...found, on_call } : found
    }),
  )
  return read.filter(found => found !== undefined)
}
