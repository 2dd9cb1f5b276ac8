import { longDate } from '../plan/calendar/date.ts'
import { PlanError } from '../plan/errors.ts'
import { date } from '../plan/fields.ts'
import { type PlanInputs, releaseInputs, schemaVersion } from '../plan/inputs.ts'
import { mergedSection } from '../plan/merge-inputs.ts'
import { parseVersion } from '../plan/version.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { type ToolContext, tool } from './tool.ts'
import { updatePlan } from './update-plan.ts'

export const initializePlan = tool({
  name: 'initialize_plan',
  title: 'Initialize a release plan',
  description:
    'Start (or correct) the plan of a release: call it first, with version and release_date. Reads the repository for the previous release, the product and its kind, and counts working days. Defaults: UTC, 07:00, window 06:00 to 12:00, Monday to Friday. country takes ISO codes (US, DE-BY), several allowed; working_days 1 (Monday) to 7. Calling again changes what is given; null clears.',
  input: {
    ...planArguments,
    ...releaseInputs,
    release_date: date.optional().describe('YYYY-MM-DD; required on the first call'),
  },
  output: ['kind', 'release_type', 'previous_version', 'weekday', 'working_days_left', 'base'],
  readOnly: false,
  async run(args, context, raw) {
    const { version, preview, ...given } = args
    const { version: _version, preview: _preview, ...asked } = raw
    const outcome = await updatePlan(context, { version, preview }, async (inputs, now) => {
      const begun = inputs ?? (await firstInputs(context, version, given, now))
      const release = mergedSection<PlanInputs['release']>(begun.release, given, asked)
      if (!release.release_date) throw missingDate(version)
      const moved = inputs && release.release_date !== inputs.release.release_date
      const moves = moved
        ? [...begun.moves, { at: now, from: inputs.release.release_date, to: release.release_date }]
        : begun.moves
      const observed =
        inputs && release.previous_version !== inputs.release.previous_version
          ? await (await import('./observe.ts')).observedAgain(context, inputs, release.previous_version)
          : begun.observed
      return { ...begun, release, moves, ...(observed ? { observed } : {}) }
    })
    const { release } = outcome.plan
    const summary = `Release ${outcome.plan.version} (${release.release_type}) on ${longDate(release.release_date.value)}, ${release.working_days_left} working days away. Planned as ${release.kind.value}${release.kind.basis.kind === 'given' ? ', as said' : `: ${release.kind.basis.from}`}. Base: ${release.base.tag ?? 'none'} (${release.base.why}).`
    return commonResult(outcome, summary, {
      kind: { value: release.kind.value, why: release.kind.basis.from, basis: release.kind.basis.kind },
      release_type: release.release_type,
      previous_version: 'value' in release.previous_version ? release.previous_version.value : null,
      weekday: release.weekday,
      working_days_left: release.working_days_left,
      base: release.base,
    })
  },
})

const missingDate = (version: string): PlanError =>
  new PlanError(
    'missing_release_date',
    `initialize_plan needs release_date for a new plan. Call it with {"version": "${version}", "release_date": "2026-12-01"}.`,
    'release_date',
  )

async function firstInputs(
  context: ToolContext,
  version: string,
  given: { release_date?: string | undefined; previous_version?: string | undefined },
  now: string,
): Promise<PlanInputs> {
  if (!given.release_date) throw missingDate(version)
  const { observedProduct } = await import('./observe.ts')
  return {
    $schema: './.release-planner/plan.schema.json',
    schema_version: schemaVersion,
    version: parseVersion(version).text,
    planning_started: now,
    release: { release_date: given.release_date },
    observed: await observedProduct(context, parseVersion(version).text, given.previous_version),
    answers: {},
    moves: [],
  }
}
