import type { Box } from './box.ts'

const metadata = 'metadata.json'
const index = 'README.md'
const log = 'planning/planning.log'
const scope = 'scope.md'

/** Inputs, closing report, records and scope. */
export const beginnings: Box[] = [
  {
    id: '1.0.inputs',
    title: 'version and release date',
    document: metadata,
    shows: [/"version"/, /"release_date"/],
  },
  { id: '1.0.manager', title: 'release manager', document: metadata, shows: [/"release_manager"/] },
  {
    id: '1.0.tree',
    title: 'all documents with a line on each',
    document: index,
    shows: [/\[[^\]]+\]\(rollback\/rollback_plan\.md\)/, /\[[^\]]+\]\(schedule\/timeline\.md\)/],
  },
  { id: '1.0.strategy', title: 'strategy in the report', document: index, shows: [/^Rollout: /m] },
  { id: '1.0.top_risks', title: 'highest risks in the report', document: index, shows: [/overall risk/i] },
  {
    id: '1.0.dates',
    title: 'key dates in the report',
    document: index,
    shows: [/## (gates|key dates)/i, /go\/no-go/i],
  },
  { id: '1.0.next', title: 'next steps', document: index, shows: [/## next/i] },
  { id: '1.0.decision_points', title: 'points to decide', document: index, shows: [/criterion/i] },
  { id: '1.0.handoffs', title: 'who takes over', document: index, shows: [/hand over|coordinator/i] },
  {
    id: '1.0.approvals',
    title: 'approvals by engineering, product and security',
    document: 'planning/approvals.txt',
    shows: [/\[ \]/],
  },
  {
    id: '1.0.major_approval',
    title: 'executive approval of a major release',
    document: 'planning/approvals.txt',
    shows: [/CTO|executive/i],
    when: 'major',
  },
  {
    id: '1.1.started',
    title: 'when planning started',
    document: metadata,
    shows: [/"planning_started": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/],
  },
  { id: '1.1.status', title: 'status of the plan', document: metadata, shows: [/"status"/] },
  {
    id: '1.1.log',
    title: 'planning log',
    document: log,
    shows: [/initiali[sz]ed|created|planning started/i, /target|release date/i],
  },
  {
    id: '1.2.features',
    title: 'features with ticket, owner and status',
    document: scope,
    shows: [/feature/i, /ticket/i, /owner/i, /status/i],
  },
  { id: '1.2.value', title: 'value of a feature', document: scope, shows: [/value/i] },
  { id: '1.2.dependencies', title: 'what a feature depends on', document: scope, shows: [/depend/i] },
  { id: '1.2.fixes', title: 'fixes by severity', document: scope, shows: [/fix/i, /critical/i] },
  {
    id: '1.2.fix_check',
    title: 'impact of a fix and how to verify it',
    document: scope,
    shows: [/impact/i, /verif|testing|check/i],
  },
  {
    id: '1.2.technical',
    title: 'performance, security and infrastructure changes',
    document: scope,
    shows: [/performance/i, /security/i, /infrastructure/i],
  },
  {
    id: '1.2.breaking',
    title: 'breaking changes with migration',
    document: scope,
    shows: [/breaking changes/i, /migrat/i],
    when: 'breaking',
  },
  {
    id: '1.2.database',
    title: 'database change',
    document: scope,
    shows: [/database/i, /compatible|breaking/i],
    when: 'database_change',
  },
  { id: '1.2.limitations', title: 'known limitations', document: scope, shows: [/known limitations/i] },
  { id: '1.2.out', title: 'out of scope', document: scope, shows: [/out of scope/i] },
  { id: '1.2.updated', title: 'date of the scope', document: scope, shows: [/last updated/i] },
]
