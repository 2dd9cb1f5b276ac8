import { type Basis, isKnown } from '../plan/basis.ts'
import { longDate } from '../plan/calendar/date.ts'
import type { Tier } from '../plan/kinds/profile.ts'
import type { Plan, Rollback, Scenario, TierPromise, Trigger, WayBack } from '../plan/plan.ts'
import { commandVariables } from '../plan/rollback/command-text.ts'
import { total } from '../plan/rollback/promises.ts'
import { monitorAuthority } from '../plan/rollback/triggers.ts'
import { shortened } from '../plan/text.ts'
import { additions } from './additions.ts'
import { alertRules } from './alert-rules.ts'
import { alertTests } from './alert-tests.ts'
import type { Document, Documents } from './document.ts'
import {
  basisText,
  code,
  escaped,
  type Markdown,
  md,
  questionMarker,
  statementText,
  withBasis,
} from './markdown.ts'
import { mostReadings, readings } from './rollback-script-functions.ts'
import { scriptText } from './rollback-scripts.ts'
import { rendered } from './template.ts'

/** The rollback plan, its scripts, and alert rules with their unit tests where requests are measured. */
export const rollbackDocuments: Documents = plan => [
  {
    path: 'rollback/rollback_plan.md',
    section: 'rollback',
    note: 'when and how to go back',
    text: rendered('rollback-plan', rollbackView(plan)),
  },
  ...plan.rollback.scripts.map(
    ({ path, script, purpose }): Document => ({
      path,
      section: 'rollback',
      note: purpose,
      text: scriptText(plan, script, purpose),
    }),
  ),
  ...alertDocuments(plan),
]

function alertDocuments(plan: Plan): Document[] {
  const { ladder } = plan.strategy
  if (!plan.rollback.alerts || !ladder) return []
  return [
    {
      path: 'rollback/alerts.yaml',
      section: 'rollback',
      note: 'Prometheus rules for the triggers',
      text: alertRules(plan, ladder),
    },
    {
      path: 'rollback/alerts_test.yaml',
      section: 'rollback',
      note: 'their unit tests',
      text: alertTests(plan, ladder),
    },
  ]
}

function rollbackView(plan: Plan): object {
  const { release, rollback, strategy } = plan
  const { point_of_no_return: point, backup_minutes: backup } = rollback
  const lasting = rollback.triggers.some(trigger => trigger.for_minutes > 0)
  return {
    version: plan.version,
    product: statementText(plan, release.product),
    previous: statementText(plan, release.previous_version),
    date: longDate(release.release_date.value),
    zone: release.timezone.value,
    strategy: strategy.name,
    tiers: tierRows(rollback.tiers),
    monitor: rollback.triggers.find(trigger => trigger.tier === 'monitor')?.authority ?? monitorAuthority,
    timed: lasting ? [{}] : [],
    at_once: lasting ? [] : [{}],
    triggers: rollback.triggers.map(triggerView),
    trigger_note: triggerNote(plan),
    methods: rollback.methods.map((method, index) => methodView(plan, method, index)),
    backup: backup ? [{ minutes: withBasis(plan, backup, (value: number) => `${value} min`) }] : [],
    lost: rollback.lost_writes ? [{ text: lostText(plan, rollback.lost_writes) }] : [],
    reverts: rollback.trial_reverts ? [revertsView(rollback.trial_reverts)] : [],
    point: point ? [{ ...point }] : [],
    remains: rollback.remains ? [{ text: rollback.remains }] : [],
    has_commands: rollback.commands.length > 0,
    commands: rollback.commands.map(({ name, statement }) => ({
      name: code(name),
      command: isKnown(statement)
        ? md(`${code(statement.value)}${sourceOf(statement.basis)}`)
        : md(questionMarker(statement.unknown, neededBy(plan, statement.unknown.id))),
    })),
    has_scripts: rollback.scripts.length > 0,
    variables: variablesOf(plan),
    readings: strategy.ladder ? [{ readings, most: mostReadings }] : [],
    checks: rollback.checks,
    scenarios: rollback.scenarios.map(scenario => ({
      ...scenario,
      minutes: scenarioMinutes(scenario, rollback.methods),
    })),
    after: rollback.after,
    rehearsal: { ...rollback.rehearsal, last: statementText(plan, rollback.rehearsal.last) },
    metrics: rollback.metrics.join('; '),
    additions: additions(plan, 'rollback'),
  }
}

/** `, 120 min by the end of the rollout: 30 per minute, 3600 in all`, or the question in place of the figures. */
function lostText(
  plan: Plan,
  { per_minute, minutes, writes }: NonNullable<Rollback['lost_writes']>,
): Markdown {
  const rate = statementText(plan, per_minute, (value: number) => `${value} per minute`).text
  if (minutes === undefined) return md(`: ${rate}`)
  return md(
    `, ${minutes} min by the end of the rollout: ${rate}${writes === undefined ? '' : `, ${writes} in all`}`,
  )
}

const revertResults: Record<TrialRevert['result'], string> = {
  clean: 'clean',
  conflict: 'conflict in ',
  nothing: 'taken back already',
  empty: 'changed no file',
  unknown: 'not possible in this clone',
}

const revertsView = ({ head, tried, left }: NonNullable<Rollback['trial_reverts']>): object => ({
  head: code(head.slice(0, 8)),
  tried: tried.map(({ commit, title = '', why, result, files }) => ({
    commit: code(commit.slice(0, 8)),
    title: shortened(title.replace(/^\w+(\([^)]*\))?!?: | \(#\d+\)$/g, ''), 60),
    why,
    result: md(`${revertResults[result]}${filesText(files)}`),
  })),
  left: left ? [left] : [],
})

const filesShown = 3

const filesText = (files: readonly string[]): string => {
  const shown = files.slice(0, filesShown).map(file => code(file).text)
  const more = files.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

const neededBy = (plan: Plan, id: string): string | undefined =>
  plan.questions.find(question => question.id === id)?.needed_by

/** What is not said to be something else is given. */
const sourceOf = (basis: Basis): string => (basis.kind === 'given' ? '' : ` _(${escaped(basisText(basis))})_`)

const tierName = (tier: Tier): string => `${tier[0]!.toUpperCase()}${tier.slice(1)}`

function tierRows(tiers: TierPromise[]): object[] {
  return tiers.map(promise => {
    // Nights and gaps of the shifts are told where they break the promise.
    const parts = promise.parts.filter(part => !part.by_staffing || !part.kept)
    const differ = parts.some(part => part.within_minutes !== parts[0]!.within_minutes)
    const lives = differ ? parts.slice(0, 2) : parts.slice(0, 1)
    return {
      tier: tierName(promise.tier),
      within: lives
        .map(part => `${duration(part.within_minutes)}${differ ? ` ${part.while}` : ''}`)
        .join(', '),
      made_of: parts
        .map(
          (part, index) =>
            `${index > 0 || differ ? `${part.while} ` : ''}${part.acknowledge_minutes} + ${part.decide_minutes} + ${part.execute_minutes} = ${total(part)} min${part.kept ? '' : ': NOT KEPT'}`,
        )
        .join('; '),
      authority: promise.authority,
    }
  })
}

/** `5 + 2 (way 2) = 7`: to decide, and the way back by its number in the table. */
function scenarioMinutes({ decide_minutes, way, minutes }: Scenario, methods: WayBack[]): string {
  const number = `way ${methods.findIndex(method => method.id === way) + 1}`
  return minutes === undefined
    ? `${decide_minutes} + ${number}, not measured`
    : `${decide_minutes} + ${minutes - decide_minutes} (${number}) = ${minutes}`
}

/** The variables that the commands of this plan get. */
function variablesOf({ rollback }: Plan): Markdown {
  const has = (name: string) => rollback.commands.some(command => command.name === name)
  const own = Object.entries(commandVariables.own).flatMap(([variable, names]) => {
    const used = names.filter(has)
    return used.length === 0 ? [] : [`${variable} (${used.join(', ')})`]
  })
  return md([...commandVariables.all, ...own].join(', '))
}

const duration = (minutes: number): string =>
  minutes === 0
    ? '0 min'
    : minutes % 1440 === 0
      ? `${minutes / 1440} d`
      : minutes % 60 === 0
        ? `${minutes / 60} h`
        : `${minutes} min`

const triggerView = (trigger: Trigger): object => ({
  tier: tierName(trigger.tier),
  signal: trigger.signal,
  threshold: trigger.threshold,
  lasts: trigger.for_minutes === 0 ? 'at once' : duration(trigger.for_minutes),
  given: trigger.basis.kind === 'given' ? ' (given)' : '',
})

function triggerNote({ rollback, strategy: { ladder } }: Plan): string {
  const source = rollback.triggers.find(trigger => trigger.basis.kind !== 'given')?.basis
  const rule = 'Until condition and time are met on-call watches; below Monitor all is well.'
  if (!ladder) return `${rule}${source ? ` Source: ${source.from}.` : ''}`
  const counts = (['immediate', 'fast', 'planned', 'monitor'] as const).map(
    tier => ladder.tiers[tier].minimum_requests,
  )
  return `${rule} A reading needs at least ${counts.join(', ')} requests over its time and the threshold in both its halves; else health checks and journeys decide. Error rate: ${basisText(ladder.basis)}; Monitor starts where promotion ends. Others: assumed. Unload alerts.yaml after a rollback or the old version's removal.`
}

function methodView(plan: Plan, method: WayBack, index: number): object {
  return {
    number: index + 1,
    name: method.name,
    state: method.condition ? `${method.applies_while} (${method.condition})` : method.applies_while,
    minutes: minutesText(plan, method),
    until: method.until,
    loses: method.loses,
    steps: method.steps.map((text, step) => ({ number: step + 1, text })),
    has_steps: method.steps.length > 0,
    script: method.script ? [{ path: code(method.script) }] : [],
  }
}

type TrialRevert = NonNullable<Rollback['trial_reverts']>['tried'][number]

/** Minutes; a note below the table says where those without a mark come from. */
function minutesText(plan: Plan, { minutes }: WayBack): Markdown {
  if (!isKnown(minutes)) return statementText(plan, minutes)
  const { value, basis } = minutes
  const source = { given: ' (given)', derived: ` (${basis.from})`, observed: '', assumed: '' }[basis.kind]
  return md(`${duration(value)}${source}`)
}
