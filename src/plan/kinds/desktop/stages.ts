import { afterwards, announcing, decision, finalCheck, preparation, releaseStage } from '../common-stages.ts'
import type { RoleSpec, RunbookSpec, StageSpec } from '../profile.ts'
import { rolesOf } from '../roles.ts'
import { judged } from './rollout.ts'

export const roles: RoleSpec[] = rolesOf([
  'release_manager',
  'technical_lead',
  'publisher',
  'qa_lead',
  'security',
  'support_lead',
  'product_manager',
])

export const test_scenarios: string[] = [
  'each supported system and architecture, fresh and updated, with data',
  'full and delta update; interrupted update; no rights to install',
  'previous version over the new one',
  'files and settings of older versions; accessibility; languages',
]

export const stages: StageSpec[] = [
  preparation('technical_lead', [
    'every change reviewed',
    'new code covered by tests',
    'settings and files stay readable by the previous version, or the break is named',
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
        id: 'system_matrix',
        name: 'Systems, installers and updates',
        days: [1, 2, 4],
        role: 'qa_lead',
        checklist: [
          'regression suite on each supported system and architecture',
          'full and delta update from the last three versions',
          'uninstall',
        ],
      },
      {
        id: 'signing',
        name: 'Signing and scanners',
        days: [0.25, 0.5, 2],
        role: 'security',
        checklist: ['certificates valid past the release', 'installer passes the common virus scanners'],
      },
      {
        id: 'blocker_fixes',
        name: 'Fix blockers and test again',
        days: [0.5, 1, 3],
        role: 'technical_lead',
        after: ['system_matrix'],
        checklist: ['only fixes for blockers enter the branch; each one tested again'],
      },
    ],
    deliverables: ['test report'],
    exit_criteria: ['no open critical or high bug', 'update and uninstall work on each system'],
  },
  {
    id: 'release_candidate',
    name: 'Preview channel',
    milestone: 'Release candidate 1',
    offset: -10,
    phase: 'testing',
    role: 'publisher',
    activities: [
      {
        id: 'preview',
        name: 'Soak on the preview channel',
        days: [2, 3, 5],
        role: 'qa_lead',
        unbooked: true,
        checklist: ['crash and update reports read daily', 'each report answered'],
      },
      {
        id: 'way_back_rehearsed',
        name: 'Rehearse the withdrawal',
        days: [0.25, 0.25, 0.5],
        role: 'publisher',
        checklist: [
          'version withdrawn from the preview channel and offered again',
          'previous installer over the candidate, with data',
        ],
      },
    ],
    deliverables: ['reports of preview users'],
    exit_criteria: ['three working days without a blocker report'],
  },
  decision([
    'tests and preview passed',
    'signatures verified; security approval',
    'support briefed; way back tried',
  ]),
  releaseStage(
    'publisher',
    ['signed installers and update feed'],
    ['installs and updates on each system', 'signatures verify'],
  ),
  ...afterwards('publisher', judged, 14, [
    'version is on the stable channel for everybody',
    'old installers still downloadable',
  ]),
]

export const release_day: RunbookSpec[] = [
  finalCheck(['signing keys and backup publisher at hand', 'update feed as it is now written down']),
  {
    id: 'rollout',
    step: 'Publish',
    minutes: 0,
    role: 'publisher',
    part: 'rollout',
    irreversible_because: 'an update that was installed stays',
    checks: judged,
  },
  {
    id: 'validate',
    step: 'Install and update from the public places',
    minutes: 45,
    role: 'qa_lead',
    part: 'after',
    checks: ['each system: fresh installation and update', 'program reports the new version'],
  },
  announcing(),
]
