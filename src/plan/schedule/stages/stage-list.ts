import { assumed, type Basis, given } from '../../basis.ts'
import { PlanError } from '../../errors.ts'
import type { ScheduleInputs } from '../../inputs.ts'
import type { KindProfile, StageSpec } from '../../kinds/profile.ts'
import { roleIdOf } from '../role-id.ts'

type OwnPhase = Exclude<NonNullable<ScheduleInputs['phases']>[number], string>

/** A stage with the offset of its first day in words; `fixed`: the caller said that offset, so nothing scales or shifts it. */
export interface StageDraft extends Omit<StageSpec, 'offset'> {
  offset: string
  fixed: boolean
  move?: 'before' | 'after' | 'keep'
  basis: Basis
}

export const byCaller = 'build_schedule'

/**
 * The profile's stages with the caller's over them, in order: own phases and milestones of a stage's id change it, others are
 * put where their offset says. A phase without an offset begins half way to the stage after its neighbour.
 * @throws PlanError `gate_kept`, `release_date_fixed`
 */
export function stageDrafts(profile: KindProfile, inputs: ScheduleInputs): StageDraft[] {
  const catalogue = profile.stages.map(stage => ({
    ...stage,
    offset: offsetText(stage.offset),
    fixed: false,
    basis: assumed(undefined, `${profile.kind} profile`).basis,
  }))
  const remove = new Set(inputs.remove)
  const gate = catalogue.find(stage => stage.gate && remove.has(stage.id))
  if (gate) {
    throw new PlanError(
      'gate_kept',
      `remove: "${gate.id}" is a gate on which questions and messages wait, so it stays. Move or rename it with milestones[] instead.`,
      'remove',
    )
  }
  const drafts = withPhases(catalogue, inputs.phases ?? [], profile)
  return drafts.filter(stage => !remove.has(stage.id)).map(stage => withMilestone(stage, inputs))
}

/** `T-14`, `T-0`, `T+3`. */
export function offsetText(days: number): string {
  return days > 0 ? `T+${days}` : `T-${0 - days}`
}

function withPhases(
  catalogue: StageDraft[],
  phases: NonNullable<ScheduleInputs['phases']>,
  profile: KindProfile,
): StageDraft[] {
  const drafts = [...catalogue]
  let neighbour = -1
  for (const [n, phase] of phases.entries()) {
    const own: OwnPhase =
      typeof phase === 'string' ? { id: idOf(phase) || `phase_${n + 1}`, name: phase } : phase
    const at = drafts.findIndex(stage => stage.id === own.id)
    if (at >= 0) {
      drafts[at] = changed(drafts[at]!, own, profile)
      neighbour = at
      continue
    }
    neighbour = own.offset === undefined ? neighbour + 1 : placeOf(drafts, own.offset, neighbour)
    const before = drafts[neighbour - 1]
    const after = drafts[neighbour]
    drafts.splice(neighbour, 0, {
      id: own.id,
      name: own.name ?? own.id,
      offset: own.offset ?? between(before, after),
      fixed: own.offset !== undefined,
      phase: before?.phase ?? after?.phase ?? 'planning',
      role: own.role ? roleIdOf(own.role, profile.roles) : (before?.role ?? 'release_manager'),
      activities: [],
      deliverables: [],
      exit_criteria: own.criteria ?? [],
      basis:
        own.offset === undefined
          ? assumed(undefined, 'begins half way between its neighbours; say it with phases[].offset').basis
          : given(undefined, byCaller).basis,
    })
  }
  return drafts
}

function changed(stage: StageDraft, own: OwnPhase, profile: KindProfile): StageDraft {
  return {
    ...stage,
    name: own.name ?? stage.name,
    role: own.role ? roleIdOf(own.role, profile.roles) : stage.role,
    exit_criteria: [...stage.exit_criteria, ...(own.criteria ?? [])],
    ...(own.offset !== undefined && fixedAt(stage, own.offset)),
  }
}

function withMilestone(stage: StageDraft, inputs: ScheduleInputs): StageDraft {
  const own = inputs.milestones?.find(milestone => milestone.id === stage.id)
  if (!own) return stage
  return {
    ...stage,
    ...(own.name !== undefined && { milestone: own.name }),
    ...(own.move !== undefined && { move: own.move }),
    ...(own.offset !== undefined && fixedAt(stage, own.offset)),
  }
}

function fixedAt(stage: StageDraft, offset: string): Pick<StageDraft, 'offset' | 'fixed' | 'basis'> {
  if (stage.gate === 'release') {
    throw new PlanError(
      'release_date_fixed',
      `"${stage.id}" is the release date itself. Change it with move_release, everything else follows.`,
      'milestones',
    )
  }
  return { offset, fixed: true, basis: given(undefined, byCaller).basis }
}

/** Before the first stage whose days to the release are more than those of `offset`; offsets in other forms follow their neighbour. */
function placeOf(drafts: readonly StageDraft[], offset: string, neighbour: number): number {
  const days = daysOf(offset)
  if (days === undefined) return neighbour + 1
  const later = drafts.findIndex(stage => (daysOf(stage.offset) ?? Number.NEGATIVE_INFINITY) > days)
  return later < 0 ? drafts.length : later
}

/** Calendar days that an offset means, exactly or by weeks of five working days; only to sort by. */
function daysOf(offset: string): number | undefined {
  const calendar = /^t(?:([+-]\d{1,3}))?$/i.exec(offset.trim())
  if (calendar) return Number(calendar[1] ?? 0)
  const working = /^wd(?:([+-]\d{1,3}))?$/i.exec(offset.trim())
  if (working) return (Number(working[1] ?? 0) * 7) / 5
  const weeks = /^r(?:([+-]\d{1,2})w)?/i.exec(offset.trim())
  return weeks ? Number(weeks[1] ?? 0) * 7 : undefined
}

function between(before: StageDraft | undefined, after: StageDraft | undefined): string {
  const from = before && daysOf(before.offset)
  const to = after && daysOf(after.offset)
  if (from === undefined) return offsetText((to ?? 0) - 7)
  return to === undefined ? offsetText(from + 7) : offsetText(Math.ceil((from + to) / 2))
}

function idOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
}
