import { assumed } from '../../basis.ts'
import type { KindProfile } from '../../kinds/profile.ts'
import type { StepDraft } from './step-draft.ts'

export const lastDecisionId = 'last_decision'
const minutes = 5

/** Steps at which the release is decided anyway; one right before the point of no return is its gate. */
const decisions = new Set(['final_check', lastDecisionId])

/**
 * The steps with a decision right before the first one that cannot be taken back: the profile's last check where that is the step
 * before it, else a step of its own. `none`: the caller took it out.
 */
export function withLastDecision(steps: StepDraft[], profile: KindProfile, none: boolean): StepDraft[] {
  const own = steps.find(step => step.id === lastDecisionId)
  const others: StepDraft[] = steps.filter(step => step !== own).map(undecided)
  const at = others.findIndex(step => step.irreversible)
  if (at < 0 || none) return others
  const before = others[at - 1]
  if (before && decisions.has(before.id) && !own) return others.with(at - 1, { ...before, decides: true })
  return others.toSpliced(at, 0, { ...(own ?? draft(profile)), part: partOf(others, at), decides: true })
}

const undecided = ({ decides: _, ...step }: StepDraft): StepDraft => step

const partOf = (steps: readonly StepDraft[], at: number): StepDraft['part'] =>
  steps[at]!.part === 'rollout' && steps[at - 1]?.part !== 'rollout' ? 'before' : steps[at]!.part

const draft = ({ kind }: KindProfile): StepDraft => ({
  id: lastDecisionId,
  step: 'Decide here: go on or stop',
  minutes,
  role: 'release_manager',
  part: 'before',
  irreversible: false,
  checks: ['every check above has passed; the next step cannot be taken back; no clear yes is a stop'],
  basis: assumed(undefined, `${kind} profile`).basis,
})
