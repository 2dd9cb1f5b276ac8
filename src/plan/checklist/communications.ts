import type { Box } from './box.ts'

const document = 'communications/communication_plan.md'
const page = (id: string): string => `communications/messages/${id}.md`

/** Messages inside and outside, and those of a rollback. */
export const communications: Box[] = [
  { id: '1.0.stakeholders', title: 'who has to be told', document, shows: [/\| To \|/] },
  { id: '1.0.informed', title: 'the team is kept informed', document, shows: [/update at least every/i] },
  {
    id: '1.5.mail_freeze',
    title: 'notice of the freeze',
    document: page('freeze_notice'),
    shows: [/freeze/i],
  },
  {
    id: '1.5.mail_staff',
    title: 'notice to the organisation',
    document: page('release_ahead'),
    shows: [/planned for/i],
  },
  {
    id: '1.5.mail_details',
    title: 'result of go/no-go to the team',
    document: page('go_no_go_result'),
    shows: [/go or no-go/i],
  },
  {
    id: '1.5.mail_support',
    title: 'reminder to support',
    document: page('support_briefing'),
    shows: [/support/i],
  },
  {
    id: '1.5.mail_done',
    title: 'release complete',
    document: page('release_done'),
    shows: [/checks|verified/i],
  },
  {
    id: '1.5.mail_first_day',
    title: 'status after the first day',
    document: page('first_day_status'),
    shows: [/first day/i],
  },
  {
    id: '1.5.mail_review',
    title: 'notes of the retrospective',
    document: page('retrospective'),
    shows: [/went well/i],
  },
  {
    id: '1.5.mail_customers',
    title: 'notice to customers',
    document: page('customer_notice'),
    shows: [/go\/no-go/i],
  },
  {
    id: '1.5.mail_announcement',
    title: 'announcement by mail, blog and social channels',
    document: page('release_announcement'),
    shows: [/announcement_draft/i],
  },
  {
    id: '1.5.docs_public',
    title: 'documentation public with the announcement',
    document,
    shows: [/documentation|checks of the/i],
  },
  {
    id: '1.6.video',
    title: 'channels of the release with their addresses',
    document,
    shows: [/## channels/i, /chat/i],
  },
  {
    id: '1.7.message_started',
    title: 'rollback started',
    document: page('rollback_started'),
    shows: [/reason/i, /way back/i, /decided by/i, /next update in \d+ minutes/i],
  },
  {
    id: '1.7.message_progress',
    title: 'rollback under way',
    document: page('rollback_progress'),
    shows: [/step/i, /next update/i],
  },
  {
    id: '1.7.message_done',
    title: 'rollback done',
    document: page('rollback_done'),
    shows: [/baseline/i, /cause/i, /review on/i],
  },
  {
    id: '1.7.customer_letter',
    title: 'letter to customers',
    document: page('customer_letter'),
    shows: [/your data: ____/i, /UTC/],
  },
  {
    id: '1.7.withdrawal',
    title: 'withdrawal of the version told',
    document: page('withdrawal'),
    shows: [/what fails/i],
  },
  {
    id: '1.7.status_page',
    title: 'status page',
    document,
    shows: [/investigating/i, /identified/i, /resolved/i],
  },
  {
    id: '1.8.plan',
    title: 'order of messages, owners, gates',
    document,
    shows: [/order of sending/i, /owner/i, /only when/i],
  },
  {
    id: '1.8.draft',
    title: 'draft of the announcement',
    document: 'communications/announcement_draft.md',
    shows: [/draft/i],
  },
  {
    id: '1.8.counterpart',
    title: 'what takes each public message back',
    document,
    shows: [/taken back by/i],
  },
  { id: '1.8.severities', title: 'one scheme of severities by effect', document, shows: [/SEV1/, /SEV4/] },
]
