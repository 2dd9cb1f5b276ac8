import { closingMessages, postponement, rollbackMessages, teamMessages } from '../messages.ts'
import type { MessageSpec } from '../profile.ts'
import { runningMessages } from '../service/messages.ts'

const consumers: MessageSpec[] = [
  {
    id: 'consumers_notice',
    name: 'Notice to consumers of the data',
    audience: 'external',
    to: 'owners of everything that reads the data',
    channel: 'mail',
    at: 'go_no_go',
    gate: 'go_no_go',
    role: 'product_manager',
    taken_back_by: 'postponement',
    subject: '{{product}} {{version}}: data change on {{release_day}}',
    body: [
      '{{version}} comes on {{release_day}}, {{release_time}}. {{#summary}}Among its changes: {{summary}}. {{/summary}}{{#breaking}}Contract changes: {{breaking}}.{{/breaking}}',
      'Figures that will move, and by how much (shadow run): ____. History is recomputed from: ____.',
    ],
  },
  postponement('owners of everything that reads the data', 'mail', 'product_manager'),
  {
    id: 'release_announcement',
    name: 'Release announcement',
    audience: 'external',
    to: 'owners of everything that reads the data',
    channel: 'mail',
    at: 0,
    moment: 'done',
    gate: 'release',
    role: 'product_manager',
    precondition: 'the checks of the published data have passed',
    taken_back_by: 'data_withdrawn',
    subject: '{{product}} {{version}} is published',
    body: [
      'Text: communications/announcement_draft.md{{#places}}, also for: {{places}}{{/places}}. Valid from partition ____ on.',
    ],
  },
  {
    id: 'data_withdrawn',
    name: 'Data taken back',
    audience: 'external',
    to: 'owners of everything that reads the data',
    channel: 'mail',
    on: 'rollback_done',
    gate: 'release',
    role: 'product_manager',
    precondition: 'each fact was checked by who is named beside it',
    subject: '{{product}} {{version}}: do not use data of ____',
    body: [
      'Wrong or missing: ____ (partitions, columns), read between ____ and ____. Checked by: ____.',
      'Valid now: ____. Recompute what you derived from it: ____. Corrected data expected: ____.',
    ],
  },
]

export const messages: MessageSpec[] = [
  ...teamMessages,
  ...runningMessages.filter(message => message.id !== 'support_briefing'),
  ...consumers,
  ...closingMessages,
  ...rollbackMessages,
]
