import type { Duration, ThreePoint } from '../../statistics/three-point.ts'

/** FS: begins after the end of the other; SS: after its start; FF: ends after its end. */
export type RelationType = 'FS' | 'SS' | 'FF'

/** What it waits for, finish to start unless said; `lag` working days lie between, fewer than 0 let them overlap. */
export type Predecessor = string | { id: string; lag?: number; type?: RelationType }

/**
 * One activity on its node. Days are working days from the start of the plan: 0 is the start of its first
 * working day, 2.5 the middle of its third.
 */
export interface Activity {
  id: string
  name: string
  durationDays: Duration
  after: readonly Predecessor[]
  /** It does not start before this day. */
  notBefore?: number
  /** It is to end by this day. */
  notAfter?: number
}

/** An activity in its place: `predecessors` by position in the ordered list. */
export interface Node {
  activity: Activity
  points: ThreePoint
  predecessors: readonly { index: number; lag: number; type: RelationType }[]
}
