import * as z from 'zod'
import {
  additions,
  amount,
  answer,
  command,
  date,
  dayOrInstant,
  id,
  line,
  lines,
  minutes,
  moment,
  name,
  names,
  percent,
  prose,
  seen,
  time,
} from './fields.ts'
import { kinds, tiers } from './kinds/profile.ts'
import { observation } from './scope/observation.ts'

/** Arguments of `initialize_plan`. */
export const releaseInputs = {
  release_date: date.optional(),
  product: name.optional(),
  release_manager: name.optional(),
  previous_version: name.optional(),
  timezone: name.optional(),
  release_time: time.optional(),
  window: z.strictObject({ from: time, to: time }).optional(),
  country: z.union([name, z.array(name).max(20)]).optional(),
  working_days: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
  kind: z.enum(kinds).optional(),
  ...additions,
}

const changeKinds = [
  'feature',
  'fix',
  'performance',
  'security',
  'infrastructure',
  'api_change',
  'database_change',
  'other',
] as const

const scopeItem = z.strictObject({
  id,
  kind: z.enum(changeKinds).optional(),
  title: line.optional(),
  description: prose.optional(),
  value: line.optional(),
  ticket: name.optional(),
  owner: name.optional(),
  status: z.enum(['in_development', 'ready', 'testing']).optional(),
  dependencies: lines.optional(),
  severity: z.enum(['critical', 'high', 'other']).optional(),
  impact: line.optional(),
  verify: line.optional(),
  breaking: z.boolean().optional(),
  migration: prose.optional(),
  deprecated_until: line.optional(),
  backward_compatible: z.boolean().optional(),
  rollback: line.optional(),
})

/** One commit id, or several with blanks between them; `*` for the rest. */
const ids = z.string().trim().min(1).max(20_000)
/** Where tickets with a key stand. */
const ticketUrl = z
  .string()
  .trim()
  .max(300)
  .regex(/^https:\/\/[^\s()<>]*\{id\}[^\s()<>]*$/, 'must be an https address with {id} in it')

/** Arguments of `gather_scope`. */
export const scopeInputs = {
  from: name.optional(),
  to: name.optional(),
  paths: z.array(name).max(50).optional(),
  items: z.array(scopeItem).max(500).optional(),
  reclassify: z
    .array(z.strictObject({ commit: ids, kind: z.enum(changeKinds) }))
    .max(2000)
    .optional(),
  exclude: z.array(ids).max(2000).optional(),
  ticket_url: ticketUrl.optional(),
  known_limitations: lines.optional(),
  out_of_scope: lines.optional(),
  ...additions,
}

const risk = z.strictObject({
  id,
  title: line.optional(),
  category: name.optional(),
  description: prose.optional(),
  probability: z.enum(['low', 'medium', 'high']).optional(),
  probability_percent: percent.optional(),
  impact: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  consequence: line.optional(),
  indicators: lines.optional(),
  mitigations: lines.optional(),
  contingency: z
    .array(z.strictObject({ if: line, then: line }))
    .max(20)
    .optional(),
  go_no_go: lines.optional(),
  owner: name.optional(),
  residual: line.optional(),
  /** Signal of the rollback trigger and name of the way back that answer it. */
  trigger: name.optional(),
  way_back: name.optional(),
})

/** Arguments of `assess_risks`. */
export const risksInputs = {
  risks: z.array(risk).max(200).optional(),
  dismiss: z
    .array(z.strictObject({ id, reason: line }))
    .max(200)
    .optional(),
  matrix: z.enum(['four_level', 'nist_800_30']).optional(),
  ...additions,
}

const flag = z.strictObject({
  feature: name,
  name,
  rollout: line.optional(),
  owner: name.optional(),
  rollback: line.optional(),
  expires: date.optional(),
})

const ownStrategy = z.strictObject({
  strategy: name,
  steps: z
    .array(
      z.union([
        line,
        z.strictObject({ name: line, percent: percent.optional(), minutes: minutes.optional() }),
      ]),
    )
    .max(30),
  rollback_minutes: minutes.optional(),
  against: lines.optional(),
})

/** Arguments of `select_strategy`. */
/** The name of an object of the platform: a DNS label or several with dots, in either case. */
const resource = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/, 'must be letters, digits, `-`, `_` or `.`')

export const strategyInputs = {
  zero_downtime: z.boolean().optional(),
  spare_environment: z.boolean().optional(),
  traffic_splitting: z.boolean().optional(),
  feature_flags: z.boolean().optional(),
  mixed_versions: z.boolean().optional(),
  database_change: z.enum(['none', 'backward_compatible', 'breaking']).optional(),
  sessions: z.enum(['stateless', 'sticky']).optional(),
  instances: z.number().int().min(1).max(1_000_000).optional(),
  requests_per_minute: amount.optional(),
  users_per_hour: amount.optional(),
  baseline_error_percent: percent.optional(),
  baseline_p99_ms: amount.optional(),
  detect_points: z.number().min(0.01).max(100).optional(),
  slo_percent: z.number().min(50).max(99.9999).optional(),
  budget_left_percent: percent.optional(),
  hourly_cost: amount.optional(),
  platform: z.enum(['argo_rollouts', 'flagger', 'kubernetes', 'codedeploy', 'flagd', 'generic']).optional(),
  deployment: z
    .strictObject({
      workload: resource.optional(),
      namespace: resource.optional(),
      service: resource.optional(),
      second_service: resource.optional(),
      ingress: resource.optional(),
      image: name.optional(),
      container: resource.optional(),
      port: z.number().int().min(1).max(65_535).optional(),
      group: name.optional(),
      task_definition: name.optional(),
      alarm: name.optional(),
    })
    .optional(),
  flags: z.array(flag).max(100).optional(),
  strategies: z.array(ownStrategy).max(20).optional(),
  choose: name.optional(),
  because: line.optional(),
  ...additions,
}

const duration = z.union([
  z.number().min(0).max(1000),
  z.strictObject({
    optimistic: z.number().min(0).max(1000),
    likely: z.number().min(0).max(1000),
    pessimistic: z.number().min(0).max(1000),
  }),
])

const activity = z.strictObject({
  id,
  name: line.optional(),
  phase: name.optional(),
  duration_days: duration.optional(),
  /** An id, or a relation to it: `qa`, `qa+2d`, `qa SS+1d`, `qa FF`. */
  after: z.array(line).max(50).optional(),
  not_before: date.optional(),
  not_after: date.optional(),
  role: name.optional(),
  checklist: lines.optional(),
  people: z.number().min(0).max(1000).optional(),
  skills: names.optional(),
})

const milestone = z.strictObject({
  id,
  name: line.optional(),
  offset: name.optional(),
  move: z.enum(['before', 'after', 'keep']).optional(),
})

const runbookStep = z.strictObject({
  id,
  step: line.optional(),
  minutes: minutes.optional(),
  role: name.optional(),
  after: z.array(id).max(20).optional(),
})

const ownPhase = z.union([
  name,
  z.strictObject({
    id,
    name: line.optional(),
    offset: name.optional(),
    role: name.optional(),
    criteria: lines.optional(),
  }),
])

/** Arguments of `build_schedule`. */
export const scheduleInputs = {
  phases: z.array(ownPhase).max(30).optional(),
  activities: z.array(activity).max(1000).optional(),
  remove: z.array(id).max(500).optional(),
  milestones: z.array(milestone).max(100).optional(),
  freezes: z
    .array(
      z.strictObject({
        name,
        from: moment,
        to: moment,
        yearly: z.boolean().optional(),
        rrule: name.optional(),
        timezone: name.optional(),
      }),
    )
    .max(50)
    .optional(),
  holidays: z
    .array(z.strictObject({ date, name, from: time.optional() }))
    .max(200)
    .optional(),
  release_day: z.array(runbookStep).max(100).optional(),
  ...additions,
}

const absence = z.strictObject({ from: date, to: date })

const person = z.strictObject({
  name,
  roles: names.optional(),
  skills: names.optional(),
  hours_per_week: z.number().min(0).max(168).optional(),
  timezone: name.optional(),
  country: name.optional(),
  email: name.optional(),
  phone: name.optional(),
  chat: name.optional(),
  absences: z.array(absence).max(100).optional(),
  on_call: z.boolean().optional(),
})

const roleHours = z.strictObject({
  planning_per_week: z.number().min(0).max(168).optional(),
  testing_per_week: z.number().min(0).max(168).optional(),
  release_per_day: z.number().min(0).max(24).optional(),
})

const roleOverride = z.strictObject({
  id: name,
  name: name.optional(),
  responsibilities: lines.optional(),
  hours: roleHours.optional(),
  team_size: z.number().int().min(0).max(1000).optional(),
})

const cost = z.strictObject({
  item: name,
  amount: amount.optional(),
  currency: name.optional(),
  per: name.optional(),
  quantity: z.number().min(0).max(1_000_000).optional(),
})

/** What totals are told in, and how much of it one unit of the others is, on a day. */
const totalIn = z.strictObject({
  currency: name,
  rates: z.record(name, amount).optional(),
  date: date.optional(),
})

/** Arguments of `allocate_resources`. */
export const resourcesInputs = {
  people: z.array(person).max(500).optional(),
  roles: z.array(roleOverride).max(50).optional(),
  escalation: z
    .array(z.strictObject({ level: name, who: name, minutes: minutes.optional() }))
    .max(10)
    .optional(),
  costs: z.array(cost).max(50).optional(),
  total_in: totalIn.optional(),
  external: z
    .array(
      z.strictObject({ name, contact: name.optional(), when: line.optional(), purpose: line.optional() }),
    )
    .max(20)
    .optional(),
  channels: z.record(id, name).optional(),
  ...additions,
}

const ownMethod = z.strictObject({
  name,
  applies_while: line.optional(),
  steps: lines.optional(),
  minutes: minutes.optional(),
  loses: line.optional(),
})

const trigger = z.strictObject({
  tier: z.enum(tiers),
  signal: name,
  threshold: line,
  for_minutes: minutes.optional(),
  authority: name.optional(),
})

/** Arguments of `write_rollback_plan`. */
export const rollbackInputs = {
  platform: name.optional(),
  commands: z.record(id, command).optional(),
  database: z
    .strictObject({
      engine: name.optional(),
      backup_minutes: minutes.optional(),
      restore_minutes: minutes.optional(),
      writes_per_minute: amount.optional(),
      reversible: z.boolean().optional(),
    })
    .optional(),
  keep_old_hours: z.number().min(0).max(10_000).optional(),
  triggers: z.array(trigger).max(50).optional(),
  methods: z.array(ownMethod).max(20).optional(),
  ...additions,
}

const message = z.strictObject({
  id,
  name: line.optional(),
  at: name.optional(),
  audience: name.optional(),
  channel: name.optional(),
  gate: name.optional(),
  owner: name.optional(),
  subject: line.optional(),
  body: prose.optional(),
})

/** Arguments of `plan_communications`. */
export const communicationsInputs = {
  audiences: names.optional().describe('customers (Asia/Tokyo)'),
  channels: z.record(id, name).optional(),
  messages: z.array(message).max(100).optional(),
  status_page: name.optional(),
  ...additions,
}

/** The sections of a plan, in the order in which a release is planned. */
export const sections = [
  'scope',
  'risks',
  'strategy',
  'schedule',
  'resources',
  'rollback',
  'communications',
] as const
export type Section = (typeof sections)[number]

export const schemaVersion = 1

/** All that `plan.json` holds: what was given, observed and answered; nothing that can be derived. */
export const planInputs = z.strictObject({
  $schema: z.string().optional(),
  schema_version: z.literal(schemaVersion),
  version: name,
  /** Instant of the first call, with offset. */
  planning_started: dayOrInstant,
  release: z.strictObject({ ...releaseInputs, release_date: date }),
  scope: z.strictObject(scopeInputs).optional(),
  risks: z.strictObject(risksInputs).optional(),
  strategy: z.strictObject(strategyInputs).optional(),
  schedule: z.strictObject(scheduleInputs).optional(),
  resources: z.strictObject(resourcesInputs).optional(),
  rollback: z.strictObject(rollbackInputs).optional(),
  communications: z.strictObject(communicationsInputs).optional(),
  observed: observation.optional(),
  answers: z.record(z.string(), z.strictObject({ value: answer, from: seen })),
  moves: z.array(z.strictObject({ at: dayOrInstant, from: date, to: date, reason: line.optional() })),
})

export type PlanInputs = z.infer<typeof planInputs>
export type ReleaseInputs = PlanInputs['release']
export type ScopeInputs = NonNullable<PlanInputs['scope']>
export type RisksInputs = NonNullable<PlanInputs['risks']>
export type StrategyInputs = NonNullable<PlanInputs['strategy']>
export type ScheduleInputs = NonNullable<PlanInputs['schedule']>
export type ResourcesInputs = NonNullable<PlanInputs['resources']>
export type RollbackInputs = NonNullable<PlanInputs['rollback']>
export type CommunicationsInputs = NonNullable<PlanInputs['communications']>
export type ScopeItem = z.infer<typeof scopeItem>
export type ChangeKind = (typeof changeKinds)[number]
export type NoteInput = NonNullable<ScopeInputs['notes']>[number]
export type DecisionInput = NonNullable<ScopeInputs['decisions']>[number]
