import { afterwards, announcing, decision, finalCheck, preparation, releaseStage } from '../common-stages.ts'
import type { RoleSpec, RunbookSpec, StageSpec } from '../profile.ts'
import { rolesOf } from '../roles.ts'
import { judged } from './rollout.ts'

export const roles: RoleSpec[] = rolesOf(
  ['release_manager', 'technical_lead', 'devops', 'qa_lead', 'security'],
  {
    qa_lead: { team_size: 1 },
  },
)

export const test_scenarios: string[] = [
  'apply on an empty and on a grown environment',
  'apply interrupted half way, then repeated',
  'previous version over the new one',
  'loss of one zone or node meanwhile',
  'rights: what must be refused is refused',
]

export const stages: StageSpec[] = [
  preparation(
    'technical_lead',
    [
      'every change reviewed, its plan attached',
      'nothing is destroyed and made again by a rename',
      'providers and modules pinned',
    ],
    'technical_lead',
  ),
  {
    id: 'freeze',
    name: 'Verification',
    milestone: 'Code freeze',
    offset: -14,
    gate: 'freeze',
    phase: 'testing',
    changes_nothing: true,
    role: 'technical_lead',
    activities: [
      {
        id: 'drift',
        name: 'Drift check of every environment',
        days: [0.5, 1, 2],
        role: 'devops',
        checklist: [
          'plan of the version in place is empty everywhere',
          'drift found is taken over or removed first',
        ],
      },
      {
        id: 'plans_read',
        name: 'Read the plan of each environment',
        days: [0.5, 1, 2],
        role: 'technical_lead',
        checklist: [
          'each destroy and replace has a reason and a way back',
          'blast radius by environment written down',
        ],
      },
      {
        id: 'policy',
        name: 'Policy, rights and secrets',
        days: [0.25, 0.5, 2],
        role: 'security',
        checklist: ['policy checks pass', 'no right wider than before without approval'],
      },
      {
        id: 'blocker_fixes',
        name: 'Fix blockers and test again',
        days: [0.5, 1, 3],
        role: 'technical_lead',
        after: ['drift', 'plans_read', 'policy'],
        checklist: ['only fixes for blockers enter the branch; each one tested again'],
      },
    ],
    deliverables: ['plans per environment', 'list of replaced and destroyed resources'],
    exit_criteria: ['no drift', 'no unexplained destroy'],
  },
  {
    id: 'staging',
    name: 'Apply below production',
    milestone: 'Staging apply',
    offset: -7,
    phase: 'testing',
    role: 'devops',
    activities: [
      {
        id: 'staging_apply',
        name: 'Apply to each lower environment',
        days: [0.5, 1, 2],
        role: 'devops',
        checklist: [
          'same steps and tool versions as the day, regression suite after them',
          'duration and interruption measured',
        ],
      },
      {
        id: 'rollback_rehearsal',
        name: 'Rehearse the way back',
        days: [0.25, 0.5, 1],
        role: 'devops',
        after: ['staging_apply'],
        checklist: [
          'earlier version applied, timed, applied forward again',
          'state restored from its backup once',
        ],
      },
    ],
    deliverables: ['apply logs', 'measured rollback time'],
    exit_criteria: ['a second plan is empty', 'what runs on it stayed healthy'],
  },
  decision(
    ['plans read and approved', 'way back rehearsed; state backup works', 'owners of what runs on it agreed'],
    'technical_lead',
  ),
  releaseStage(
    'devops',
    ['applied in every environment'],
    ['plan is empty after the apply', 'no critical report of what runs on it'],
  ),
  ...afterwards('devops', [...judged, 'drift check each day'], 14, [
    'old resources removed after their keep time',
    'cost against the estimate',
  ]),
]

export const release_day: RunbookSpec[] = [
  finalCheck(['plan of the day equals the approved plan', 'quota and limits leave room']),
  {
    id: 'state_backup',
    step: 'Back up the state and lock it',
    minutes: 10,
    role: 'devops',
    part: 'before',
    checks: ['backup readable and its version noted', 'nobody else applies'],
  },
  { id: 'rollout', step: 'Apply', minutes: 0, role: 'devops', part: 'rollout', checks: judged },
  {
    id: 'validate',
    step: 'Check what runs on it',
    minutes: 45,
    role: 'qa_lead',
    part: 'after',
    checks: ['reachability, names, certificates, rights', 'owners of critical workloads confirm'],
  },
  { ...announcing(), role: 'technical_lead' },
]
