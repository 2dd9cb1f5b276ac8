import { commitsTouching, oneReading, trialReverts } from '../history/index.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import type { ObservedRange } from '../plan/scope/observation.ts'
import { cleanText } from '../plan/text.ts'
import type { ToolContext } from './tool.ts'

const MOST_COMMITS = 12
const MOST_OF_A_KIND = 5
const WATCHED_FILES = 3
/** As many characters of an id as a plan's changes have. */
const SHOWN_ID = 12

/** The inputs with what taking back each risky commit of the range, one alone, would meet. */
export async function observedReverts(context: ToolContext, inputs: PlanInputs): Promise<PlanInputs> {
  const range = inputs.observed?.range
  if (!range) return inputs
  const { derive } = await import('../plan/derive.ts')
  const root = await context.root()
  const trial_reverts = await oneReading(async () => {
    // A commit that this clone does not hold any more leaves the plan as it is.
    const risky = await riskyCommits(root, range, derive(inputs, context.now())).catch(() => undefined)
    const told =
      risky && (await trialReverts(root, range.head_commit, [...risky.keys()]).catch(() => undefined))
    if (!risky || !told) return undefined
    return {
      tried: told.tried.map(({ commit, result, files }) => ({
        commit,
        why: risky.get(commit) ?? '',
        result,
        files: files.map(file => cleanText(file, 250)),
      })),
      ...(told.left ? { left: told.left } : {}),
    }
  })
  const { trial_reverts: _before, ...rest } = range
  return {
    ...inputs,
    observed: { ...inputs.observed, range: { ...rest, ...(trial_reverts ? { trial_reverts } : {}) } },
  }
}

/** Commits that break, that migrate, and the newest on each of the first files to watch; each with why. */
async function riskyCommits(root: string, range: ObservedRange, plan: Plan): Promise<Map<string, string>> {
  const breaking = plan.scope.breaking.flatMap(({ commit }) => commit ?? [])
  const migrations = plan.scope.signals.find(({ kind }) => kind === 'database_migration')?.files ?? []
  const span = { to: range.head_commit, ...(range.base_commit ? { from: range.base_commit } : {}) }
  const watched = plan.risks.watch_files.slice(0, WATCHED_FILES).map(({ path }) => path)
  const [migrating, ...newest] = await Promise.all([
    commitsTouching(root, span, migrations, MOST_OF_A_KIND),
    ...watched.map(path => commitsTouching(root, span, [path], 1)),
  ])
  const found = new Map<string, string[]>()
  const add = (commits: string[], why: string) => {
    for (const id of commits) {
      const commit = id.slice(0, SHOWN_ID)
      found.set(commit, [...(found.get(commit) ?? []), why])
    }
  }
  add(breaking.filter(commit => /^[0-9a-f]{7,64}$/.test(commit)).slice(0, MOST_OF_A_KIND), 'breaking')
  add(migrating ?? [], 'migration')
  for (const [index, commits] of newest.entries())
    add(
      commits.filter(id => !found.has(id.slice(0, SHOWN_ID))),
      `latest on ${watched[index]}`,
    )
  return new Map([...found].slice(0, MOST_COMMITS).map(([commit, why]) => [commit, why.join(', ')]))
}
