import type { Box } from './box.ts'

const document = 'planning/deployment_strategy.md'

/** How the release reaches its users. */
export const strategy: Box[] = [
  {
    id: '1.4.recommended',
    title: 'recommended strategy, why, and who says so',
    document,
    shows: [/^recommended strategy: \S+/im, /given|assumed|derived/i],
  },
  {
    id: '1.4.matrix',
    title: 'comparison of the strategies',
    document,
    shows: [/zero downtime|downtime|interruption/i, /risk/i, /complexity/i, /cost/i],
  },
  { id: '1.4.feasible', title: 'why the others were not taken', document, shows: [/possible/i, /verdict/i] },
  {
    id: '1.4.advantages',
    title: 'advantages and considerations',
    document,
    shows: [/for it:/i, /to mind:/i],
  },
  { id: '1.4.steps', title: 'steps with shares and minutes', document, shows: [/steps/i, /min/i] },
  {
    id: '1.4.shares',
    title: 'share of traffic at each step',
    document,
    shows: [/\d+ ?%/, /traffic|instances/i],
  },
  { id: '1.4.back', title: 'way back with its minutes', document, shows: [/roll ?back|way back/i, /min/i] },
  {
    id: '1.4.flag_table',
    title: 'table of flags',
    document,
    shows: [/flag/i, /owner/i, /expir/i],
    when: 'feature_flags',
  },
  {
    id: '1.4.promotion',
    title: 'limits for going on, holding and going back',
    document,
    shows: [/promot|go on|next step/i, /hold/i, /abort|back/i],
  },
  {
    id: '1.4.error_rate',
    title: 'error rate',
    document,
    shows: [/error/i, /baseline/i],
  },
  {
    id: '1.4.latency',
    title: 'latency',
    document,
    shows: [/P99|latency/i, /baseline/i],
  },
  { id: '1.4.transactions', title: 'business transactions kept', document, shows: [/transaction/i] },
  {
    id: '1.4.database',
    title: 'expand, migrate, contract',
    document,
    shows: [/expand|add columns/i, /contract/i],
    when: 'database_change',
  },
  { id: '1.4.baseline', title: 'what is measured before', document, shows: [/baseline/i, /before/i] },
  { id: '1.4.alerts', title: 'alerts and who is called', document, shows: [/alerts/i, /called/i] },
  {
    id: '1.4.watch',
    title: 'how long and how often it is watched',
    document,
    shows: [/every \d+|every/i, /hours|days/i],
  },
  {
    id: '1.4.automatic',
    title: 'alert rules',
    document: 'rollback/alerts.yaml',
    shows: [/expr:/, /for:/],
  },
  { id: '1.4.approved', title: 'approval of the strategy', document, shows: [/approval/i] },
]
