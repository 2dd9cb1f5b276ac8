import type { KindProfile, RolloutStepSpec, StrategySpec, TriggerSpec, WayBackSpec } from '../profile.ts'

/** Words in braces are put in for the product's registry: {@link registryOf}. */
const publishing: RolloutStepSpec[] = [
  {
    id: 'tag',
    name: 'Tag the tested commit and build from the tag',
    minutes: 15,
    role: 'publisher',
    checks: ['tag points at the commit that was tested', 'contents of the package listed and expected'],
  },
  {
    id: 'publish',
    name: '{publish}',
    minutes: 10,
    role: 'publisher',
    irreversible: true,
    checks: [
      'published once, by one person, with second factor',
      'provenance or signature there, where used',
    ],
  },
  {
    id: 'clean_install',
    name: 'Install from the registry into an empty folder',
    minutes: 20,
    role: 'publisher',
    observe: true,
    checks: [
      'oldest and newest supported runtime',
      'checksums as built',
      'the first example of the documentation works',
    ],
  },
]

const candidateFirst: StrategySpec = {
  id: 'rc_then_latest',
  name: 'Release candidates, then the stable channel',
  description:
    'Candidates ({candidate}) are tested by willing users; the same commit, with its final number, then goes to everybody ({stable}).',
  needs: {},
  scores: { zero_downtime: 5, risk_mitigation: 5, complexity: 2, cost: 2 },
  advantages: [
    'ranges of existing users do not pick a candidate',
    'defects show while the number can still be given up',
  ],
  considerations: [
    'candidates need named testers and a stated time',
    'only the final version shows what its users do',
  ],
  steps: [
    ...publishing,
    {
      id: 'promote',
      name: '{promote}',
      minutes: 10,
      role: 'publisher',
      checks: [
        'an installation without a version gets the new one',
        'other release lines still point where they did',
      ],
    },
  ],
}

const direct: StrategySpec = {
  id: 'direct_publish',
  name: 'Publish directly to the stable channel',
  description: 'The version is published to everybody at once ({stable}).',
  needs: {},
  scores: { zero_downtime: 5, risk_mitigation: 1, complexity: 1, cost: 1 },
  advantages: ['quick: right for a small fix', 'no candidate to announce'],
  considerations: ['the first users are all users', 'a published number cannot be used again'],
  steps: publishing,
}

const oldLine: StrategySpec = {
  id: 'maintenance_line',
  name: 'Publish beside the stable channel',
  description:
    'The version is published for an older line or for those who ask for it; the default stays where it is ({beside}).',
  needs: {},
  scores: { zero_downtime: 5, risk_mitigation: 4, complexity: 2, cost: 3 },
  advantages: ['nobody gets it unasked'],
  considerations: ['for back-ports and early majors; two lines have to be maintained'],
  steps: publishing.map(step => (step.id === 'publish' ? { ...step, name: '{publish_beside}' } : step)),
}

export const strategies: StrategySpec[] = [candidateFirst, direct, oldLine]

export const default_strategy: KindProfile['default_strategy'] = {
  id: 'rc_then_latest',
  because: 'a published version cannot be replaced, so it is tried as a candidate first',
}

export const ways_back: WayBackSpec[] = [
  {
    id: 'not_tagged',
    name: 'Do not publish',
    applies_while: 'nothing is tagged or published',
    until: 'rollout_start',
    minutes: 0,
    minutes_source: 'nothing to undo',
    loses: 'the release date',
    steps: ['Record the no-go with its reason', 'Fix it and build a new candidate'],
  },
  {
    id: 'candidate',
    name: 'Supersede the candidate',
    applies_while: 'only candidates are public',
    until: 'rollout_start',
    minutes: 30,
    minutes_source: 'library profile: one candidate build',
    loses: "the testers' time",
    steps: ['{candidate_back}', 'Tell the testers which candidate replaces it, and why'],
  },
  {
    id: 'tagged',
    name: 'Leave the number',
    applies_while: 'tagged, not published; only where the tag itself does not start publishing',
    from: 'rollout_start',
    until: 'publish',
    minutes: 15,
    minutes_source: 'library profile',
    loses: 'a version number; the pushed tag stays',
    steps: [
      'Leave the pushed tag where it is',
      'Write into the changelog why the number was left out',
      'Go on with the next number',
    ],
  },
  {
    id: 'steer_away',
    name: 'Steer new installations away from the published version',
    strategies: ['rc_then_latest', 'direct_publish', 'maintenance_line'],
    applies_while: 'published; affects who installs from now on',
    from: 'publish',
    until: 'never',
    minutes: 10,
    minutes_source: 'library profile, until the rehearsal measures it',
    loses: '{remains}',
    steps: ['{steer_away}'],
    script: '{script}',
  },
  {
    id: 'users_back',
    name: 'Users go back to the previous version',
    applies_while: 'installed',
    from: 'publish',
    until: 'never',
    minutes: 30,
    minutes_source: 'library profile: text and announcement; users take their own time',
    loses: 'whatever the new version wrote that the previous one cannot read',
    steps: [
      'Pin the issue with the exact command to go back',
      'Name the versions affected, the effect and the workaround',
    ],
  },
  {
    id: 'roll_forward',
    name: 'Roll forward: publish a patch without the cause',
    applies_while: 'published; the only cure for lock files',
    from: 'publish',
    until: 'never',
    minutes: 240,
    minutes_source: 'library profile: revert or fix, tests, publishing steps',
    loses: 'nothing; users live with the defect until they update',
    steps: [
      'Revert the cause or fix it, on a branch from the tag',
      'Run all tests and the clean installation',
      'Publish the patch by the same steps',
    ],
  },
]

export const triggers: TriggerSpec[] = [
  {
    tier: 'immediate',
    signal: 'Security',
    condition: 'a hole in this version, a stolen publishing right, or foreign files in the package',
    for_minutes: 0,
  },
  {
    tier: 'immediate',
    signal: 'Installation',
    condition: 'cannot be installed or loaded on a supported runtime',
    for_minutes: 0,
  },
  { tier: 'immediate', signal: 'Data', condition: 'users lose or damage data by normal use', for_minutes: 0 },
  {
    tier: 'fast',
    signal: 'Regression reports',
    condition: '2 independent, confirmed, without workaround',
    for_minutes: 0,
  },
  {
    tier: 'fast',
    signal: 'Dependents',
    condition: 'builds of 2 or more known dependents break',
    for_minutes: 0,
  },
  {
    tier: 'planned',
    signal: 'Regression reports',
    condition: '1 confirmed, or several with a workaround',
    for_minutes: 0,
  },
  {
    tier: 'planned',
    signal: 'Undeclared break',
    condition: 'something breaks users and the version number does not say so',
    for_minutes: 0,
  },
  {
    tier: 'monitor',
    signal: 'Reports',
    condition: 'questions and unconfirmed reports: answer, reproduce, watch',
    for_minutes: 0,
  },
]

export const baseline: string[] = [
  'new issues per day over the last 7 days',
  'channels and the versions they point at, written to a file',
  'build results of known dependents against the previous version',
  'size and file list of the previous package',
]

export const monitoring: KindProfile['monitoring'] = {
  calendar_days: 3,
  cadence: [
    { from_hours: 0, to_hours: 4, every_minutes: 60 },
    { from_hours: 4, to_hours: 24, every_minutes: 240 },
    { from_hours: 24, to_hours: 72, every_minutes: 480 },
  ],
}
