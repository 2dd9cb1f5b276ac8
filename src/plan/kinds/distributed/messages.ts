import {
  callForTesting,
  candidateWithdrawn,
  maintainersTold,
  published,
  securityAdvisory,
} from '../library/messages.ts'
import { closingMessages, postponement, rollbackMessages, supportBriefing } from '../messages.ts'
import type { MessageSpec } from '../profile.ts'

const operators: MessageSpec[] = [
  {
    id: 'packagers_notice',
    name: 'Notice to packagers and early adopters',
    audience: 'external',
    to: 'packagers, integrators and early adopters',
    channel: 'release_notes',
    at: 'go_no_go',
    gate: 'go_no_go',
    role: 'release_manager',
    taken_back_by: 'postponement',
    subject: '{{product}} {{version}} comes on {{release_day}}',
    body: [
      '{{version}} follows the last candidate on {{release_day}}, {{release_time}}. Changed for installations: {{breaking}}.',
      'Hold builds for everybody until the announcement. Report what stops you to ____.',
    ],
  },
  {
    id: 'offered_to_everybody',
    name: 'Offered to everybody',
    audience: 'external',
    to: 'operators and packagers',
    channel: 'release_notes',
    at: 'ring_widening',
    gate: 'release',
    role: 'product_manager',
    precondition: 'the first installations show nothing that stops an upgrade',
    taken_back_by: 'withdrawal',
    subject: '{{product}} {{version}} is the default from today',
    body: [
      '{{version}} is what a new installation gets from today. Upgrade guide: ____. Way down to {{previous}}: {{back}}.',
    ],
  },
  postponement('packagers, integrators and early adopters', 'release_notes', 'release_manager'),
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
  ...published.map(message =>
    message.role === 'communications' ? { ...message, role: 'product_manager' } : message,
  ),
  securityAdvisory,
  ...operators,
  candidateWithdrawn,
  ...closingMessages,
  ...rollbackMessages,
  withdrawal,
]
