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
  dependencies: { manifest: string; name: string; from?: string; to?: string; change: string; dev: boolean }[]
  breaking: { title: string; commit?: string; why: string; basis: Basis }[]
  /** What nothing marks as breaking but may break: raised floors of the language it needs. */
  may_break?: { title: string; why: string; basis: Basis }[]
  /** The changelog's section about this version, as observed. */
  changelog?: { path: string; heading: string; entries: string[] }
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
  mitigations: { text: string; due?: string; activity?: string }[]
  contingency: { if: string; then: string }[]
  go_no_go: string[]
  /** Facts of their own line below the description. */
  remarks?: string[]
  owner: Statement<string>
  residual?: string
  files: string[]
  basis: Basis
  /** The rollback trigger's and way back's names that answer this risk; absent when the chain ends before. */
  trigger?: string
  way_back?: string
  missing_links: string[]
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
  hotfix_forecast?: { percent: number; low: number; high: number; horizon_days: number; basis: string }
  watch_files: { path: string; why: string }[]
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
  complement: boolean
  own: boolean
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
  tiers: Record<Tier, { points: number; for_minutes: number; minimum_requests: number }>
  /** Of the tiers planned, fast and immediate. */
  basis: Basis
  /** Of `promote_below` and `abort_from`, and so of the tier monitor. */
  promotion_basis: Basis
}

export interface Strategy {
  recommended: string
  /** The plain name printed after `Recommended Strategy:`. */
  name: string
  description: string
  rationale: string
  chosen_by: Basis
  options: StrategyOption[]
  complements: string[]
  advantages: string[]
  considerations: string[]
  constraints: { name: string; statement: Statement<string> }[]
  steps: RolloutStep[]
  total_minutes: number
  rollback_minutes: Known<number>
  /** Share of a 30-day error budget that `detect_points` at the largest observed step would burn. */
  budget_used_percent?: number
  /** How many times faster than the SLO allows the running version burns its error budget, where both are known. */
  burn_rate?: number
  slo_percent: Statement<number>
  baseline: { name: string; statement: Statement<string> }[]
  promotion: { signal: string; promote: string; hold: string; abort: string; basis: Basis }[]
  flags: {
    feature: string
    name: string
    rollout: string
    owner: Statement<string>
    rollback: string
    expires: Statement<string>
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
  /** Files for a platform, path below the release folder. */
  manifests: { path: string; text: string }[]
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
  moved_from?: string
  because?: string
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
  float_days: number
  critical: boolean
  /** Set where it only applies if an open question is answered with yes. */
  condition?: string
  /** How many work on it, where the caller said so. */
  people?: number
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
  irreversible: boolean
  condition?: string
  checks: string[]
  basis: Basis
}

export interface Schedule {
  milestones: Milestone[]
  stages: Stage[]
  critical_path: string[]
  slack_days: number
  finish: { p50: string; p80: string; p95: string; on_time_percent: number; basis: Basis }
  release_day: RunbookStep[]
  /** The last clock time at which rollout may start so that the longest way back still ends in the window. */
  latest_safe_start?: string
  /** The last clock time for the first step of the day, so that the rollout starts in time. */
  latest_first_step?: string
  latest_safe_start_basis: Basis
  point_of_no_return?: { at_local: string; step: string; why: string }
  /** `release_day`: it is about the steps and the window of the day, not about dates and work before it. */
  conflicts: { what: string; fix: string; release_day?: true }[]
  /** Holidays day by day, a freeze as one range up to `to`. */
  off_days: { date: string; to?: string; why: string }[]
  /** How much of the standard lead there is; 1 is all of it. */
  lead_scale: number
  /** The next good release day after the planned one: a working day followed by one. */
  fallback_date?: string
  /** The next good day if something has to be mended and tested again, seen from the go/no-go. */
  fallback_after_fix?: { date: string; because: string }
  zone_note?: string
}

export interface RoleCard extends RoleSpec {
  assigned: Statement<string>[]
  /** Somebody else who is there on the release day; assumed `none named` where the day does not wait for the role. */
  backup: Statement<string>
  suggestion?: string
  /** Set where the role is only needed if an open question is answered with yes. */
  condition?: string
  basis: Basis
}

export interface Shift {
  from: string
  to: string
  primary: Statement<string>
  secondary: Statement<string>
}

export interface Resources {
  roles: RoleCard[]
  gaps: { role: string; why: string; close_by: string }[]
  overloads: { name: string; week: string; hours: number; capacity: number; fix: string }[]
  load: { name: string; week: string; hours: number; capacity: number }[]
  /** Where the people of the plan are reached; those without a role or shift included. */
  people?: { name: string; hours_per_week: number; zone: string; contacts: string[] }[]
  /** How people became owners of roles. */
  assignment_rule?: string
  on_call: Shift[]
  on_call_basis: Basis
  /** Asked where people on call have no phone. */
  on_call_phones?: Statement<string>
  fairness?: { hours_by_person: Record<string, number>; balance_percent: number }
  escalation: { level: string; who: Statement<string>; minutes: Known<number> }[]
  external: { name: string; contact: Statement<string>; when: string; purpose: string; basis: Basis }[]
  budget: {
    items: { item: string; amount: Statement<number>; currency?: string; per?: string }[]
    totals: { currency: string; amount: number }[]
    unknown: number
  }
  constraints: { what: string; effect: string; mitigation: string; basis: Basis }[]
  channels: { use: string; statement: Statement<string> }[]
  updates: { phase: string; every: string; form: string }[]
}

export interface WayBack {
  id: string
  name: string
  applies_while: string
  /** Date or instant until which it works, in words. */
  until: string
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
  parts: ({ while: string; kept: boolean } & PromisedMinutes)[]
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
  groups: { heading: string; entries: string[]; more: number }[]
  breaking: { title: string; migration?: string; deprecated_until?: string }[]
  upgrade?: { command: string; back?: string; basis: Basis }
  limitations: string[]
  /** Commits that nobody has classified; they are not announced. */
  unclassified: number
  /** Titles whose kind was guessed from the wording of a commit. */
  guessed: number
  /** Titles that the host of the repository shortened. */
  cut: number
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
  approvals: { who: string; required: boolean; because: string }[]
  next_steps: string[]
}
