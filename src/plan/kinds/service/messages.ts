import {
  closingMessages,
  postponement,
  rollbackMessages,
  supportBriefing,
  teamMessages,
} from '../messages.ts'
import type { MessageSpec } from '../profile.ts'

/** To the people who answer for a running product on the day. */
export const runningMessages: MessageSpec[] = [
  supportBriefing,
  {
    id: 'release_started',
    name: 'Release started',
    audience: 'internal',
    to: 'the release team',
    channel: 'chat',
    moment: 'start',
    at: 0,
    gate: 'go_no_go',
    role: 'release_manager',
    taken_back_by: 'rollback_started',
    subject: '{{product}} {{version}}: release started',
    body: ['On call: {{on_call}}. Way back: {{way_back}}.'],
  },
  {
    id: 'release_done',
    name: 'Release done',
    audience: 'internal',
    to: 'all concerned',
    channel: 'chat',
    moment: 'done',
    at: 0,
    gate: 'release',
    role: 'release_manager',
    precondition: 'the checks of the day passed',
    taken_back_by: 'rollback_done',
    subject: '{{product}} {{version}} is live',
    body: ['Live since ____. Checks: ____. Known trouble: ____. Watched until {{close_day}}.'],
  },
  {
    id: 'first_day_status',
    name: 'Status after the first day',
    audience: 'internal',
    to: 'all concerned',
    channel: 'chat',
    at: 1,
    role: 'release_manager',
    subject: '{{product}} {{version}}: first day',
    body: ['Against the baseline: ____. Reports: ____ (by severity). Actions: ____.'],
  },
]

const outside: MessageSpec[] = [
  {
    id: 'customer_notice',
    name: 'Customer notice',
    audience: 'external',
    to: 'customers',
    channel: 'mail',
    at: 'go_no_go',
    gate: 'go_no_go',
    role: 'product_manager',
    taken_back_by: 'postponement',
    subject: '{{product}} {{version}} comes on {{release_day}}',
    body: [
      'On {{release_day}}, {{release_time}}, we bring out {{version}}. {{#summary}}Among its changes: {{summary}}.{{/summary}}',
      '{{#breaking}}What to change on your side: {{breaking}}.{{/breaking}}{{^breaking}}No change is marked as breaking; what to change on your side: ____.{{/breaking}} Questions: {{contact}}.',
    ],
  },
  {
    id: 'status_maintenance',
    name: 'Status page: maintenance',
    audience: 'external',
    to: 'status page users',
    channel: 'status_page',
    at: 'go_no_go',
    gate: 'go_no_go',
    role: 'support_lead',
    downtime: true,
    taken_back_by: 'postponement',
    subject: 'Maintenance of {{product}} on {{release_day}}',
    body: [
      'scheduled: On {{release_day}} from {{release_time}} {{product}} is not available for about ____ minutes.',
      'in_progress: The maintenance has begun.',
      'verifying: The change is in; we are checking it.',
      'completed: The maintenance is over. Ended at ____.',
    ],
  },
  {
    id: 'release_announcement',
    name: 'Release announcement',
    audience: 'external',
    to: 'customers',
    channel: 'mail',
    moment: 'done',
    at: 0,
    gate: 'release',
    role: 'product_manager',
    precondition: 'the checks of the day passed, documentation public',
    taken_back_by: 'customer_letter',
    subject: '{{product}} {{version}} is here',
    body: [
      'Text: communications/announcement_draft.md. {{#places}}The same text goes to: {{places}}.{{/places}}',
    ],
  },
]

const calledOff = postponement('customers and status page users', 'mail', 'product_manager')

const incident: MessageSpec = {
  id: 'status_incident',
  name: 'Status page: incident',
  audience: 'external',
  to: 'status page users',
  channel: 'status_page',
  on: 'incident',
  gate: 'release',
  role: 'support_lead',
  precondition: 'SEV1 or SEV2, or a rollback that users notice',
  subject: '{{product}}: ____',
  body: [
    'investigating: Since ____ UTC ____ fails for ____. We are looking for the cause. Next update at ____.',
    'identified: The cause is ____. We are doing ____. Next update at ____.',
    'monitoring: Since ____ UTC ____ works again. We keep watching until ____.',
    'resolved: It lasted from ____ to ____ UTC. What was affected: ____.',
  ],
}

const letter: MessageSpec = {
  id: 'customer_letter',
  name: 'Letter after a rollback',
  audience: 'external',
  to: 'customers',
  channel: 'mail',
  on: 'rollback_done',
  gate: 'release',
  role: 'product_manager',
  precondition: 'each fact was checked by who is named beside it',
  subject: '{{product}}: what happened on ____',
  body: [
    'On ____ from ____ to ____ UTC ____ did not work as it should (checked by ____). We took {{version}} back; since ____ the earlier version runs.',
    'Your data: ____ (result of the integrity check, by ____). What you have to do: ____.',
    'We are sorry. What we change: ____, by ____. Questions: {{contact}}.',
  ],
}

export const messages: MessageSpec[] = [
  ...teamMessages,
  ...runningMessages,
  ...outside,
  ...closingMessages,
  calledOff,
  incident,
  ...rollbackMessages,
  letter,
]
