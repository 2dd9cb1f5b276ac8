import type { Basis } from '../basis.ts'
import type { Kind, KindProfile } from '../kinds/profile.ts'
import type { ErrorLadder, Strategy } from '../plan.ts'
import { transactionsBelow as done, latencyTimes as slow } from './ladder.ts'

type Criteria = Strategy['promotion']

/**
 * When a step may go on, waits, or goes back: one rising ladder per signal, every value in exactly one column.
 * A hold is decided after one more observation of the same length: anything but promote is then abort.
 */
export function promotionCriteria(
  profile: KindProfile,
  ladder: ErrorLadder | undefined,
  loadBound?: string,
): Criteria {
  if (!ladder) return reported(rowsByKind[profile.kind], profile)
  return [...measured(ladder), ...(loadBound ? [peakSeen(loadBound)] : [])]
}

/** A defect that only load brings out stays hidden until the traffic of the day has peaked. */
const peakSeen = (why: string): Criteria[number] => ({
  signal: 'Daily peak of the traffic, before the last share',
  promote: 'seen, limits held',
  hold: 'still to come',
  abort: 'a limit broken in it',
  basis: { kind: 'derived', from: why },
})

function measured(ladder: ErrorLadder): Criteria {
  const { promote_below: low, abort_from: high } = ladder
  const usual: Basis = { kind: 'assumed', from: 'service profile' }
  return [
    {
      signal: 'Error rate, new version (points above baseline)',
      promote: `below ${low}`,
      hold: `${low} to below ${high}`,
      abort: `${high} or more`,
      basis: ladder.promotion_basis,
    },
    {
      signal: 'P99 latency, new version (times baseline)',
      promote: `below ${slow.monitor}`,
      hold: `${slow.monitor} to below ${slow.planned}`,
      abort: `${slow.planned} or more`,
      basis: usual,
    },
    {
      signal: 'Completed core transactions (% of baseline share)',
      promote: `${done.monitor} or more`,
      hold: `${done.planned} to below ${done.monitor}`,
      abort: `below ${done.planned}`,
      basis: usual,
    },
    {
      signal: 'Requests seen in the step',
      promote: 'all that the step needs',
      hold: 'fewer',
      abort: 'none, or metric missing',
      basis: usual,
    },
    {
      signal: 'Logs and health',
      promote: 'nothing new',
      hold: 'new, harmless and explained',
      abort: 'unexplained, or a health check fails',
      basis: usual,
    },
  ]
}

type Row = [signal: string, promote: string, hold: string, abort: string]

function reported(rows: Row[], profile: KindProfile): Criteria {
  const basis: Basis = { kind: 'assumed', from: `${profile.kind} profile` }
  return rows.map(([signal, promote, hold, abort]) => ({ signal, promote, hold, abort, basis }))
}

const reports: Row = ['Confirmed regressions, open', '0', '1 with a workaround', '1 without, or 2']

const libraryRows: Row[] = [
  [
    'Time as a candidate, unchanged',
    'the whole stage of the schedule',
    'shorter',
    'changed since: next candidate',
  ],
  [
    'Clean installation, supported runtimes',
    'all pass',
    'failure outside our package',
    'any failure of ours',
  ],
  [
    'Builds of known dependents',
    'all as before',
    '1 breaks, cause unknown',
    '1 breaks by our change, undeclared',
  ],
  reports,
]

const installedRows: Row[] = [
  ['Early adopters who reported', '3 or more, on different platforms', '1 or 2', '0: nobody has tried it'],
  [
    'Fresh installation, supported platforms',
    'all pass',
    'failure outside our artefacts',
    'any failure of ours',
  ],
  [
    'Upgrade and downgrade, with existing data',
    'both work',
    'downgrade needs a documented step',
    'upgrade fails or loses data',
  ],
  reports,
]

const mobileRows: Row[] = [
  ['Crash-free sessions (points below the previous version)', 'below 0.3', '0.3 to below 1', '1 or more'],
  ['Core journeys on the test matrix', 'all pass', 'failure on one old device', 'any other failure'],
  reports,
]

const dataRows: Row[] = [
  ['Key figures against the shadow run', 'within its limits', 'outside, explained', 'outside, unexplained'],
  ['Contract tests', 'all pass', 'not run yet', 'any failure'],
  ['Freshness and run time', 'as promised', 'late once', 'late twice'],
]

const infrastructureRows: Row[] = [
  ['Plan after the apply', 'empty', 'only what is known to differ', 'anything else'],
  ['Workloads on the changed part', 'at their baseline', 'one recovers by itself', 'one stays unhealthy'],
]

const rowsByKind: Record<Kind, Row[]> = {
  service: infrastructureRows,
  library: libraryRows,
  distributed: installedRows,
  desktop: installedRows,
  mobile: mobileRows,
  data: dataRows,
  infrastructure: infrastructureRows,
}
