import type { Basis, GateId, Known, Question, Statement } from './basis.ts'
import type { DecisionInput, NoteInput, ScopeItem, Section } from './inputs.ts'
import type {
  Kind,
  KindProfile,
  RoleId,
  RoleSpec,
  SeveritySpec,
  StagePhase,
  Tier,
  Traits,
} from './kinds/profile.ts'
import type { Clash } from './resources/other-plans/clash.ts'
import type { Occupied } from './resources/other-plans/occupation.ts'
import type { ObservedRange } from './scope/observation.ts'

/**
 * The whole plan, computed by `derive()` and never stored. Dates are `YYYY-MM-DD`, clock times `HH:MM` in the
 * plan's zone, instants ISO 8601, `_minutes`, `_hours`, `_percent` as named; everything else is text.
 */
export interface Plan {
  version: string
  release_dir: string
  today: string
  /** Sections whose tool was called; only these are written. */
  planned: Section[]
  release: Release
  profile: KindProfile
  traits: Traits
  scope: Scope
  risks: Risks
  strategy: Strategy
  schedule: Schedule
  resources: Resources
  rollback: Rollback
  communications: Communications
  review: Review
  /** Unanswered questions of the planned sections, soonest needed first. */
  questions: OpenQuestion[]
  answered: { question: Question; value: string; from: string }[]
  decisions: Decision[]
  warnings: Warning[]
  /** Notes of the caller by the section they stand in; `release` for the plan's index. */
  notes: Partial<Record<Section | 'release', NoteInput[]>>
}

export interface OpenQuestion extends Question {
  needed_by: string
  /** The gate's name. */
  blocks: string
}

export interface Decision extends Omit<DecisionInput, 'owner'> {
  section: Section | 'release'
  needed_by: string
  owner: Statement<string>
}

export interface Warning {
  code: string
  message: string
  fix: string
}

export interface Release {
  version: string
  product: Statement<string>
  kind: Known<Kind>
  release_type: 'major' | 'minor' | 'patch' | 'prerelease'
  previous_version: Statement<string>
  release_date: Known<string>
  /** `Tue`. */
  weekday: string
  /** From today up to, not including, the release day. */
  working_days_left: number
  release_time: Known<string>
  timezone: Known<string>
  window: Known<{ from: string; to: string }>
  countries: Known<string[]>
  working_days: Known<number[]>
  release_manager: Statement<string>
  base: { tag?: string; commit?: string; why: string; alternatives: string[] }
  repository?: { commit?: string; commit_date?: string; branch?: string; web_url?: string; shallow: boolean }
  /** Package registry and name where the repository shows them, e.g. npm. */
  ecosystem?: { registry: string; name?: string }
  /** What stands between the version and a candidate's number in the tags of its candidates (`-alpha.`). */
  candidate_mark?: string
  planning_started: string
  moves: { at: string; from: string; to: string; reason?: string }[]
}

export interface Scope {
  range?: {
    from?: string
    to: string
    base_commit?: string
    head_commit: string
    commits: number
    /** Of the commits: merges, and of the others those by bots. */
    merges?: number
    bots?: number
    omitted: number
    why: string
    /** Date of the commit that `from` names. */
    from_date?: string
  }
  /** Days between the newest commit and today; a stale clone is worth a warning. */
  age_days?: number
  items: ScopeEntry[]
  /** Asked where neither git nor anybody says what ships, or what breaks. */
  items_question?: Statement<string>
  breaking_question?: Statement<string>
  counts: Record<string, number>
  changes?: { files: number; insertions: number; deletions: number; authors: number }
  authors: { name: string; commits: number }[]
  top_files: { path: string; lines: number }[]
  signals: Signal[]
  /** What the texts of the changed files say, as observed. */
  evidence?: Pick<
    ObservedRange,
    'migrations' | 'migrations_total' | 'environment' | 'flags' | 'locks' | 'credentials' | 'shape'
  >
  dependencies: { manifest: string; name: string; from?: string; to?: string; change: string; dev: boolean }[]
  /**
   * `others`: it breaks packages of the repository that this release is not about; `development`: it is the step of a
   * dependency that only development needs.
   */
  breaking: {
    title: string
    commit?: string
    why: string
    basis: Basis
    others?: true
    development?: true
  }[]
  /** What nothing marks as breaking but may break: raised floors of the language it needs. */
  may_break?: { title: string; why: string; basis: Basis }[]
  /** The changelog's section about this version, as observed. */
  changelog?: { path: string; heading: string; entries: string[] }
  /** Touched packages of a monorepo, with the step that their changesets ask for. */
  packages?: { path?: string; name?: string; commits?: number; files?: number; bump?: string }[]
  /** Address of a ticket with a key, `{id}` in it. */
  ticket_url?: string
  /** Whom CODEOWNERS names: a suggestion. */
  owners?: { source: string; areas: { team: string; files: number; example: string }[] }
  /** Workflows that a tag, a published release, a branch or a person starts; what they publish as far as their text shows. */
  publishing?: { file: string; on: 'tag' | 'release' | 'branch' | 'manual'; does: string[] }[]
  /** Signs that this release is under way: its latest candidate, and the branch of its line. */
  under_way?: { candidate?: { tag: string; date: string; next?: string }; branch?: string }
  unclassified: { commit: string; subject: string; author: string }[]
  unclassified_count: number
  bots: number
  recommended_bump?: 'major' | 'minor' | 'patch'
  bump_because?: string
  known_limitations: string[]
  out_of_scope: string[]
  database_change: Statement<'none' | 'backward_compatible' | 'breaking'>
  notes: string[]
}

/** What ships: an item of the caller or a commit that git showed. */
export interface ScopeEntry extends Omit<ScopeItem, 'kind' | 'title'> {
  kind: string
  title: string
  basis: Basis
  commits: string[]
  author?: string
  /** Whom CODEOWNERS names for it: a suggestion for `owner`. */
  team?: string
}

export interface Signal {
  kind: string
  files: string[]
  count: number
  example: string
  /** What the count is made of, where files alone do not say it. */
  detail?: string
  /** Migrations that shipped before and were changed. */
  edited?: number
  /** At most six, in the words of changelog and commits. */
  examples?: string[]
}

export type Level = 'low' | 'medium' | 'high' | 'critical'

export interface Risk {
  id: string
  title: string
  category: string
  description: string
  probability: Known<'low' | 'medium' | 'high'>
  probability_percent?: number
  impact: Known<Level>
  severity: Level
  consequence: string
  indicators: string[]
  /** With the activity of the schedule that holds it: id, name, last day, and who works on it; absent: no task holds it. */
  mitigations: { text: string; activity?: string; task?: string; due?: string; who?: string }[]
  contingency: { if: string; then: string }[]
  go_no_go: string[]
  /** Facts of their own line below the description. */
  remarks?: string[]
  owner: Statement<string>
  /** Severity, or the caller's words, when the mitigations are done. */
  residual?: Known<string>
  files: string[]
  basis: Basis
  /** The rollback trigger's and way back's names that answer this risk; absent when the chain ends before. */
  trigger?: string
  way_back?: string
  /** Each says which link of the chain is missing and what call adds it. */
  missing_links: string[]
}

/** The chance that a patch release follows; percents with an 80 % interval. */
export interface PatchForecast {
  percent: number
  low: number
  high: number
  horizon_days: number
  days_7: { percent: number; low: number; high: number }
  /** X.Y.0 releases of this repository behind it. */
  releases: number
  /** `class_rate`: too few of its own, the number is that of the studied repositories. */
  trust: 'usual' | 'weak' | 'class_rate'
  basis: string
  /** What the size of this change does to it; absent with the class rate. */
  size?: string
  /** What was measured about it. */
  worth: string
}

export interface Risks {
  register: Risk[]
  dismissed: { id: string; title: string; reason: string }[]
  matrix: {
    name: 'four_level' | 'nist_800_30'
    source: string
    rows: { probability: string; cells: Level[] }[]
  }
  overall_level: Level
  recommendation: string
  hotfix_forecast?: PatchForecast
  /** Why there is no forecast. */
  no_forecast?: string
  watch_files: { path: string; why: string }[]
  watch_rule: string
  /** Who answers first on the release day; `missing` says that nobody is named and what call mends it. */
  on_call: { date: string; who?: string; missing?: string }
  monitoring: { phase: string; what: string }[]
  /** The next day on which the register is gone through. */
  next_review?: string
}

export interface StrategyOption {
  strategy: string
  name: string
  feasible: boolean
  against: string[]
  score: number
  zero_downtime: number
  risk_mitigation: number
  complexity: number
  cost: number
  /** Minutes back from it, and that as 5 (2 minutes or less) to 1 (more than 2 hours). */
  rollback_minutes?: number
  way_back?: number
  complement: boolean
  own: boolean
}

/** Weights of the score's parts; those of risk and way back follow the risk register. */
export interface ScoreWeights {
  zero_downtime: number
  risk_mitigation: number
  way_back: number
  complexity: number
  cost: number
  basis: Basis
}

export interface RolloutStep {
  id: string
  name: string
  percent?: number
  minutes: number
  role: RoleId
  /** Requests that this step needs to show the harm of `detect_points`, where the baseline is known. */
  requests_needed?: number
  smallest_harm_points?: number
  /** Requests that met the new version if a harm is found at the end of this step, those of earlier steps and the way back included. */
  exposed_requests?: number
  /** Percent of a 30-day error budget that the harm looked for has used by then. */
  budget_percent?: number
  minutes_basis: Basis
  irreversible: boolean
  checks: string[]
}

/**
 * Thresholds of the error rate in percentage points above the baseline, rising without gap:
 * promote_below <= abort_from <= planned < fast < immediate; the longer a tier waits, the lower it starts.
 */
export interface ErrorLadder {
  /** Percent; 0 where no baseline is known. */
  baseline: number
  baseline_known: boolean
  promote_below: number
  abort_from: number
  /** How often the rollout is judged by the error rate; they share the false aborts allowed. */
  looks?: number
  tiers: Record<Tier, { points: number; for_minutes: number; minimum_requests: number }>
  /** Of the tiers planned, fast and immediate. */
  basis: Basis
  /** Of `promote_below` and `abort_from`, and so of the tier monitor. */
  promotion_basis: Basis
}

export type DeploymentFact =
  | 'workload'
  | 'namespace'
  | 'service'
  | 'second_service'
  | 'image'
  | 'container'
  | 'port'
  | 'prometheus'
  | 'application'
  | 'group'
  | 'task_definition'
  | 'alarm'
  | 'instances'

export interface Deployment {
  platform: 'argo_rollouts' | 'flagger' | 'kubernetes' | 'codedeploy' | 'flagd'
  /** Names and addresses that only the user knows: given, or questions. */
  facts: Partial<Record<DeploymentFact, Statement<string>>>
  /** The ingress that splits the traffic, where it was named. */
  ingress?: Known<string>
  /** The platform has a form of the chosen strategy. */
  written?: boolean
  keep_old_hours: Known<number>
  considerations: string[]
}

export interface BlindStep {
  name: string
  percent: number
  minutes: number
  requests_seen: number
  requests_needed: number
  /** Minutes that this share would need. */
  minutes_needed: number
  /** A wider share that sees enough in the longest observation. */
  share_needed?: number
  /** Points that do show. */
  shows_points?: number
}

export interface Strategy {
  recommended: string
  /** The plain name printed after `Recommended Strategy:`. */
  name: string
  description: string
  rationale: string
  chosen_by: Basis
  options: StrategyOption[]
  /** What the score weighs, and why so. */
  weights?: ScoreWeights
  complements: string[]
  advantages: string[]
  considerations: string[]
  constraints: { name: string; statement: Statement<string> }[]
  steps: RolloutStep[]
  total_minutes: number
  rollback_minutes: Known<number>
  /** Share of a 30-day error budget that the harm looked for uses up when only the last observed step finds it. */
  budget_used_percent?: number
  /** Steps whose traffic cannot show the harm in the longest observation, and what would. */
  blind?: BlindStep[]
  /** Users that met the new version if only the last observed step finds a harm, where their number is known. */
  exposed_users?: number
  /** How many times faster than the SLO allows the running version burns its error budget, where both are known. */
  burn_rate?: number
  slo_percent: Statement<number>
  /** P99 latency of the running version in milliseconds, as far as it was told. */
  baseline_p99_ms?: Statement<number>
  /** Requests per minute in the hours of the rollout, where they are known. */
  requests_per_minute?: Statement<number>
  baseline: { name: string; statement: Statement<string> }[]
  promotion: { signal: string; promote: string; hold: string; abort: string; basis: Basis }[]
  flags: {
    feature: string
    name: string
    rollout: string
    owner: Statement<string>
    rollback: string
    /** By then it is decided: on for everybody, or off. */
    expires: Statement<string>
    /** By then the flag is out of the code. */
    cleanup?: Statement<string>
  }[]
  database: { heading: string; when: string; text: string }[]
  /** Whether the migration needs a pause of the service; set where the schema may change. */
  maintenance?: Statement<string>
  /** Where people look while the version rolls out; set where requests can be measured. */
  dashboard?: Statement<string>
  success_metrics?: Statement<string>
  monitoring: {
    calendar_days: number
    cadence: { from_hours: number; to_hours: number; every_minutes: number }[]
    basis: Basis
  }
  /** What the files of the platform named are made of; absent where none was named. */
  deployment?: Deployment
  /** What is taken instead if an open need of the recommended strategy is answered with no. */
  fallback?: string
  /** Set where requests can be measured. */
  ladder?: ErrorLadder
  /** What is left of the 30-day error budget, as the caller said. */
  budget_left_percent?: number
  database_change: Scope['database_change']
}

export interface Milestone {
  id: string
  name: string
  date: string
  weekday: string
  offset: string
  /** What the offset counts, e.g. `calendar days`. */
  offset_kind?: string
  moved_from?: string
  because?: string
  /** By which rule it moved, or stays on a day off: `before`, `after`, `keep`, `scaled`, `in order`, `not before planning`. */
  rule?: string
  gate?: GateId
  basis: Basis
}

export interface Stage {
  id: string
  name: string
  from: string
  to: string
  role: RoleId
  gate?: GateId
  phase: StagePhase
  /** It runs on days off too, by those on call. */
  every_day: boolean
  activities: ScheduledActivity[]
  deliverables: string[]
  exit_criteria: string[]
  basis: Basis
}

export interface ScheduledActivity {
  id: string
  name: string
  stage: string
  role: RoleId
  days: { optimistic: number; likely: number; pessimistic: number }
  earliest_start: string
  earliest_finish: string
  latest_start: string
  /** Last day on which it can end so that the next gate keeps its date, or the release where that is lost; absent behind the release. */
  latest_finish?: string
  /** Working days by which it can slip from its planned days before the release moves; negative: too late already. */
  float_days: number
  /** Working days by which it can slip before anything else moves; absent behind the release. */
  free_float_days?: number
  /** It is on the chain that sets the end of the work. */
  critical: boolean
  /** What it waits for: the caller's and the profile's relations, `lag` in working days. */
  after?: { id: string; type: 'FS' | 'SS' | 'FF'; lag: number }[]
  /** Set where it only applies if an open question is answered with yes. */
  condition?: string
  /** How many work on it, where the caller said so. */
  people?: number
  skills?: string[]
  /** Who does it when, where people are known for its role; `hours`: what is booked by day. */
  who?: { name: string; from: string; to: string; hours?: Record<string, number> }[]
  /** For whom it waits although what comes before it is done: `3 working days for Ana Ruiz, away until Fri 2026-03-13`. */
  waits?: string
  checklist: string[]
  basis: Basis
}

export interface RunbookStep {
  id: string
  step: string
  minutes: number
  role: RoleId
  part: 'before' | 'rollout' | 'after'
  at_utc: string
  /** `07:00`, in the plan's zone. */
  at_local: string
  /** The day on which that is: not the release date where the steps run over midnight. */
  date: string
  irreversible: boolean
  /** Here somebody says go on or stop, before the first step that cannot be taken back. */
  decides?: true
  condition?: string
  checks: string[]
  basis: Basis
}

export interface SharedHours {
  /** `Europe/Berlin (Noor Haddad)`. */
  zones: string[]
  /** Clock times that count as working hours in every zone. */
  hours: { from: string; to: string }
  /** Instants between which all of them work on the release date; absent: never. */
  from?: string
  to?: string
}

/** What speaks against the release date, and two others. */
export interface DateCheck {
  /** Nothing of weight speaks against it, or what does was accepted. */
  good: boolean
  against: { code: string; why: string; accepted?: true }[]
  better?: DateChoice
  /** The day to fall back to when the release day fails. */
  fallback?: DateChoice
}

export interface DateChoice {
  date: string
  weekday: string
  fixes: string[]
  costs: string[]
  /** Working days from the planning to it. */
  lead_working_days: number
  /** Of the work being done by then, in words. */
  chance?: string
}

/**
 * When the work before the release is done: last days of the work in 50, 80 and 95 of 100 simulated runs, if each stage begins
 * as soon as the one before it is done. `on_time_percent`: runs in which all of it is done before the release day.
 */
export interface Finish {
  p50: string
  p80: string
  p95: string
  /** The first release day after each of these, where a freeze puts it off. */
  after_freeze?: Partial<Record<'p50' | 'p80' | 'p95', string>>
  on_time_percent: number
  basis: Basis
  /** Standard error of `on_time_percent`, percentage points. */
  error_points?: number
  /** The chance of a release five working days later. */
  week_more_percent?: number
  /** The P80 day if estimates were off independently of each other. */
  p80_independent?: string
  /** Activities that decide most: by the share of runs in which they were on the chain that set the end, times their spread. */
  drivers?: { id: string; name: string; percent: number }[]
  /** The go/no-go waits for its date in the runs, for what follows it could end too late by itself. */
  gate_binds?: true
  /** What the repository's own tags show of past releases. */
  slip?: SlipHistory
}

export interface SlipHistory {
  /** Calendar days from the first candidate to the final release. */
  candidate_to_final?: Spread & {
    /** Days that this plan has between its candidate and the release, and past releases that made it in as many. */
    planned?: number
    within?: number
  }
  /** Calendar days by which a release came later than the median interval after the one before; of regular releases only. */
  interval?: Spread & { every_days: number }
}

/** `n` past releases, the middle one and the one that 80 of 100 do not exceed. */
export interface Spread {
  n: number
  median: number
  p80: number
  from: string
}

export interface Staffing {
  /** Roles of the work before the release that somebody has, and those that nobody has: their activities wait for nobody. */
  roles_known: RoleId[]
  roles_open: RoleId[]
  /** Nothing shorter is possible with these people. */
  optimal: boolean
  /** Working days above the least that could be possible, where that is not proven. */
  gap_days: number
  /** Schedules built to find this one; the same inputs always give the same one. */
  schedules: number
  /** Activities that need more people than are known. */
  understaffed: { id: string; wanted: number; known: number }[]
}

export interface Shortfall {
  /** Working days that the expected work needs more than there are. */
  days: number
  /** Activities of the critical chain to shorten, by working days; empty when even the optimistic durations do not fit. */
  shorten: { id: string; by_days: number }[]
  /** Relations to loosen so that work overlaps: each alone makes it fit. `after` is what to give in activities[]. */
  overlap: { id: string; after: string; by_days: number }[]
  /** Roles of which one person more makes it fit; empty where nobody waits for people. */
  add_people: { role: RoleId; count: number }[]
  /** Days by which the freeze and what leads up to it have to begin so that all of it fits; absent where that would not do. */
  begin_by?: { id: string; date: string }[]
  /** First good release day on which the expected work fits, and the one that holds in 80 of 100 runs. */
  earliest_date?: string
  earliest_date_p80?: string
}

export interface Schedule {
  milestones: Milestone[]
  stages: Stage[]
  critical_path: string[]
  slack_days: number
  finish: Finish
  /** Set where people are known and activities wait for them. */
  staffing?: Staffing
  /** Set where the expected work does not fit before the release: what is missing, and each way to make it fit. */
  shortfall?: Shortfall
  release_day: RunbookStep[]
  /** The last clock time at which rollout may start so that the longest way back still ends in the window. */
  latest_safe_start?: string
  /** The last clock time for the first step of the day, so that the rollout starts in time. */
  latest_first_step?: string
  latest_safe_start_basis: Basis
  /** The same as an instant in UTC. */
  latest_safe_start_at?: string
  /** The run that fails at its last step: when that is, when the way back and its check have ended, when the window ends; instants. */
  worst_path?: { fails: string; back: string; window_from: string; window_to: string }
  /** `decide`: the step before it at which somebody says go on or stop. */
  point_of_no_return?: {
    at_local: string
    step: string
    why: string
    date: string
    at_utc: string
    decide?: { at_local: string; at_utc: string; step: string }
  }
  /** Working hours that the zones of those who act on the day share; absent where all are in the plan's zone. */
  shared_hours?: SharedHours
  /** Working days that a no at the go/no-go leaves before the release, and those that a fix with its test takes. */
  decision_room?: { days: number; likely: number; pessimistic: number; enough: boolean }
  /** Whether the release date makes sense, in words. */
  date_check?: DateCheck
  /** `release_day`: it is about the steps and the window of the day, not about dates and work before it. */
  conflicts: {
    what: string
    fix: string
    release_day?: true
    /** Which limit fails, e.g. `worst_path`, and by how many minutes. */
    constraint?: string
    short_minutes?: number
  }[]
  /** Holidays day by day, a freeze as one range up to `to`. */
  off_days: { date: string; to?: string; why: string }[]
  /** Days of the working week on which nobody works, between the first and the last milestone; freezes are worked. */
  closed_days?: string[]
  /** Days outside the working week that are worked in exchange for days off. */
  made_up_days?: string[]
  /** How much of the standard lead there is; 1 is all of it. */
  lead_scale: number
  /** The next good release day after the planned one: a working day followed by one. */
  fallback_date?: string
  /** The next good day if something has to be mended and tested again, seen from the go/no-go. */
  fallback_after_fix?: { date: string; because: string }
  zone_note?: string
  /** How its dates are to be read: what the offsets count, whose days off count, what is not sure about them. */
  calendar_rules?: string[]
}

export interface RoleCard extends RoleSpec {
  assigned: Statement<string>[]
  /** Somebody else who is there on the release day; assumed `none named` where the day does not wait for the role. */
  backup: Statement<string>
  /** Why these people, in a few words; absent where nobody of those given took it. */
  why?: string
  /** When its steps of the release day run, as instants and in the plan's zone; absent without steps. */
  there?: Presence
  suggestion?: string
  /** Set where the role is only needed if an open question is answered with yes. */
  condition?: string
  basis: Basis
}

export interface Presence {
  from: string
  to: string
  /** `07:00-09:45`, with the day where the steps run over midnight. */
  clock: string
  steps: string[]
}

export interface Shift {
  from: string
  to: string
  primary: Statement<string>
  secondary: Statement<string>
  /** What is out of the ordinary: `24 h: nobody else is there`, a holiday, somebody who cannot act. */
  why?: string
  /** Hours of it in the primary's own night; absent where nobody is named. */
  primary_night_hours?: number
  /** Zone of the primary and the secondary, where they are named. */
  zones?: string[]
}

/** Elapsed hours of duty, of those the ones in the own night (22:00 to 06:00), on the own weekend, on holidays of the own country. */
export interface OnCallFigures {
  name: string
  hours: number
  night_hours: number
  weekend_hours: number
  holiday_hours: number
}

export interface OnCallGap {
  role: 'primary' | 'secondary'
  from: string
  to: string
  hours: number
  why: string
}

export interface Resources {
  roles: RoleCard[]
  /** `closes`: what would close it. */
  gaps: { role: string; why: string; close_by: string; closes?: string }[]
  overloads: { name: string; week: string; hours: number; capacity: number; fix: string }[]
  load: { name: string; week: string; hours: number; capacity: number }[]
  /** Where the people of the plan are reached; those without a role or shift included. */
  people?: { name: string; hours_per_week: number; zone: string; contacts: string[] }[]
  /** How people became owners of roles, and whether the rule allows nothing better. */
  assignment_rule?: string
  assignment?: { optimal: boolean; gap_hours: number }
  on_call: Shift[]
  on_call_basis: Basis
  /** Asked where people on call have no phone. */
  on_call_phones?: Statement<string>
  /** Hours without a primary, one entry each, and those without a secondary as one. */
  on_call_gaps?: OnCallGap[]
  /** The balance is that of all hours, those of `past_plans` included; `past_hours` where there are any. */
  fairness?: {
    hours_by_person: Record<string, number>
    balance_percent: number
    by_person?: (OnCallFigures & { past_hours?: number })[]
    past_plans?: number
  }
  escalation: { level: string; who: Statement<string>; minutes: Known<number> }[]
  external: { name: string; contact: Statement<string>; when: string; purpose: string; basis: Basis }[]
  budget: {
    /** `amount` is paid once, or `quantity` times where it is a rate; `sum` is what that comes to, a decimal, absent while unknown. */
    items: {
      item: string
      amount: Statement<number>
      currency?: string
      per?: string
      quantity?: Statement<number>
      sum?: string
    }[]
    /** Of what is known, by currency; `exact` is the same as a decimal. */
    totals: { currency: string; amount: number; exact?: string }[]
    /** Lines without a price or a quantity. */
    unknown: number
    /** All currencies that have a rate, in one. */
    total?: {
      currency: string
      amount: number
      exact: string
      converted: { currency: string; rate: number }[]
      rates_of?: string
      without_rate?: string[]
    }
  }
  constraints: { what: string; effect: string; mitigation: string; basis: Basis }[]
  /** Who gives each approval and who decides while that person is away; `away`: on the day of the go/no-go. */
  approvals?: { who: string; by?: string; deputy?: string; away?: true }[]
  /** What the other plans of the workspace should know of this one, and what of it one of them wants too. */
  occupied?: Occupied
  clashes?: Clash[]
  channels: { use: string; statement: Statement<string> }[]
  updates: { phase: string; every: string; form: string }[]
}

export interface WayBack {
  id: string
  name: string
  applies_while: string
  /** Date or instant until which it works, in words. */
  until: string
  /** The same as an instant, where it has one. */
  until_at?: string
  minutes: Statement<number>
  loses: string
  steps: string[]
  basis: Basis
  /** Set where it only applies if an open question is answered with yes. */
  condition?: string
  /** Path of its script below the release folder. */
  script?: string
}

export interface Trigger {
  tier: Tier
  signal: string
  threshold: string
  for_minutes: number
  authority: string
  basis: Basis
  /** Requests below which a reading does not count. */
  minimum_requests?: number
}

/** A promise is a tier's minutes in one part of the watch; the tier's own are of the first part not kept, else of the first. */
export interface TierPromise extends PromisedMinutes {
  tier: Tier
  authority: string
  /** Every part of the watch in which another way back or nobody's live watching changes the sum. */
  parts: ({ while: string; kept: boolean; by_staffing?: true } & PromisedMinutes)[]
  /** In every part. */
  kept: boolean
}

export interface PromisedMinutes {
  within_minutes: number
  acknowledge_minutes: number
  decide_minutes: number
  execute_minutes: number
}

export interface Rollback {
  methods: WayBack[]
  /** Id of the way back that belongs to the chosen strategy: the one whose minutes the plan promises. */
  main?: string
  triggers: Trigger[]
  tiers: TierPromise[]
  point_of_no_return?: { when: string; what: string; way_after: string }
  scripts: { path: string; purpose: string; script: RollbackScript }[]
  /** Whether alert rules can be written: errors and requests are measured. */
  alerts: boolean
  commands: { name: string; statement: Statement<string> }[]
  scenarios: Scenario[]
  checks: string[]
  after: { phase: string; items: string[] }[]
  rehearsal: { when: string; items: string[]; last: Statement<string> }
  metrics: string[]
  /** What stays in the world after the way back of a published version. */
  remains?: string
  /** How long the backup before the release takes, as the caller said. */
  backup_minutes?: Known<number>
  /** How long the restore alone takes, without the dump before it. */
  restore_minutes?: Known<number>
  /** What a restore loses: writes a minute, and from the backup to the end of the rollout. */
  lost_writes?: { per_minute: Statement<number>; minutes?: number; writes?: number }
  /** Each risky commit taken back alone from `head`, as tried in the object store. */
  trial_reverts?: {
    head: string
    tried: {
      commit: string
      title?: string
      why: string
      result: 'clean' | 'conflict' | 'nothing' | 'empty' | 'unknown'
      files: string[]
    }[]
    left?: string
  }
}

export interface Scenario {
  name: string
  signs: string
  decide: string
  act: string
  decide_minutes: number
  /** Id of the way back that it takes. */
  way: string
  /** To decide and to take that way; absent while the way's own minutes are not known. */
  minutes?: number
  basis: Basis
}

export type RollbackScript =
  | 'switch_back'
  | 'redeploy'
  | 'flags_off'
  | 'backup_database'
  | 'restore_database'
  | 'npm_steer_back'
  | 'cargo_yank'
  | 'withdraw'

export interface Message {
  id: string
  name: string
  /** Local date (and time), or the event that sends it. */
  at: string
  /** Sort key: date, or 'on …' last. */
  date?: string
  internal: boolean
  audience: string
  channel: Statement<string>
  gate?: GateId
  gate_name?: string
  owner: string
  path: string
  subject: string
  /** Paragraphs; `____` stands for what is only known on the day. */
  body: string[]
  basis: Basis
  /** Clock time in the plan's zone, on the release day. */
  time?: string
  /** What must be true before it is sent. */
  precondition: string
  /** The catalogue's word for the channel, e.g. `chat`; absent where the caller named one for this message. */
  medium?: string
  /** Why it leaves on another day than asked for. */
  moved?: string
  /** Id of the message that takes this one back. */
  taken_back_by?: string
}

export interface Rhythm {
  /** What must be in force, e.g. `a rollback`. */
  while: string
  every_minutes: number
  /** Set where it belongs to an open problem of this severity. */
  severity?: string
}

/** The text of the public announcement, from the scope alone. */
export interface Announcement {
  groups: { heading: string; entries: string[] }[]
  breaking: { title: string; migration?: string; deprecated_until?: string }[]
  /** Told as breaking, but of a dependency that only development needs: nothing for users. */
  for_development: string[]
  upgrade?: { command: string; back?: string; basis: Basis }
  limitations: string[]
  /** Commits that nobody has classified; they are not announced. */
  unclassified: number
  /** Titles whose kind was guessed from the wording of a commit. */
  guessed: number
  /** Titles that the host of the repository shortened. */
  cut: number
  /** Asked where breaking changes say nothing about how to live with them. */
  migration?: Statement<string>
  /** Asked where the scope holds nothing to announce. */
  text?: Statement<string>
}

export interface Communications {
  messages: Message[]
  audiences: string[]
  status_page?: Statement<string>
  status_flow: { state: string; when: string }[]
  /** What binds every message, in words. */
  update_rule: string[]
  /** Shortest first: of those in force the first one wins. */
  rhythms: Rhythm[]
  severities: SeveritySpec[]
  announcement: Announcement
  /** Channels of the caller that no message of the catalogue uses: blog, documentation site, social and others. */
  places: { name: string; where: Known<string> }[]
  /** Where the outside asks; absent where no message says it. */
  contact?: Statement<string>
  /** What nobody planned, each with the call that adds it. */
  not_planned: string[]
}

export interface Criterion {
  criterion: string
  met: 'yes' | 'no' | 'unknown'
  evidence: string
}

export interface Review {
  ready: boolean
  go_no_go: Criterion[]
  decision_points: { name: string; value: string }[]
  /** `decides`: who does, and who stands in, where that is known. */
  approvals: { who: string; required: boolean; because: string; decides?: string }[]
  next_steps: string[]
}
