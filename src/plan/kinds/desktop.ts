import { afterwards, announcing, decision, finalCheck, preparation, releaseStage } from './common-stages.ts'
import { published, withdrawal } from './library/messages.ts'
import { closingMessages, rollbackMessages, supportBriefing, teamMessages } from './messages.ts'
import { omittedForDesktop } from './omitted.ts'
import type { KindProfile, RolloutStepSpec } from './profile.ts'
import { rolesOf } from './roles.ts'
import { severitiesOfInstalled } from './severities.ts'

const judged = ['update success and crash reports by version', 'support reports read']

const build: RolloutStepSpec = {
  id: 'sign',
  name: 'Build from the tag, sign and notarise the installers',
  minutes: 60,
  role: 'publisher',
  checks: ['signatures verify on a clean machine of each system', 'delta update equals the full installer'],
}

const offer = (channel: string, percent: number, minutes: number): RolloutStepSpec => ({
  id: `offer_${channel.replaceAll(/\W+/g, '_')}`,
  name: `Offer on the ${channel} channel`,
  percent,
  minutes,
  role: 'publisher',
  observe: true,
  irreversible: true,
  checks: judged,
})

/** A program that updates itself from channels of its maker. */
export const desktop: KindProfile = {
  kind: 'desktop',
  name: 'a program that people install on their machines',
  shipped: 'offered on the update channel',
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
  ],
  release_day: [
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
  ],
  strategies: [
    {
      id: 'channel_by_channel',
      name: 'Preview channel, then stable in shares',
      description:
        'The signed build of the preview channel is offered on stable, first to a share of installations.',
      needs: {},
      scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 3, cost: 2 },
      advantages: ['the bytes offered are the bytes tested', 'stops by taking the version from the feed'],
      considerations: ['the feed must support shares; otherwise all of stable gets it'],
      steps: [
        build,
        offer('stable', 10, 120),
        { ...offer('stable, everybody', 100, 30), id: 'offer_all', name: 'Offer to everybody on stable' },
      ],
    },
    {
      id: 'all_at_once',
      name: 'Stable channel at once',
      description: 'The build is offered to every installation on the release day.',
      needs: {},
      scores: { zero_downtime: 5, risk_mitigation: 1, complexity: 1, cost: 1 },
      advantages: ['quick: right for an urgent fix'],
      considerations: ['everybody meets a defect'],
      steps: [build, offer('stable', 100, 30)],
    },
  ],
  default_strategy: {
    id: 'channel_by_channel',
    because: 'an installed update stays, so a share gets it first',
  },
  ways_back: [
    {
      id: 'not_started',
      name: 'Do not offer it',
      applies_while: 'nothing is offered on stable',
      until: 'rollout_start',
      minutes: 0,
      minutes_source: 'nothing to undo',
      loses: 'the release date',
      steps: ['Record the no-go with its reason', 'Fix, new preview'],
    },
    {
      id: 'withdraw',
      name: 'Withdraw the version from the channel',
      applies_while: 'offered; affects who updates from now on',
      from: 'rollout_start',
      until: 'never',
      minutes: 15,
      minutes_source: 'desktop profile, until the rehearsal measures it',
      loses: 'nothing for the others; who updated keeps the version',
      steps: [
        'Point the update feed and the download page to the previous version',
        'Check from a clean machine what is offered',
      ],
      commands: ['withdraw_release', 'install_check'],
    },
    {
      id: 'reinstall',
      name: 'Users install the previous version over it',
      applies_while: 'installed, and the previous version reads the files',
      from: 'rollout_start',
      until: 'never',
      minutes: 60,
      minutes_source: 'desktop profile: text and announcement; users take their own time',
      loses: 'what the new version wrote that the previous one cannot read',
      steps: ['Publish the steps as tried in the rehearsal', 'Say what to save first'],
    },
    {
      id: 'roll_forward',
      name: 'Roll forward: a patch on the same channel',
      applies_while: 'the only cure for those who do not act',
      from: 'rollout_start',
      until: 'never',
      minutes: 480,
      minutes_source: 'desktop profile: fix, tests, signing',
      loses: 'users live with the defect until the next update check',
      steps: ['Fix or revert, test updates from both versions', 'Sign and offer by the same steps'],
    },
  ],
  triggers: [
    {
      tier: 'immediate',
      signal: 'Security',
      condition: 'a hole in this version, or an installer that we did not sign',
      for_minutes: 0,
    },
    {
      tier: 'immediate',
      signal: 'Data or start',
      condition: 'files are damaged, or the program does not start after the update',
      for_minutes: 0,
    },
    {
      tier: 'fast',
      signal: 'Update success',
      condition: '2 points below the previous version',
      for_minutes: 60,
    },
    {
      tier: 'fast',
      signal: 'Regression reports',
      condition: '2 independent, confirmed, without workaround',
      for_minutes: 0,
    },
    {
      tier: 'planned',
      signal: 'Crash reports',
      condition: '2 times the previous version',
      for_minutes: 1440,
    },
    { tier: 'monitor', signal: 'Reports', condition: 'a defect with a workaround', for_minutes: 1440 },
  ],
  messages: [
    ...teamMessages,
    supportBriefing,
    ...published.map(message =>
      message.role === 'communications' ? { ...message, role: 'product_manager' } : message,
    ),
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
      { from_hours: 24, to_hours: 168, every_minutes: 1440 },
    ],
  },
  baseline: [
    'update success per version',
    'crash reports per thousand starts',
    'new support reports per day',
    'what the feed and the download page offer',
  ],
  test_scenarios: [
    'each supported system and architecture, fresh and updated, with data',
    'full and delta update; interrupted update; no rights to install',
    'previous version over the new one',
    'files and settings of older versions; accessibility; languages',
  ],
  omitted: omittedForDesktop,
}
