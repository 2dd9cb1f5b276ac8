import type { MessageSpec } from './profile.ts'

/** What the people who make a release tell each other, whatever the product is. */
export const teamMessages: MessageSpec[] = [
  {
    id: 'freeze_notice',
    name: 'Freeze begins',
    audience: 'internal',
    to: 'engineering',
    channel: 'chat',
    at: 'freeze',
    role: 'release_manager',
    taken_back_by: 'go_no_go_result',
    subject: '{{product}} {{version}}: freeze from today',
    body: [
      'From now on only fixes that block {{version}} go in, each agreed with {{owner}}.',
      'Go/no-go: {{go_no_go_day}}. Release: {{release_day}}, {{release_time}}.',
    ],
  },
  {
    id: 'release_ahead',
    name: 'Release ahead',
    audience: 'internal',
    to: 'all concerned',
    channel: 'chat',
    at: -7,
    role: 'release_manager',
    taken_back_by: 'go_no_go_result',
    subject: '{{product}} {{version}} is planned for {{release_day}}',
    body: [
      '{{#summary}}What changes: {{summary}}. {{/summary}}It is not decided before {{go_no_go_day}}: promise it to nobody outside until then.',
      'Tell {{owner}} today about anything that speaks against this day.',
    ],
  },
  {
    id: 'go_no_go_result',
    name: 'Go/no-go decided',
    audience: 'internal',
    to: 'the release team',
    channel: 'chat',
    at: 'go_no_go',
    role: 'release_manager',
    taken_back_by: 'postponement',
    subject: '{{product}} {{version}}: ____ (go or no-go)',
    body: [
      'Decided by: ____. Criteria not met: ____.',
      'Go: {{release_day}}, {{release_time}}; messages to the outside may leave from now on. No-go: new date ____.',
    ],
  },
]

/** Sent while a way back is being taken: started, how it goes, done. */
export const rollbackMessages: MessageSpec[] = [
  {
    id: 'rollback_started',
    name: 'Rollback started',
    audience: 'internal',
    to: 'the release team',
    channel: 'chat',
    on: 'rollback_started',
    role: 'release_manager',
    subject: 'ROLLBACK of {{product}} {{version}} started',
    body: [
      'Reason (trigger and what was measured): ____. Severity (SEV1 to SEV4): ____. Decided by: ____ at ____.',
      'Way back: {{way_back}}, or ____. Expected end: ____.',
      'Next update in {{rollback_minutes}} minutes. No other change until this is over.',
    ],
  },
  {
    id: 'rollback_progress',
    name: 'Rollback under way',
    audience: 'internal',
    to: 'the release team',
    channel: 'chat',
    on: 'rollback_progress',
    role: 'release_manager',
    subject: 'ROLLBACK of {{product}} {{version}}: step ____ of ____',
    body: [
      'Done: ____. Running: ____. Trouble: ____. Expected end: ____.',
      'Next update in {{rollback_minutes}} minutes.',
    ],
  },
  {
    id: 'rollback_done',
    name: 'Rollback done',
    audience: 'internal',
    to: 'the release team',
    channel: 'chat',
    on: 'rollback_done',
    role: 'release_manager',
    precondition: 'the checks after the way back passed',
    subject: 'ROLLBACK of {{product}} {{version}} done: {{previous}} is current',
    body: [
      'From {{version}} to {{previous}}. Ended at ____. Checks: ____. Measured now against the baseline: ____.',
      'Still open: ____. Cause: ____, or who looks for it: ____. Review on: {{review_day}}.',
    ],
  },
]

/** The end of the release as a piece of work. */
export const closingMessages: MessageSpec[] = [
  {
    id: 'retrospective',
    name: 'What we learnt',
    audience: 'internal',
    to: 'the release team',
    channel: 'chat',
    at: 'retrospective',
    role: 'release_manager',
    subject: '{{product}} {{version}}: review notes',
    body: ['Went well: ____. To change: ____. Actions, each with an owner and a date: ____.'],
  },
]

/** Takes back what was told before the release, when the day is given up. */
export const postponement = (to: string, channel: MessageSpec['channel'], role: string): MessageSpec => ({
  id: 'postponement',
  name: 'Release called off',
  audience: 'external',
  to,
  channel,
  on: 'postponed',
  gate: 'go_no_go',
  role,
  precondition: 'something about the day was told outside',
  subject: '{{product}} {{version}} does not come on {{release_day}}',
  body: ['Nothing changes for you now. New date: ____. Questions: {{contact}}.'],
})

/** To those who take the calls. */
export const supportBriefing: MessageSpec = {
  id: 'support_briefing',
  name: 'Support briefing',
  audience: 'internal',
  to: 'support and on-call',
  channel: 'chat',
  at: -1,
  role: 'support_lead',
  taken_back_by: 'rollback_started',
  subject: '{{product}} {{version}} is next: what to expect',
  body: [
    '{{#summary}}Changes users may notice: {{summary}}. {{/summary}}{{#breaking}}What breaks: {{breaking}}. {{/breaking}}Known limitations: {{limitations}}.',
    'Pass on what looks new with time, version and what was done; SEV1 and SEV2: call the on-call.',
  ],
}
