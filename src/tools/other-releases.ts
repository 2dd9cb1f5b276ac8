import type { OtherRelease } from '../plan/derivation.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** More plans than this in one workspace are old ones. */
const newest = 12

/** The dates of the other plans in the workspace; a plan whose metadata cannot be read says nothing. */
export async function otherReleases(workspace: Workspace, version: string): Promise<OtherRelease[]> {
  const versions = (await workspace.plans()).filter(other => other !== version).slice(-newest)
  const dated = await Promise.all(
    versions.map(async other => {
      const text = await workspace.read(other, open => open.text('metadata.json')).catch(() => undefined)
      const date = /"release_date": *"(\d{4}-\d{2}-\d{2})"/.exec(text ?? '')?.[1]
      return date ? [{ version: other, date }] : []
    }),
  )
  return dated.flat()
}
