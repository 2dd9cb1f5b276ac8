import type { OtherRelease } from '../plan/derivation.ts'
import { figuresIn } from '../plan/resources/on-call/past.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** More plans than this in one workspace are old ones. */
const newest = 40

/** The dates of the other plans in the workspace; a plan whose metadata cannot be read says nothing. */
export async function otherReleases(workspace: Workspace, version: string): Promise<OtherRelease[]> {
  const versions = (await workspace.plans()).filter(other => other !== version).slice(-newest)
  const dated = await Promise.all(
    versions.map(async other => {
      const text = await workspace.read(other, open => open.text('metadata.json')).catch(() => undefined)
      const date = /"release_date": *"(\d{4}-\d{2}-\d{2})"/.exec(text ?? '')?.[1]
      const on_call = figuresIn(text ?? '')
      return date ? [{ version: other, date, ...(on_call.length > 0 && { on_call }) }] : []
    }),
  )
  return dated.flat()
}
