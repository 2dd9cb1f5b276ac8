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
