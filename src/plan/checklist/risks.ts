import type { Box } from './box.ts'

const document = 'risks/risk_assessment.md'

/** Risk register, details and how risks are watched. */
export const risks: Box[] = [
  {
    id: '1.3.register',
    title: 'register with probability, impact, severity and owner',
    document,
    shows: [/probability/i, /impact/i, /severity/i, /owner/i],
  },
  { id: '1.3.percent', title: 'probability in percent', document, shows: [/\d\s?%/] },
  { id: '1.3.matrix', title: 'how probability and impact give severity', document, shows: [/## matrix/i] },
  {
    id: '1.3.indicators',
    title: 'early signs of each high risk',
    document,
    shows: [/seen first by|answered by/i],
  },
  { id: '1.3.mitigations', title: 'mitigations', document, shows: [/mitigation/i] },
  { id: '1.3.contingency', title: 'what is done if a risk comes true', document, shows: [/\bif .+:/i] },
  { id: '1.3.criteria', title: 'go/no-go criteria of the risks', document, shows: [/go\/no-go/i, /- \[ \]/] },
  {
    id: '1.3.database',
    title: 'risk of the migration',
    document,
    shows: [/migration|schema/i, /backup|restore/i],
    when: 'database_change',
  },
  {
    id: '1.3.api',
    title: 'risk of the changed interface',
    document,
    shows: [/interface|api/i],
    when: 'api_change',
  },
  {
    id: '1.3.dependencies',
    title: 'risk of upgraded dependencies',
    document,
    shows: [/dependenc/i],
    when: 'dependency_major',
  },
  {
    id: '1.3.security',
    title: 'risk in security-relevant parts',
    document,
    shows: [/security|authenticat|vulnerab/i],
    when: 'security_change',
  },
  {
    id: '1.3.watch_planning',
    title: 'review of the register while planning',
    document,
    shows: [/weekly|week/i, /register/i],
  },
  {
    id: '1.3.watch_rollout',
    title: 'risks watched during the rollout',
    document,
    shows: [/release day|rollout/i, /trigger|contingenc|escalat/i],
  },
  {
    id: '1.3.watch_after',
    title: 'risks that came true recorded afterwards',
    document,
    shows: [/after/i, /record|came true|actual/i],
  },
  {
    id: '1.3.overall',
    title: 'overall level and recommendation',
    document,
    shows: [/overall/i, /low|medium|high|critical/i],
  },
  {
    id: '1.3.reviewed',
    title: 'date, reviewer and next review',
    document,
    shows: [/assessed|completed/i, /reviewed by/i, /next review/i],
  },
]
