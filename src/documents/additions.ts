import { longDate } from '../plan/calendar/date.ts'
import type { Section } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { escaped, type Markdown, md, statementText } from './markdown.ts'

/** What the caller added to a section: its notes as they are, its decisions as a table. Empty where there is none. */
export function additions(plan: Plan, section: Section | 'release'): Markdown {
  const notes = (plan.notes[section] ?? []).map(note => `## ${escaped(note.heading)}\n\n${note.text.trim()}`)
  const decisions = plan.decisions.filter(decision => decision.section === section)
  return md([...notes, ...(decisions.length ? [decisionTable(plan, decisions)] : [])].join('\n\n'))
}

export function decisionTable(plan: Plan, decisions: Plan['decisions']): string {
  const rows = decisions.map(decision =>
    [
      escaped(decision.question),
      (decision.options ?? []).map(escaped).join(' / '),
      escaped(decision.recommended ?? ''),
      statementText(plan, decision.owner).text,
      longDate(decision.needed_by),
      escaped(decision.blocks ?? ''),
    ].join(' | '),
  )
  return [
    '## Decisions',
    '',
    '| Decision | Options | Recommended | Owner | Needed by | Blocks |',
    '|---|---|---|---|---|---|',
    ...rows.map(row => `| ${row} |`),
  ].join('\n')
}
