import type { Tier, Trait } from '../../kinds/profile.ts'

/** Minutes from the alert to the end of the way back, and who decides. */
export interface TierSpec {
  tier: Tier
  within: number
  /** The same once nobody watches live; absent: no difference. */
  on_call_within?: number
  /** Until somebody looks, while the rollout is watched live; absent: the on-call's time. */
  acknowledge?: number
  decide: number
  /** With roles by id in braces where a kind has a name of its own for them. */
  authority: string
}

/** What a kind of product does besides its ways back. */
export interface Recovery {
  tiers: TierSpec[]
  /** What has to be seen before a way back counts as done. */
  checks: string[]
  /** `decide_minutes` until it is clear what to do; the way back's own minutes come on top. */
  scenarios: {
    name: string
    when?: Trait
    signs: string
    decide: string
    act: string
    decide_minutes: number
    /** Ids of the ways back that it may take, the first that the plan has; else, and if absent, the strategy's own. */
    ways?: string[]
  }[]
  after: { phase: string; items: string[] }[]
  rehearsal: string[]
  metrics: string[]
}
