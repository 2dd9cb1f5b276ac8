import { commitsTouching, oneReading, trialReverts } from '../history/index.ts'
import { PlanError } from '../plan/errors.ts'
import type { PlanInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import type { ObservedRange } from '../plan/scope/observation.ts'
import { cleanText } from '../plan/text.ts'
import type { ToolContext } from './tool.ts'

const MOST_COMMITS = 12
const MOST_OF_A_KIND = 5
/** Of migrations, so that the rest can be told. */
const MOST_COUNTED = 1000
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
    try {
      const { chosen, others } = await riskyCommits(root, range, derive(inputs, context.now()))
      const told = await trialReverts(root, range.head_commit, [...chosen.keys()])
      if (!told) return undefined
      const left = [told.left, others > 0 ? `${others} more risky commits were not tried` : undefined]
      return {
        tried: told.tried.map(({ commit, result, files }) => ({
          commit,
          why: chosen.get(commit) ?? '',
          result,
          files: files.map(file => cleanText(file, 250)),
        })),
        ...(left.some(Boolean) ? { left: left.filter(Boolean).join('; ') } : {}),
      }
    } catch (error) {
      const lacking = error instanceof PlanError
      return {
        tried: [],
        left: lacking
          ? 'this clone does not hold all commits of the range; fetch them'
          : 'no temporary folder could be used',
      }
    }
  })
  const { trial_reverts: _before, ...rest } = range
  return {
    ...inputs,
    observed: { ...inputs.observed, range: { ...rest, ...(trial_reverts ? { trial_reverts } : {}) } },
  }
}

/**
 * Commits that break, that migrate, and the newest on each of the first files to watch; each with why. `others` counts
 * what is risky by the same rule and above what is tried.
 */
async function riskyCommits(
  root: string,
  range: ObservedRange,
  plan: Plan,
): Promise<{ chosen: Map<string, string>; others: number }> {
  const breaking = plan.scope.breaking.flatMap(({ commit }) => commit ?? [])
  const migrations = plan.scope.signals.find(({ kind }) => kind === 'database_migration')?.files ?? []
  const span = { to: range.head_commit, ...(range.base_commit ? { from: range.base_commit } : {}) }
  const watched = plan.risks.watch_files.slice(0, WATCHED_FILES).map(({ path }) => path)
  const [migrating, ...newest] = await Promise.all([
    commitsTouching(root, span, migrations, MOST_COUNTED),
    ...watched.map(path => commitsTouching(root, span, [path], 1)),
  ])
  const found = new Map<string, string[]>()
  const add = (commits: string[], why: string) => {
    for (const id of commits) {
      const commit = id.slice(0, SHOWN_ID)
      found.set(commit, [...(found.get(commit) ?? []), why])
    }
  }
  const declared = breaking.filter(commit => /^[0-9a-f]{7,64}$/.test(commit))
  add(declared.slice(0, MOST_OF_A_KIND), 'breaking')
  add((migrating ?? []).slice(0, MOST_OF_A_KIND), 'migration')
  for (const [index, commits] of newest.entries())
    add(
      commits.filter(id => !found.has(id.slice(0, SHOWN_ID))),
      `latest on ${watched[index]}`,
    )
  const chosen = new Map([...found].slice(0, MOST_COMMITS).map(([commit, why]) => [commit, why.join(', ')]))
  const risky = new Set([...declared, ...(migrating ?? [])].map(id => id.slice(0, SHOWN_ID)))
  return { chosen, others: [...risky].filter(commit => !chosen.has(commit)).length }
}
