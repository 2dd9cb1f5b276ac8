import type { BlindStep, ErrorLadder, RolloutStep, Warning } from '../plan.ts'
import { type Constraints, known } from './constraints.ts'
import { LONGEST_STEP, lookAt, requestsNeeded } from './observation.ts'

const widerShares = [10, 15, 20, 25, 30, 40, 50]

/** Steps that end before their requests are seen, with what would let them see. */
export function blindSteps(
  steps: readonly RolloutStep[],
  constraints: Constraints,
  ladder: ErrorLadder | undefined,
): BlindStep[] {
  const rate = known(constraints.requests_per_minute)
  if (!rate || !ladder) return []
  return steps.flatMap(step => {
    const { name, minutes, percent = 0, requests_needed: needed, smallest_harm_points: shows } = step
    const seen = Math.floor((minutes * percent * rate) / 100)
    if (needed === undefined || seen >= needed) return []
    const share = widerShares.find(wider => wider > percent && sees(wider, rate, constraints, ladder))
    return {
      name,
      percent,
      minutes,
      requests_seen: seen,
      requests_needed: needed,
      minutes_needed: Math.ceil((100 * needed) / (percent * rate)),
      ...(share === undefined ? {} : { share_needed: share }),
      ...(shows === undefined ? {} : { shows_points: shows }),
    }
  })
}

function sees(percent: number, rate: number, constraints: Constraints, ladder: ErrorLadder): boolean {
  const look = lookAt(percent, constraints, ladder)
  const needed = look && requestsNeeded(look, ladder)
  return needed !== undefined && (needed * 100) / (percent * rate) <= LONGEST_STEP
}

/** `5 % of traffic: 120 of 816 requests in 120 min, shows 2.9 points`. */
export const sightText = (blind: BlindStep): string =>
  `${blind.name}: ${blind.requests_seen} of ${blind.requests_needed} requests in ${blind.minutes} min, shows ${blind.shows_points === undefined ? 'no harm' : `${blind.shows_points} points`}`

/** What would let it see: a wider share, a longer step, a larger harm, or requests of our own. */
export function remediesOf(blind: BlindStep): string {
  return [
    ...(blind.share_needed === undefined ? [] : [`a share of ${blind.share_needed} %`]),
    `${blind.minutes_needed} min`,
    ...(blind.shows_points === undefined ? [] : [`detect_points ${blind.shows_points}`]),
    `${blind.requests_needed - blind.requests_seen} synthetic requests more`,
  ].join(', or ')
}

/** One warning for all of them. */
export function blindWarnings(blind: readonly BlindStep[], points: number): Warning[] {
  const worst = blind[0]
  if (!worst) return []
  return [
    {
      code: 'too_little_traffic',
      message: `Traffic is too low to judge a rise of ${points} points (${blind.map(sightText).join('; ')}).`,
      fix: `For ${worst.name} it takes ${remediesOf(worst)}: raise detect_points, or give your own steps through strategies and choose.`,
    },
  ]
}
