import { closingMessages, postponement, rollbackMessages, teamMessages } from '../messages.ts'
import type { MessageSpec } from '../profile.ts'
import { runningMessages } from '../service/messages.ts'

const tenants: MessageSpec[] = [
  {
    id: 'tenants_notice',
    name: 'Notice to those who run on it',
    audience: 'external',
    to: 'owners of everything that runs on it',
    channel: 'mail',
    at: 'go_no_go',
    gate: 'go_no_go',
    role: 'technical_lead',
    taken_back_by: 'postponement',
    subject: '{{product}} {{version}} on {{release_day}}',
    body: [
      '{{version}} comes on {{release_day}}, {{release_time}}. {{#summary}}Among its changes: {{summary}}. {{/summary}}{{#breaking}}What to change on your side: {{breaking}}.{{/breaking}}',
      'What you may notice (restarts, addresses, limits): ____. Tell {{owner}} what must not be touched that day.',
    ],
  },
  postponement('owners of everything that runs on it', 'mail', 'technical_lead'),
  {
    id: 'release_announcement',
    name: 'Release announcement',
    audience: 'external',
    to: 'owners of everything that runs on it',
    channel: 'mail',
    at: 0,
    moment: 'done',
    gate: 'release',
    role: 'technical_lead',
    precondition: 'the checks of the day have passed in every environment',
    taken_back_by: 'change_taken_back',
    subject: '{{product}} {{version}} is in place',
    body: [
      'Text: communications/announcement_draft.md{{#places}}, also for: {{places}}{{/places}}. Report what changed for you to ____.',
    ],
  },
  {
    id: 'change_taken_back',
    name: 'Change taken back',
    audience: 'external',
    to: 'owners of everything that runs on it',
    channel: 'mail',
    on: 'rollback_done',
    gate: 'release',
    role: 'technical_lead',
    precondition: 'a plan against the earlier version is empty; each fact below was checked',
    subject: '{{product}} {{version}} taken back on ____',
    body: [
      'From ____ to ____ UTC ____ was affected. Now in place: ____. Not taken back, because it cannot be: ____.',
      'Check on your side: ____.',
    ],
  },
]

export const messages: MessageSpec[] = [
  ...teamMessages,
  ...runningMessages.filter(message => message.id !== 'support_briefing'),
  ...tenants,
  ...closingMessages,
  ...rollbackMessages,
]
