import type { RoleId, RunbookSpec, StageSpec } from './profile.ts'

/** Stages that are the same for every product that has no catalogue of its own; the rest is given by its profile. */

export const preparation = (
  role: RoleId,
  checklist: string[],
  writer: RoleId = 'product_manager',
): StageSpec => ({
  id: 'development',
  name: 'Preparation',
  offset: -21,
  phase: 'planning',
  changes_nothing: true,
  role,
  activities: [
    {
      id: 'feature_complete',
      name: 'Finish and review the change',
      days: [2, 3, 5],
      role,
      unbooked: true,
      checklist,
    },
    {
      id: 'documents_drafted',
      name: 'Documentation and draft release notes',
      days: [1, 1.5, 3],
      role: writer,
      checklist: ['documentation updated', 'release notes drafted'],
    },
  ],
  deliverables: ['everything merged to the release branch', 'draft release notes'],
  exit_criteria: ['no unreviewed change on the release branch', 'build is green'],
})

export const decision = (approval: string[], role: RoleId = 'product_manager'): StageSpec => ({
  id: 'go_no_go',
  name: 'Approval and hold',
  milestone: 'Go/no-go',
  offset: -3,
  gate: 'go_no_go',
  phase: 'release',
  changes_nothing: true,
  role: 'release_manager',
  activities: [
    {
      id: 'approval',
      name: 'Go/no-go meeting',
      days: [0.25, 0.5, 1],
      role: 'release_manager',
      checklist: ['risks reviewed', ...approval],
    },
    {
      id: 'final_texts',
      name: 'Final notes and announcement',
      days: [0.25, 0.5, 1],
      role,
      after: ['approval'],
      checklist: ['texts final and approved, not sent'],
    },
  ],
  deliverables: ['recorded decision with names', 'final release notes'],
  exit_criteria: ['nothing enters the release after the decision'],
})

export const releaseStage = (role: RoleId, deliverables: string[], exit_criteria: string[]): StageSpec => ({
  id: 'release',
  name: 'Release day',
  offset: 0,
  gate: 'release',
  phase: 'release',
  role,
  activities: [],
  deliverables,
  exit_criteria,
})

/** From the day after the release to its close, `days` after it. */
export const afterwards = (role: RoleId, watched: string[], days: number, cleaned: string[]): StageSpec[] => [
  {
    id: 'monitoring',
    name: 'Monitoring',
    offset: 1,
    phase: 'release',
    every_day: true,
    role,
    activities: [
      { id: 'day_one', name: 'Day 1', days: [1, 1, 1], role, every_day: true, checklist: watched },
    ],
    deliverables: ['list of issues with severity'],
    exit_criteria: ['no open SEV1 or SEV2', 'signals back at the baseline'],
  },
  {
    id: 'follow_up',
    name: 'Follow-up',
    offset: days - 7,
    follows: true,
    phase: 'after',
    changes_nothing: true,
    role,
    activities: [],
    deliverables: ['decision for each issue: hotfix, next release, or closed'],
    exit_criteria: [],
  },
  {
    id: 'retrospective',
    name: 'Retrospective and its actions',
    milestone: 'Retrospective',
    offset: days - 4,
    phase: 'after',
    changes_nothing: true,
    role: 'release_manager',
    activities: [
      {
        id: 'retrospective_meeting',
        name: 'Retrospective',
        days: [0.25, 0.25, 0.5],
        role: 'release_manager',
        checklist: [
          'the release team',
          'agenda: what went well, what to improve, actions, process documents',
        ],
      },
    ],
    deliverables: ['notes', 'actions with an owner and a date'],
    exit_criteria: [],
  },
  {
    id: 'close',
    name: 'Close and clean up',
    milestone: 'Close',
    offset: days,
    gate: 'close',
    phase: 'after',
    role: 'release_manager',
    activities: [{ id: 'cleanup', name: 'Clean up', days: [0.25, 0.5, 1], role, checklist: cleaned }],
    deliverables: ['nothing of the release left half done'],
    exit_criteria: ['actions of the retrospective have owners'],
  },
]

export const finalCheck = (checks: string[]): RunbookSpec => ({
  id: 'final_check',
  step: 'Final go/no-go',
  minutes: 15,
  role: 'release_manager',
  part: 'before',
  checks: [
    'approvals recorded, tests passed, way back tried',
    'people on call reachable; no competing change, incident, holiday or event',
    ...checks,
  ],
})

export const announcing = (checks: string[] = []): RunbookSpec => ({
  id: 'announce',
  step: 'Close the rollout and announce',
  minutes: 15,
  role: 'product_manager',
  part: 'after',
  checks: ['messages of the release gate sent', 'watch handed to the people on call', ...checks],
})
