import type { Box } from './box.ts'

const document = 'rollback/rollback_plan.md'

/** When to go back, who decides, how, and what follows. */
export const rollback: Box[] = [
  { id: '1.0.way_back', title: 'a way back, always', document, shows: [/ways? back|method/i] },
  {
    id: '1.7.immediate',
    title: 'immediate: who, how fast, on what',
    document,
    shows: [/immediate/i, /on[- ]call|no approval|publisher/i],
  },
  {
    id: '1.7.unavailable',
    title: 'unavailable, cannot be installed or used',
    document,
    shows: [/health check|cannot be (installed|reached)|does not start|consumer fails/i],
  },
  { id: '1.7.corruption', title: 'damaged data', document, shows: [/integrity|corrupt|damage|lose/i] },
  { id: '1.7.breach', title: 'breach or hole', document, shows: [/breach|hole|security/i] },
  {
    id: '1.7.critical_function',
    title: 'critical function down',
    document,
    shows: [/critical function|main transaction|sign-in/i],
  },
  { id: '1.7.fast', title: 'fast: who, how fast, on what', document, shows: [/fast/i] },
  { id: '1.7.fast_latency', title: 'latency and timeouts', document, shows: [/P99|latency/i, /time ?out/i] },
  {
    id: '1.7.fast_database',
    title: 'data store',
    document,
    shows: [/data store|database/i, /connection|pool/i],
  },
  { id: '1.7.planned', title: 'planned: who, how fast, on what', document, shows: [/planned/i] },
  { id: '1.7.business', title: 'business figures', document, shows: [/conversion|business/i] },
  { id: '1.7.monitor', title: 'watch only', document, shows: [/monitor/i] },
  {
    id: '1.7.steps',
    title: 'steps of each way back with verification',
    document,
    shows: [/1\. /, /check|verif/i],
  },
  {
    id: '1.7.switch',
    title: 'traffic back to the old version',
    document,
    shows: [/old version|previous version/i, /switch|traffic|deploy/i],
  },
  {
    id: '1.7.restore',
    title: 'restoring the database',
    document,
    shows: [/restore/i, /backup/i, /integrity/i],
    when: 'database_change',
  },
  { id: '1.7.loss', title: 'what a way back loses', document, shows: [/los(es|t|ing)|lose/i] },
  { id: '1.7.flags', title: 'switching features off', document, shows: [/flag/i], when: 'feature_flags' },
  { id: '1.7.until', title: 'until when each way works', document, shows: [/until|works while/i] },
  {
    id: '1.7.after_hours',
    title: 'first hours: stability, evidence, assessment',
    document,
    shows: [/evidence|logs/i, /users|impact|assess/i],
  },
  { id: '1.7.after_day', title: 'first day: cause, messages, fix', document, shows: [/cause/i, /fix/i] },
  {
    id: '1.7.after_week',
    title: 'first week: review, process, new date',
    document,
    shows: [/post-?mortem|review/i, /new date|again|re-?deploy|next/i],
  },
  { id: '1.7.rehearsal', title: 'rehearsal with its points', document, shows: [/rehears/i, /- \[ \]/] },
  { id: '1.7.scenarios', title: 'scenarios with minutes', document, shows: [/scenario/i, /min/i] },
  {
    id: '1.7.metrics',
    title: 'what is measured of a rollback',
    document,
    shows: [/detect/i, /decide|decision/i],
  },
  {
    id: '1.7.approved',
    title: 'last rehearsal and when the next one is',
    document,
    shows: [/last rehearsed/i, /before the go\/no-go/i],
  },
]
