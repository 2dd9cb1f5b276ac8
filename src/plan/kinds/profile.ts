import type { GateId } from '../basis.ts'

/** What is shipped; it selects stages, roles, rollout and ways back from data. */
export const kinds = [
  'service',
  'library',
  'distributed',
  'mobile',
  'desktop',
  'data',
  'infrastructure',
] as const
export type Kind = (typeof kinds)[number]

/** Facts of this release that switch parts of a profile on. `unknown` keeps the part and says it is conditional. */
export const traits = [
  'database_change',
  'api_change',
  'breaking',
  'dependency_major',
  'infrastructure_change',
  'security_change',
  'feature_flags',
  'major',
] as const
export type Trait = (typeof traits)[number]
export type Traits = Readonly<Record<Trait, 'yes' | 'no' | 'unknown'>>

/** A catalogue's role; the ids are shared by every profile, so that a person's role means the same everywhere. */
export type RoleId = string

export interface RoleSpec {
  id: RoleId
  name: string
  responsibilities: string[]
  /** Hours by phase: planning and testing per week, release per day; `on_call` instead of hours where so. */
  hours: { planning_per_week: number; testing_per_week: number; release_per_day: number; note?: string }
  team_size: number
  /** The step of the day at which this role has to be present, in words. */
  present: string
  /**
   * Where that is more than the own steps of the day: all of its steps, those of the rollout, or so many minutes behind the own ones.
   */
  stays?: 'day' | 'rollout' | number
  /** Only where this holds; absent: always. */
  when?: Trait
  /** People of this role can be put on call unless they said otherwise. */
  on_call?: true
  /** A name for this role may be suggested from the authors of the change. */
  suggest_author?: true
}

/** Optimistic, likely, pessimistic, in working days. */
export type ThreePoint = readonly [optimistic: number, likely: number, pessimistic: number]

export interface ActivitySpec {
  id: string
  name: string
  days: ThreePoint
  role: RoleId
  /** Ids of activities of the same or an earlier stage; none: starts with the stage. */
  after?: string[]
  when?: Trait
  /** Done on days off too, by those on call; only in a stage that runs every day. */
  every_day?: true
  /** Done by a whole team or by waiting for others: it takes its time, but nobody's days are booked for it. */
  unbooked?: true
  checklist: string[]
}

export type StagePhase = 'planning' | 'testing' | 'release' | 'after'

export interface StageSpec {
  id: string
  name: string
  /** Calendar days to the release, e.g. -14. The stage ends the working day before the next one starts. */
  offset: number
  gate?: GateId
  /** What happens on its first day, as the milestone's name; absent: the stage's own name. */
  milestone?: string
  /** Which of a role's hours are spent in it. */
  phase: StagePhase
  /** Runs on days off too, by those on call; its length is the profile's monitoring period. */
  every_day?: true
  /** It begins on the first day after the stage before, whatever that one's length; `offset` is what that usually gives. */
  follows?: true
  /** It changes nothing that runs or is public, so that a freeze does not move it. */
  changes_nothing?: true
  role: RoleId
  activities: ActivitySpec[]
  deliverables: string[]
  /** What must hold before the next stage may start. */
  exit_criteria: string[]
}

export interface RunbookSpec {
  id: string
  step: string
  minutes: number
  role: RoleId
  /** `rollout` stands for the steps of the strategy, which are put in its place. */
  part: 'before' | 'rollout' | 'after'
  when?: Trait
  /** From here on the release cannot be taken back without loss. */
  irreversible?: boolean
  /** Why it is so, as the end of a sentence. */
  irreversible_because?: string
  checks: string[]
}

export interface StrategySpec {
  id: string
  name: string
  description: string
  /** What it needs of the platform; an unmet need makes it infeasible. */
  needs: {
    spare_environment?: true
    traffic_splitting?: true
    feature_flags?: true
    mixed_versions?: true
    downtime?: true
    /** The old version can work with the data as the new one leaves them. */
    compatible_schema?: true
    /** There is more than one instance to replace one after the other. */
    several_instances?: true
    /** Every session may end at once. */
    sessions_may_end?: true
    /** Requests make sense without the session of an instance. */
    stateless?: true
  }
  /** 1 (least) to 5 (most), stated judgements of the catalogue. */
  scores: { zero_downtime: number; risk_mitigation: number; complexity: number; cost: number }
  /** Used beside another strategy, never instead of one (feature flags, shadow traffic). */
  complement?: true
  advantages: string[]
  considerations: string[]
  steps: RolloutStepSpec[]
}

export interface RolloutStepSpec {
  id: string
  name: string
  /** Share of traffic or of installations on the new version after this step, 0 to 100; absent where no share applies. */
  percent?: number
  minutes: number
  role: RoleId
  /** Observation before the next step; its length is computed from traffic where that is known. */
  observe?: true
  irreversible?: boolean
  checks: string[]
}

export interface WayBackSpec {
  id: string
  name: string
  /** Only beside these strategies; absent: always. */
  strategies?: string[]
  when?: Trait
  /** The state in which it works, in words. */
  applies_while: string
  /** The event from which it works, named like `until`; absent: from the start. */
  from?: string
  /**
   * The event that ends it: a milestone's id, a step's id, or one of `rollout_start` (without `from`: the first step
   * that changes production), `rollout_end`, `keep_old`, `point_of_no_return`, `never`.
   */
  until: string
  minutes: number
  minutes_source: string
  loses: string
  steps: string[]
  /** Commands of the caller that this way back needs, by their argument names. */
  commands?: string[]
  /** The script that takes it; absent where people do it by hand. */
  script?: string
}

export const tiers = ['immediate', 'fast', 'planned', 'monitor'] as const
export type Tier = (typeof tiers)[number]

export interface TriggerSpec {
  tier: Tier
  signal: string
  /** In words; where `measure` names a ladder, its number comes before them. */
  condition: string
  measure?: 'error_rate' | 'latency' | 'transactions'
  for_minutes: number
}

export interface MessageSpec {
  id: string
  name: string
  audience: 'internal' | 'external'
  to: string
  channel: 'chat' | 'mail' | 'status_page' | 'blog' | 'release_notes' | 'docs'
  /** Days to the release or a milestone's id; `on` instead for a message that an event sends. */
  at?: number | string
  on?:
    | 'rollback_started'
    | 'rollback_progress'
    | 'rollback_done'
    | 'incident'
    | 'postponed'
    | 'candidate_withdrawn'
  /** Nothing external leaves before its gate is passed. */
  gate?: GateId
  role: RoleId
  when?: Trait
  /** Strategies that offer the version to everybody on the release day: with them it leaves then, after the last check. */
  at_once_with?: string[]
  /** Strategies with which it is not sent. */
  not_with?: string[]
  /** On the release day: with its first step, or once its last check has passed. */
  moment?: 'start' | 'done'
  /** It speaks of a candidate that is public already and promises no date: it may leave before go/no-go. */
  candidate?: true
  /** Only where the chosen strategy takes the product down. */
  downtime?: true
  /** The message that takes this one back when the release is taken back. */
  taken_back_by?: string
  /** What must be true before it is sent, beside its gate. */
  precondition?: string
  subject: string
  /**
   * Paragraphs; `{{name}}` stands for a fact of the plan, `____` for what is only known on the day. A part between
   * `{{#name}}` and `{{/name}}` is left out where there is nothing to say, one after `{{^name}}` stands only then.
   */
  body: string[]
}

/** Severities are told by effect; the same four in every document. */
export interface SeveritySpec {
  id: 'SEV1' | 'SEV2' | 'SEV3' | 'SEV4'
  effect: string
  respond_minutes: number
  update_minutes: number
}

export interface KindProfile {
  kind: Kind
  /** `a service that its team runs`. */
  name: string
  /** `deployed`, `published`. */
  shipped: string
  stages: StageSpec[]
  roles: RoleSpec[]
  strategies: StrategySpec[]
  /** The strategy taken where nothing speaks for another, and why. */
  default_strategy: { id: string; because: string }
  release_day: RunbookSpec[]
  ways_back: WayBackSpec[]
  triggers: TriggerSpec[]
  messages: MessageSpec[]
  severities?: SeveritySpec[]
  /** Minutes between two updates to the team: while the release day's steps run, and while a way back is taken. */
  update_minutes?: { release_day: number; rollback: number }
  monitoring: {
    calendar_days: number
    cadence: { from_hours: number; to_hours: number; every_minutes: number }[]
  }
  /** What to measure before, to compare with after. */
  baseline: string[]
  test_scenarios: string[]
  /** Checklist boxes that do not apply to this kind, with the reason. */
  omitted: Record<string, string>
}
