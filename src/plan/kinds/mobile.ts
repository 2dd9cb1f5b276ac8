import { afterwards, announcing, decision, finalCheck, preparation, releaseStage } from './common-stages.ts'
import { published, withdrawal } from './library/messages.ts'
import { closingMessages, rollbackMessages, supportBriefing, teamMessages } from './messages.ts'
import { omittedForMobile } from './omitted.ts'
import type { KindProfile, MessageSpec, RolloutStepSpec } from './profile.ts'
import { rolesOf } from './roles.ts'
import { severitiesOfInstalled } from './severities.ts'

const DAY_MINUTES = 1440

const judged = [
  'crash-free sessions and start time against the baseline',
  'store reviews and support reports read',
]

const firstShare: RolloutStepSpec = {
  id: 'first_share',
  name: 'Watch the first share of installations',
  percent: 1,
  minutes: 120,
  role: 'publisher',
  observe: true,
  checks: judged,
}

const approved: RolloutStepSpec = {
  id: 'released_by_hand',
  name: 'Release the approved build by hand',
  percent: 1,
  minutes: 30,
  role: 'publisher',
  irreversible: true,
  checks: ['both stores have approved the build', 'the backend serves old and new versions'],
}

const stores = (message: MessageSpec): MessageSpec => ({
  ...message,
  role: message.role === 'communications' ? 'product_manager' : message.role,
})

/** An app that stores hand out: nothing installed can be recalled. */
export const mobile: KindProfile = {
  kind: 'mobile',
  name: 'an app that stores hand out',
  shipped: 'released in the stores',
  roles: rolesOf([
    'release_manager',
    'technical_lead',
    'publisher',
    'qa_lead',
    'security',
    'support_lead',
    'product_manager',
  ]),
  stages: [
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
          checklist: ['beta users on each platform', 'each report answered'],
        },
        {
          id: 'privacy',
          name: 'Permissions, privacy labels, bundled libraries',
          days: [0.25, 0.5, 1],
          role: 'security',
          checklist: ['store declarations match what the app does'],
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
    decision([
      'tests, beta and store reviews passed',
      'backend works with old and new app',
      'support briefed',
    ]),
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
  ],
  release_day: [
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
  ],
  strategies: [
    {
      id: 'phased_release',
      name: 'Phased release in the stores',
      description:
        'The stores hand the build to a growing share of installations; the release can be halted at each step.',
      needs: {},
      scores: { zero_downtime: 5, risk_mitigation: 4, complexity: 2, cost: 1 },
      advantages: ['a crash meets few users first', 'halted from the console'],
      considerations: ['one store fixes the percentages and days', 'whoever has the build keeps it'],
      steps: [approved, firstShare],
    },
    {
      id: 'full_release',
      name: 'All installations at once',
      description: 'The build is offered to everybody as soon as it is approved.',
      needs: {},
      scores: { zero_downtime: 5, risk_mitigation: 1, complexity: 1, cost: 1 },
      advantages: ['quick: right for an urgent fix'],
      considerations: ['no halt helps those who updated'],
      steps: [{ ...approved, percent: 100 }],
    },
    {
      id: 'feature_flags',
      name: 'Remote feature flags',
      description: 'Features ship switched off and are switched on from the backend, share by share.',
      needs: { feature_flags: true },
      scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 3, cost: 2 },
      complement: true,
      advantages: ['the only way back for what is installed'],
      considerations: ['both positions tested', 'works without network too'],
      steps: [],
    },
  ],
  default_strategy: {
    id: 'phased_release',
    because: 'installed versions cannot be recalled, so few get it first',
  },
  ways_back: [
    {
      id: 'not_started',
      name: 'Do not release the approved build',
      applies_while: 'approved, held',
      until: 'rollout_start',
      minutes: 0,
      minutes_source: 'nothing to undo',
      loses: 'the release date',
      steps: ['Leave the build held or withdraw it', 'Record the no-go with its reason'],
    },
    {
      id: 'halt',
      name: 'Halt the phased release',
      strategies: ['phased_release'],
      applies_while: 'fewer than all installations have it',
      from: 'rollout_start',
      until: 'close',
      minutes: 10,
      minutes_source: 'mobile profile, until the rehearsal measures it',
      loses: 'nothing for the others; those who updated keep the version',
      steps: [
        'Halt in each store console',
        'Check that a fresh installation gets the previous version, where the store allows it',
      ],
    },
    {
      id: 'flags_off',
      name: 'Switch the features off',
      when: 'feature_flags',
      applies_while: 'the defect lies behind a remote flag',
      from: 'rollout_start',
      until: 'never',
      minutes: 5,
      minutes_source: 'mobile profile',
      loses: 'the feature, once the app asks for its flags again',
      steps: ['Switch off the flag', 'Watch crash-free sessions of the new version'],
      commands: ['flag_off', 'error_rate'],
    },
    {
      id: 'roll_forward',
      name: 'Roll forward: fixed build through an expedited review',
      applies_while: 'installed: the only cure',
      from: 'rollout_start',
      until: 'never',
      minutes: 2 * DAY_MINUTES,
      minutes_source: 'mobile profile: fix, tests and an expedited store review',
      loses: 'users live with the defect until they update',
      steps: [
        'Fix, test on the matrix, submit with a request to expedite',
        'Release to all; forced-update flag only if the old version harms users',
      ],
    },
  ],
  triggers: [
    {
      tier: 'immediate',
      signal: 'Security or data',
      condition: 'a hole in this version, or users lose data',
      for_minutes: 0,
    },
    {
      tier: 'immediate',
      signal: 'Start',
      condition: 'the app does not start on a supported system',
      for_minutes: 0,
    },
    {
      tier: 'fast',
      signal: 'Crash-free sessions',
      condition: '1 point below the previous version',
      for_minutes: 60,
    },
    {
      tier: 'fast',
      signal: 'Core journey',
      condition: 'sign-in or purchase fails and has no workaround',
      for_minutes: 30,
    },
    {
      tier: 'planned',
      signal: 'Crash-free sessions',
      condition: '0.3 points below the previous version',
      for_minutes: DAY_MINUTES,
    },
    {
      tier: 'planned',
      signal: 'Store rating',
      condition: 'one-star reviews name the same defect',
      for_minutes: DAY_MINUTES,
    },
    { tier: 'monitor', signal: 'Reports', condition: 'a defect with a workaround', for_minutes: DAY_MINUTES },
  ],
  messages: [
    ...teamMessages,
    supportBriefing,
    ...published.map(stores),
    ...closingMessages,
    ...rollbackMessages,
    withdrawal,
  ],
  severities: severitiesOfInstalled,
  update_minutes: { release_day: 60, rollback: 30 },
  monitoring: {
    calendar_days: 7,
    cadence: [
      { from_hours: 0, to_hours: 24, every_minutes: 120 },
      { from_hours: 24, to_hours: 168, every_minutes: DAY_MINUTES },
    ],
  },
  baseline: [
    'crash-free sessions',
    'start time',
    'errors per session at the backend',
    'store rating and reviews per day',
  ],
  test_scenarios: [
    'oldest and newest supported system on real devices',
    'update over the store version with data; first installation',
    'no network, slow network, interrupted update',
    'permissions refused; accessibility; languages',
    'old app against the new backend, new app against the old backend',
  ],
  omitted: omittedForMobile,
}
