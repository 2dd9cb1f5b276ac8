import type { Box } from './box.ts'

const document = 'resources/team_allocation.md'

/** Roles, on-call, hours, money and channels. */
export const appointments: Box[] = [
  { id: '1.0.budget', title: 'infrastructure has a budget', document, shows: [/budget|cost/i] },
  {
    id: '1.6.release_manager',
    title: 'release manager with duties, hours and backup',
    document,
    shows: [/release manager/i, /backup/i],
  },
  { id: '1.6.technical_lead', title: 'technical lead', document, shows: [/technical lead|lead maintainer/i] },
  { id: '1.6.devops', title: 'DevOps engineer', document, shows: [/devops/i] },
  {
    id: '1.6.dba',
    title: 'database administrator',
    document,
    shows: [/database administrator/i],
    when: 'database_change',
  },
  { id: '1.6.qa', title: 'test lead and team', document, shows: [/QA lead|test lead/i] },
  { id: '1.6.security', title: 'security engineer', document, shows: [/security/i], when: 'security_change' },
  { id: '1.6.support', title: 'support lead and standby', document, shows: [/support lead/i] },
  {
    id: '1.6.product',
    title: 'product manager',
    document,
    shows: [/product manager|early-adopter contact/i],
  },
  {
    id: '1.6.on_call',
    title: 'on-call with primary and secondary',
    document,
    shows: [/on[- ]call/i, /primary/i, /secondary/i],
  },
  { id: '1.6.contacts', title: 'contacts of those on call', document, shows: [/phone|mail|chat|contact/i] },
  { id: '1.6.escalation', title: 'escalation with minutes', document, shows: [/escalat/i, /min/i] },
  {
    id: '1.6.external',
    title: 'outside help and when it is called',
    document,
    shows: [/external|outside|registry|provider/i],
  },
  { id: '1.6.hours', title: 'hours by phase', document, shows: [/hours|h\/week|per week/i] },
  { id: '1.6.costs', title: 'costs and their total', document, shows: [/cost|budget/i] },
  {
    id: '1.6.constraints',
    title: 'absences and other limits with their mitigation',
    document,
    shows: [/constraint|absence|limit/i],
  },
  { id: '1.6.window', title: 'the window of the production change', document, shows: [/\d\d:\d\d/] },
  { id: '1.6.channels', title: 'channels of the team', document, shows: [/channel/i, /chat/i] },
  {
    id: '1.6.updates',
    title: 'how often and in what form the team reports',
    document,
    shows: [/week/i, /day/i, /update|report|state/i],
  },
  {
    id: '1.6.approved',
    title: 'approval of people and budget',
    document: 'planning/approvals.txt',
    shows: [/engineering|maintainer/i, /people|publisher/i],
  },
]
