import {
  callForTesting,
  candidateWithdrawn,
  maintainersTold,
  published,
  securityAdvisory,
} from '../library/messages.ts'
import { closingMessages, postponement, rollbackMessages, supportBriefing } from '../messages.ts'
import type { MessageSpec } from '../profile.ts'

/** The strategy that offers the version to everybody on the release day. */
const atOnce = ['direct_ga']

const operators: MessageSpec[] = [
  {
    id: 'packagers_notice',
    name: 'Release ahead for packagers',
    audience: 'external',
    to: 'packagers and early adopters',
    channel: 'release_notes',
    at: 'go_no_go',
    gate: 'go_no_go',
    role: 'release_manager',
    taken_back_by: 'postponement',
    subject: '{{product}} {{version}} comes on {{release_day}}',
    body: [
      '{{version}} is published on {{release_day}}, {{release_time}}, and offered to everybody on {{everybody_day}}. {{#breaking}}Changed for installations: {{breaking}}.{{/breaking}}',
      'Packagers: build from the tag, hand it out from that day. Report to {{reports}} what stops you.',
    ],
  },
  {
    id: 'ring_offer',
    name: 'Offered to the early ring',
    audience: 'external',
    to: 'early adopters and packagers',
    channel: 'release_notes',
    at: 0,
    moment: 'done',
    not_with: atOnce,
    gate: 'release',
    role: 'product_manager',
    precondition: 'a clean installation of {{version}} works; the default is still {{previous}}',
    taken_back_by: 'withdrawal',
    subject: '{{product}} {{version}} is out for the early ring',
    body: [
      'Take it by its number: {{upgrade}}. Way back: {{back}}. Report to {{reports}} what stops you.',
      'Until {{everybody_day}} the release page says pre-release and defaults stay. Packagers: build from the tag, hand it out from that day.',
    ],
  },
  {
    id: 'release_announcement',
    name: 'Release announcement',
    audience: 'external',
    to: 'users and packagers',
    channel: 'release_notes',
    at: 'ring_widening',
    at_once_with: atOnce,
    gate: 'release',
    role: 'product_manager',
    precondition:
      'no report stops an upgrade; defaults moved, documentation public, release page no pre-release',
    taken_back_by: 'withdrawal',
    subject: '{{product}} {{version}} is the default from today',
    body: [
      'Text: communications/announcement_draft.md, as release notes{{#places}}, then: {{places}}{{/places}}.',
    ],
  },
  postponement('packagers and early adopters', 'release_notes', 'release_manager'),
]

const withdrawal: MessageSpec = {
  id: 'withdrawal',
  name: 'Withdrawal of the version',
  audience: 'external',
  to: 'operators and packagers',
  channel: 'release_notes',
  on: 'rollback_done',
  gate: 'release',
  role: 'release_manager',
  precondition: 'new installations get another version; the way down was tried',
  subject: '{{product}} {{version}}: do not install it',
  body: [
    'What fails, since when, on what: ____. Not installed yet: stay on {{previous}}.',
    'Installed: {{back}}, or stay and ____ (workaround). Before going back: ____ (state, data, configuration).',
    'Fixed version: ____, expected ____. Follow: ____ (issue).',
  ],
}

export const messages: MessageSpec[] = [
  ...maintainersTold,
  { ...callForTesting, to: 'early adopters' },
  supportBriefing,
  ...published.filter(message => message.id !== 'release_announcement'),
  {
    ...securityAdvisory,
    body: [
      ...securityAdvisory.body,
      'Take {{version}} by its number now: it is the default from {{everybody_day}}.',
    ],
  },
  ...operators,
  { ...candidateWithdrawn, to: 'early adopters' },
  ...closingMessages,
  ...rollbackMessages,
  withdrawal,
]
