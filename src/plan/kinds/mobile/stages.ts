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
  'oldest and newest supported system on real devices',
  'update over the store version with data; first installation',
  'no network, slow network, interrupted update',
  'permissions refused; accessibility; languages',
  'old app against the new backend, new app against the old backend',
]

export const stages: StageSpec[] = [
  preparation('technical_lead', [
    'every change reviewed',
    'new features behind remote flags',
    'minimum versions decided',
  ]),
  {
    id: 'freeze',
    name: 'Verification on devices',
    milestone: 'Code freeze',
    offset: -14,
    gate: 'freeze',
    phase: 'testing',
    changes_nothing: true,
    role: 'qa_lead',
    activities: [
      {
        id: 'device_matrix',
        name: 'Device and system matrix',
        days: [1, 2, 4],
        role: 'qa_lead',
        checklist: [
          'regression suite; oldest and newest supported systems',
          'update over the store version, with data',
          'accessibility',
        ],
      },
      {
        id: 'beta',
        name: 'Beta through the stores test tracks',
        days: [2, 3, 5],
        role: 'product_manager',
        unbooked: true,
        checklist: ['beta users on each platform', 'each report answered'],
      },
      {
        id: 'privacy',
        name: 'Permissions, privacy labels, bundled libraries',
        days: [0.25, 0.5, 1],
        role: 'security',
        checklist: ['store declarations match what the app does'],
      },
      {
        id: 'blocker_fixes',
        name: 'Fix blockers and test again',
        days: [0.5, 1, 3],
        role: 'technical_lead',
        after: ['device_matrix'],
        checklist: ['only fixes for blockers enter the branch; each one tested again'],
      },
    ],
    deliverables: ['test report', 'beta reports'],
    exit_criteria: [
      'no open critical or high bug',
      'crash-free sessions of the beta not below the store version',
    ],
  },
  {
    id: 'store_review',
    name: 'Store review',
    milestone: 'Submitted to the stores',
    offset: -7,
    phase: 'testing',
    role: 'publisher',
    activities: [
      {
        id: 'review',
        name: 'Review by the stores',
        days: [1, 2, 5],
        role: 'publisher',
        unbooked: true,
        checklist: [
          'submitted with manual release',
          'texts and pictures of the store page',
          'a rejection has an owner',
        ],
      },
      {
        id: 'halt_rehearsed',
        name: 'Rehearse the halt',
        days: [0.25, 0.25, 0.5],
        role: 'publisher',
        checklist: [
          'two people can halt a phased release',
          'remote flags and forced update tried on the beta track',
        ],
      },
    ],
    deliverables: ['approved builds, held'],
    exit_criteria: ['both stores approved the same version'],
  },
  decision(['tests, beta and store reviews passed', 'backend works with old and new app', 'support briefed']),
  releaseStage(
    'publisher',
    ['the version in the stores, first share'],
    ['update from the store works on each platform'],
  ),
  ...afterwards(
    'publisher',
    [...judged, 'wider each day only while both hold: 2, 5, 10, 20, 50, 100 %'],
    14,
    ['phased release complete', 'flags at 100 % removed or dated', 'oldest supported version stated'],
  ),
]

export const release_day: RunbookSpec[] = [
  finalCheck(['store consoles report no incident', 'forced-update flag is off']),
  {
    id: 'rollout',
    step: 'Phased release',
    minutes: 0,
    role: 'publisher',
    part: 'rollout',
    irreversible_because: 'what is installed cannot be recalled',
    checks: judged,
  },
  {
    id: 'validate',
    step: 'Update from each store and check',
    minutes: 45,
    role: 'qa_lead',
    part: 'after',
    checks: [
      'sign-in and core journey on the store build',
      'crash reports arrive with the new version and symbols',
    ],
  },
  announcing(['store page shows the new text']),
]
