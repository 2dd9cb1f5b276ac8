import type { KindProfile } from '../kinds/profile.ts'
import { roleName } from '../kinds/roles.ts'
import type { Risk, Risks, Schedule, ScheduledActivity } from '../plan.ts'
import { counted } from '../text.ts'
import type { Mitigation } from './rule.ts'

type Placed = Risk['mitigations'][number]
interface Work {
  schedule: Schedule
  profile: KindProfile
}

/** The first activity of the schedule, before the release, that can hold the mitigation. */
export function placedMitigation({ text, tasks }: Mitigation, work: Work): Placed {
  const ahead = activitiesAhead(work.schedule)
  const found = tasks.map(id => ahead.find(activity => activity.id === id)).find(Boolean)
  return placed(text, found, work)
}

/**
 * A mitigation in the caller's words, e.g. `load test at twice the peak @performance`: behind the @ stands the activity
 * that holds it. Without one it belongs to an activity of the same name, or of the risk's id.
 */
export function toldMitigation(told: string, riskId: string, work: Work): Placed & { wanted?: string } {
  const [, text = told, id] = /^(.*\S)\s+@([\w.-]+)$/.exec(told) ?? []
  const all = activitiesAhead(work.schedule)
  const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()
  const found = id
    ? all.find(activity => activity.id === id)
    : (all.find(activity => same(activity.name, text)) ?? all.find(activity => activity.id === riskId))
  return { ...placed(text, found, work), ...(id && !found ? { wanted: id } : {}) }
}

function placed(text: string, activity: ScheduledActivity | undefined, { profile }: Work): Placed {
  if (!activity) return { text }
  const people = [...new Set((activity.who ?? []).map(({ name }) => name))]
  return {
    text,
    activity: activity.id,
    task: activity.name,
    due: activity.earliest_finish,
    who: people.join(', ') || roleName(activity.role, profile.roles),
  }
}

/** What is done before the release: a mitigation behind it comes too late. */
function activitiesAhead({ stages }: Schedule): ScheduledActivity[] {
  const release = stages.findIndex(stage => stage.gate === 'release')
  return stages.slice(0, release === -1 ? stages.length : release).flatMap(stage => stage.activities)
}

/** Which mitigations have no task, and the call that adds one. */
export function missingTasks(
  mitigations: readonly (Placed & { wanted?: string })[],
  schedule: Schedule,
): string[] {
  if (mitigations.length === 0) return ['no mitigation: add mitigations with assess_risks']
  return [...withoutTask(mitigations, schedule), ...tooLate(mitigations, schedule)]
}

function withoutTask(mitigations: readonly (Placed & { wanted?: string })[], schedule: Schedule): string[] {
  const open = mitigations.filter(mitigation => !mitigation.activity)
  if (open.length === 0) return []
  const wanted = open.flatMap(mitigation => mitigation.wanted ?? [])
  const unknown = wanted.length > 0 ? ` (there is no ${wanted.join(', ')})` : ''
  const ids = activitiesAhead(schedule).map(({ id }) => id)
  return [
    `no task in the schedule for ${counted(open.length, 'mitigation')}${unknown}: end it with @ and an activity (${ids.slice(0, 6).join(', ')}, …), or add one with build_schedule activities`,
  ]
}

/** Where the work does not fit before the release, its mitigations come too late. */
function tooLate(mitigations: readonly Placed[], { stages }: Schedule): string[] {
  const release = stages.find(stage => stage.gate === 'release')?.from
  const late = mitigations.filter(({ due }) => release !== undefined && due !== undefined && due >= release)
  return late.map(
    ({ activity, due }) =>
      `the task ${activity} ends on ${due}, not before the release: see the conflicts of build_schedule`,
  )
}

const shownFiles = 5

/** The schedule with the risks' work on its checklists: whose mitigations a task holds, and where to look first. */
export function withRiskWork(schedule: Schedule, { register, watch_files }: Risks): Schedule {
  const ids = (activity: ScheduledActivity) =>
    register
      .filter(risk => risk.mitigations.some(mitigation => mitigation.activity === activity.id))
      .map(risk => risk.id)
  const first = schedule.stages.find(stage => stage.phase === 'testing' && stage.activities.length > 0)
    ?.activities[0]?.id
  const look = watch_files.slice(0, shownFiles).map(({ path }) => path)
  const added = (activity: ScheduledActivity): string[] => [
    ...(activity.id === first && look.length > 0 ? [`look first at: ${look.join(', ')}`] : []),
    ...(ids(activity).length > 0 ? [`mitigations of ${ids(activity).join(', ')}`] : []),
  ]
  return {
    ...schedule,
    stages: schedule.stages.map(stage => ({
      ...stage,
      activities: stage.activities.map(activity => ({
        ...activity,
        checklist: [...activity.checklist, ...added(activity)],
      })),
    })),
  }
}
