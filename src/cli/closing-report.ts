interface Reviewed {
  version: string
  release_dir: string
  summary: string
  tree: string[]
  strategy: { name: string; why: string }
  top_risks: { title: string; severity: string; mitigation: string }[]
  key_dates: string[]
  team: string[]
  rollback: string
  approvals: { who: string; because: string }[]
  go_no_go: { criterion: string; met: string; evidence: string }[]
  warnings: { message: string; fix: string }[]
  next_steps: string[]
  contradictions: Contradiction[]
  planned_vs_actual: { what: string; planned: string; actual: string }[]
}

interface Contradiction {
  id?: string
  path: string
  line: number
  says: string
  plan_says: string
  fix: string
}

/** What a person reads when planning is done, from the result of review_plan. */
export function closingReport(result: Record<string, unknown>): string {
  const report = result as unknown as Reviewed
  return [
    `Release ${report.version}: ${report.summary}`,
    section(`${report.release_dir}/`, treeLines(report.tree)),
    section(`Strategy: ${report.strategy.name}`, [report.strategy.why]),
    section('Top risks', riskLines(report.top_risks)),
    section('Key dates', report.key_dates),
    section('Team', report.team),
    section('Rollback', [report.rollback]),
    section(
      'Go/no-go',
      report.go_no_go.map(line => `${mark(line.met)} ${line.criterion}: ${line.evidence}`),
    ),
    section('Contradictions', report.contradictions.map(contradictionText)),
    section(
      'Planned and actual',
      report.planned_vs_actual.map(
        ({ what, planned, actual }) => `${what}: planned ${planned}; actual ${actual}`,
      ),
    ),
    section(
      'Warnings',
      report.warnings.map(warning => `${warning.message} ${warning.fix}`),
    ),
    section(
      'Approvals',
      report.approvals.map(approval => `[ ] ${approval.who}: ${approval.because}`),
    ),
    section('Next', report.next_steps),
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** What a person reads about documents that are not ours. */
export function foreignReport(result: Record<string, unknown>): string {
  const { summary, contradictions } = result as { summary: string; contradictions: Contradiction[] }
  return [summary, ...contradictions.map(contradictionText)].join('\n')
}

const contradictionText = ({ id, path, line, says, plan_says, fix }: Contradiction): string =>
  `${id ? `${id}  ` : ''}${path}:${line} "${says}"${plan_says ? ` against "${plan_says}"` : ''}: ${fix}`

const riskLines = (risks: Reviewed['top_risks']): string[] =>
  risks.length === 0
    ? ['none shown by the change, none named']
    : risks.map(risk => `${risk.title} (${risk.severity}): ${risk.mitigation}`)

const mark = (met: string): string => ({ yes: '✓', no: '✗' })[met] ?? '?'

const section = (heading: string, lines: string[]): string =>
  lines.length === 0 ? '' : [heading, ...lines.map(line => `  ${line}`)].join('\n')

/** `path: note` lines in two columns. */
function treeLines(tree: string[]): string[] {
  const entries = tree.map(line => line.split(/: (.*)/s))
  const width = Math.max(0, ...entries.map(([path]) => path!.length))
  return entries.map(([path, note]) => `${path!.padEnd(width)}  ${note ?? ''}`.trimEnd())
}
