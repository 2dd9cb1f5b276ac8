import { closingMessages, rollbackMessages, teamMessages } from '../messages.ts'
import type { MessageSpec } from '../profile.ts'

/** To those who take a candidate before everybody else does. */
export const callForTesting: MessageSpec = {
  id: 'call_for_testing',
  name: 'Call for testing',
  audience: 'external',
  to: 'users who test candidates',
  channel: 'release_notes',
  at: 'release_candidate',
  gate: 'freeze',
  role: 'release_manager',
  candidate: true,
  precondition: 'the candidate can be installed',
  taken_back_by: 'candidate_withdrawn',
  subject: '{{product}} {{version}}: please test candidate ____',
  body: [
    'Install: {{upgrade_candidate}}. {{#summary}}Please try: {{summary}}.{{/summary}}',
    '{{#breaking}}Look first at: {{breaking}}. {{/breaking}}Report to {{reports}} until {{go_no_go_day}}. A candidate may still change.',
  ],
}

export const candidateWithdrawn: MessageSpec = {
  id: 'candidate_withdrawn',
  name: 'Candidate withdrawn',
  audience: 'external',
  to: 'users who test candidates',
  channel: 'release_notes',
  on: 'candidate_withdrawn',
  gate: 'freeze',
  role: 'release_manager',
  candidate: true,
  precondition: 'somebody outside was told of it',
  subject: '{{product}}: do not use candidate ____',
  body: ['Candidate ____ is withdrawn: ____. Go back by: {{back}}. Next candidate: ____.'],
}

/** To the public when a published version is taken back. */
export const withdrawal: MessageSpec = {
  id: 'withdrawal',
  name: 'Deprecation or withdrawal of the version',
  audience: 'external',
  to: 'users',
  channel: 'release_notes',
  on: 'rollback_done',
  gate: 'release',
  role: 'release_manager',
  precondition: 'new installations get another version than {{version}}; each fact below was checked',
  subject: '{{product}} {{version}}: do not use it',
  body: [
    'In the registry, one line: "{{version}} ____ (what fails); use ____".',
    'What fails, since when, for whom: ____. Installed it? {{back}}.',
    'A fixed version: ____, expected ____. Follow: ____ (issue).',
  ],
}

/** Only where the change closes a hole. */
export const securityAdvisory: MessageSpec = {
  id: 'security_advisory',
  name: 'Security advisory',
  audience: 'external',
  to: 'users',
  channel: 'release_notes',
  moment: 'done',
  at: 0,
  gate: 'release',
  role: 'security',
  when: 'security_change',
  precondition: 'a hole was confirmed and {{version}} closes it; otherwise not sent',
  taken_back_by: 'withdrawal',
  subject: '{{product}}: ____ (identifier, severity)',
  body: [
    'Affected versions: ____. Closed in: {{version}}. Effect: ____. Workaround: ____. Reported by: ____.',
  ],
}

export const published: MessageSpec[] = [
  {
    id: 'release_started',
    name: 'Publishing started',
    audience: 'internal',
    to: 'maintainers',
    channel: 'chat',
    at: 0,
    moment: 'start',
    gate: 'go_no_go',
    role: 'release_manager',
    subject: '{{product}} {{version}}: publishing',
    body: ['Merge nothing to the release branch until "published". Way back: {{way_back}}.'],
  },
  {
    id: 'release_done',
    name: 'Published',
    audience: 'internal',
    to: 'maintainers',
    channel: 'chat',
    at: 0,
    moment: 'done',
    gate: 'release',
    role: 'release_manager',
    precondition: 'a clean installation of {{version}} works',
    subject: '{{product}} {{version}} is published',
    body: ['Published at ____, verified by ____. Reports are watched until {{close_day}}.'],
  },
  {
    id: 'release_announcement',
    name: 'Release announcement',
    audience: 'external',
    to: 'users',
    channel: 'release_notes',
    at: 0,
    moment: 'done',
    gate: 'release',
    role: 'communications',
    precondition: 'a clean installation of {{version}} works and its documentation is public',
    taken_back_by: 'withdrawal',
    subject: '{{product}} {{version}}',
    body: [
      'Text: communications/announcement_draft.md, as release notes{{#places}}, then: {{places}}{{/places}}.',
    ],
  },
]

/** Those who make the product are those who are told first; there is no wider organisation. */
export const maintainersTold: MessageSpec[] = teamMessages
  .filter(message => message.id !== 'release_ahead')
  .map(message => (message.to === 'engineering' ? { ...message, to: 'maintainers' } : message))

export const messages: MessageSpec[] = [
  ...maintainersTold,
  callForTesting,
  ...published,
  securityAdvisory,
  ...closingMessages,
  candidateWithdrawn,
  ...rollbackMessages,
  withdrawal,
]
