import { given, isKnown } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import type { Derivation } from '../derivation.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import { conditionOf } from '../kinds/traits.ts'
import type { Resources, Rollback, Schedule, Strategy, WayBack } from '../plan.ts'
import { registryWords } from '../strategy/registries.ts'
import { wayBackOf } from '../strategy/way-back-minutes.ts'
import { commandsFor } from './commands.ts'
import { lostWrites } from './lost-writes.ts'
import { type Around, momentOf } from './moments.ts'
import { tierPromises } from './promises.ts'
import { recoveryOf } from './recovery/recovery.ts'
import { measuredRestore } from './restore-minutes.ts'
import { scenariosOf } from './scenarios.ts'
import { scriptFiles } from './scripts.ts'
import { trialRevertsOf } from './single-changes.ts'
import { ladderWarnings, triggersOf } from './triggers.ts'
import { scriptOf, specsFor, waysBack } from './ways-back.ts'

/**
 * The ways back by state, what starts them, who decides how quickly, and what follows. Reads of the strategy its
 * steps, minutes back, flags and thresholds; of the schedule the release day, milestones and the rehearsal; of the
 * resources the first level of escalation.
 */
export function deriveRollback(
  derivation: Derivation,
  { strategy, schedule, resources }: { strategy: Strategy; schedule: Schedule; resources: Resources },
): Rollback {
  const { inputs, profile, release, questions, warnings } = derivation
  const around: Around = { derivation, strategy, schedule }
  const recovery = recoveryOf(profile.kind)
  const specs = specsFor(around)
  const scripted = specs.filter(spec => scriptOf(spec, around))
  const scripts = scriptFiles(scripted.map(spec => scriptOf(spec, around)))
  const triggers = triggersOf(derivation, strategy)
  warnings.push(...ladderWarnings(triggers, strategy))
  const yank = scripts.some(({ script }) => script === 'cargo_yank')
  const remains = specs.some(spec => spec.loses === '{remains}') ? registryWords(release).remains : undefined
  const methods = waysBack(around)
  const point = pointOfNoReturn(around, specs, methods)
  const backup = inputs.rollback?.database?.backup_minutes
  const restore = measuredRestore(derivation)
  const lost = lostWrites(around, specs)
  const reverts = trialRevertsOf(derivation)
  const main = wayBackOf(derivation, strategy.recommended)?.id
  return {
    methods,
    ...(main ? { main } : {}),
    triggers,
    tiers: tierPromises(derivation, { strategy, resources, specs, methods }),
    ...(point ? { point_of_no_return: point } : {}),
    scripts,
    alerts: strategy.ladder !== undefined,
    commands: commandsFor(scripted, derivation, yank ? ['install_check'] : []),
    scenarios: scenariosOf(derivation, methods, main),
    checks: recovery.checks,
    after: recovery.after,
    rehearsal: {
      when: rehearsalTime(schedule),
      items: recovery.rehearsal,
      last: questions.record({
        id: 'rollback_rehearsed_on',
        question: 'date of the rehearsal, minutes, link to its log',
        who: 'release_manager',
        gate: 'go_no_go',
      }),
    },
    metrics: recovery.metrics,
    ...(remains ? { remains } : {}),
    ...(lost ? { lost_writes: lost } : {}),
    ...(reverts ? { trial_reverts: reverts } : {}),
    ...(backup === undefined ? {} : { backup_minutes: given(backup, 'write_rollback_plan') }),
    ...(restore ? { restore_minutes: restore } : {}),
  }
}

const rehearsals = ['rollback_rehearsal', 'way_back_rehearsed', 'halt_rehearsed']

/** The day of the timeline's rehearsal; work that ends on the day of a gate is not done before it. */
function rehearsalTime({ stages, milestones }: Schedule): string {
  const activity = stages.flatMap(stage => stage.activities).find(({ id }) => rehearsals.includes(id))
  const gate = milestones.find(milestone => milestone.gate === 'go_no_go' || milestone.id === 'go_no_go')
  const before = gate ? `before the go/no-go on ${longDate(gate.date)}` : 'before the go/no-go'
  if (!activity) return before
  const { earliest_start: from, earliest_finish: to } = activity
  const late = gate && to >= gate.date
  return late
    ? `${before}, which this plan cannot keep: done on ${longDate(to)} at the earliest`
    : `${longDate(from)}, ${before}`
}

function pointOfNoReturn(
  around: Around,
  specs: WayBackSpec[],
  methods: WayBack[],
): Rollback['point_of_no_return'] {
  const { derivation, schedule, strategy } = around
  const { traits, profile } = derivation
  const before = specs.filter(spec => ['rollout_start', 'publish'].includes(spec.until)).map(spec => spec.id)
  const later = methods.flatMap(({ id }, index) => (before.includes(id) ? [] : [index + 1]))
  const way_after =
    profile.shipped === 'published'
      ? `The published version stays; ${numbered(later)} only lead users away from it.`
      : `What it changed stays; ${numbered(later)} still work.`
  if (schedule.point_of_no_return) {
    const { step, why } = schedule.point_of_no_return
    return { when: momentOf('point_of_no_return', around), what: `${step}: ${why}`, way_after }
  }
  const step = strategy.steps.find(({ irreversible }) => irreversible)
  if (step) return { when: `at the step "${step.name}"`, what: step.name, way_after }
  const shared = derivation.profile.strategies.some(spec => spec.needs.compatible_schema)
  if (traits.database_change === 'no' || !shared) return undefined
  const condition = traits.database_change === 'unknown' ? `, ${conditionOf('database_change')}` : ''
  const breaking = isKnown(strategy.database_change) && strategy.database_change.value === 'breaking'
  return breaking
    ? {
        when: 'at the first write of the new version',
        what: 'later writes are lost by going back',
        way_after: 'They stay only with the new version: repair it forward where that is quicker.',
      }
    : {
        when: `in a later release, if it drops what the old version needs${condition}`,
        what: 'the old version cannot use the schema',
        way_after: 'Roll forward only.',
      }
}

/** `ways 4, 5 and 6`: the numbers under which the plan lists them. */
const numbered = (ways: number[]): string =>
  ways.length > 1 ? `ways ${ways.slice(0, -1).join(', ')} and ${ways.at(-1)}` : `way ${ways[0]}`
