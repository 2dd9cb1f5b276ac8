import { afterwards, announcing, decision, finalCheck, preparation, releaseStage } from '../common-stages.ts'
import type { RoleSpec, RunbookSpec, StageSpec } from '../profile.ts'
import { rolesOf } from '../roles.ts'
import { judged } from './rollout.ts'

export const roles: RoleSpec[] = rolesOf([
  'release_manager',
  'technical_lead',
  'devops',
  'dba',
  'qa_lead',
  'security',
  'product_manager',
])

export const test_scenarios: string[] = [
  'late, missing, doubled and malformed input',
  'the same partition twice: same result',
  'a full backfill of one month',
  'every consumer query against the new schema',
  'a model: quality by segment, drift, cold start',
]

export const stages: StageSpec[] = [
  preparation('technical_lead', [
    'every change reviewed',
    'contracts of inputs and outputs written down',
    'a run can be repeated and gives the same result',
  ]),
  {
    id: 'freeze',
    name: 'Verification',
    milestone: 'Code freeze',
    offset: -14,
    gate: 'freeze',
    phase: 'testing',
    changes_nothing: true,
    role: 'qa_lead',
    activities: [
      {
        id: 'contracts',
        name: 'Schema contracts of producers and consumers',
        days: [0.5, 1, 3],
        role: 'technical_lead',
        checklist: [
          'every consumer known and tested against the new schema',
          'added columns only, or a version beside the old one',
        ],
      },
      {
        id: 'quality_tests',
        name: 'Data tests on a full copy',
        days: [1, 2, 4],
        role: 'qa_lead',
        checklist: [
          'regression suite; keys, nulls, ranges, duplicates, late data',
          'a model: quality by segment, not only in total',
        ],
      },
      {
        id: 'privacy',
        name: 'Access and personal data',
        days: [0.25, 0.5, 1],
        role: 'security',
        checklist: ['no new personal data without a rule for keeping it', 'access unchanged or approved'],
      },
      {
        id: 'blocker_fixes',
        name: 'Fix blockers and test again',
        days: [0.5, 1, 3],
        role: 'technical_lead',
        after: ['contracts', 'quality_tests'],
        checklist: ['only fixes for blockers enter the branch; each one tested again'],
      },
    ],
    deliverables: ['test report', 'list of consumers'],
    exit_criteria: ['no consumer breaks', 'data tests pass'],
  },
  {
    id: 'shadow_run',
    name: 'Shadow run',
    milestone: 'Shadow run starts',
    offset: -9,
    phase: 'testing',
    role: 'devops',
    activities: [
      {
        id: 'parallel',
        name: 'Old and new side by side on live input',
        days: [2, 3, 5],
        role: 'devops',
        unbooked: true,
        checklist: ['differences explained row by row or by figure', 'run time and cost measured'],
      },
      {
        id: 'backfill_rehearsed',
        name: 'Rehearse backfill and way back',
        days: [0.5, 1, 2],
        role: 'dba',
        checklist: [
          'one partition recomputed twice gives the same',
          'pointer moved back to the old tables, timed',
        ],
      },
    ],
    deliverables: ['report of differences', 'backfill plan with hours and cost'],
    exit_criteria: ['every difference is wanted', 'way back rehearsed'],
  },
  decision(['shadow run explained', 'consumers agreed', 'backfill fits the time; way back rehearsed']),
  releaseStage(
    'devops',
    ['new tables or model version in use'],
    ['first regular run is complete', 'contract tests pass on published data'],
  ),
  ...afterwards('technical_lead', judged, 14, [
    'old tables kept until the last consumer confirmed',
    'shadow run switched off',
    'contract of the old version ended or dated',
  ]),
]

export const release_day: RunbookSpec[] = [
  finalCheck(['inputs of the day complete', 'old tables or model kept']),
  {
    id: 'snapshot',
    step: 'Keep the present state under its own name',
    minutes: 20,
    role: 'dba',
    part: 'before',
    checks: ['snapshot readable', 'place for the backfill is there'],
  },
  { id: 'rollout', step: 'Publish', minutes: 0, role: 'devops', part: 'rollout', checks: judged },
  {
    id: 'validate',
    step: 'Check the published data',
    minutes: 45,
    role: 'qa_lead',
    part: 'after',
    checks: ['contract tests', 'key figures against the shadow run', 'two consumers confirm'],
  },
  announcing(),
]
