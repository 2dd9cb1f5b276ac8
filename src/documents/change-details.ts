import type { Plan, Scope } from '../plan/plan.ts'
import { counted } from '../plan/text.ts'
import { code, escaped, type Markdown, md } from './markdown.ts'

const shownStatements = 10
const shownNames = 20

/** What the texts of the changed files say, where a signal's one line is not enough; nothing where they say nothing. */
export function changeDetails({ scope }: Plan): Markdown {
  const parts = [credentials(scope), migrations(scope), environment(scope), flags(scope), locks(scope)]
  return md(parts.filter(Boolean).join('\n\n'))
}

const answer = (value: boolean | undefined, yes: string, no: string): string =>
  value === undefined ? '?' : value ? yes : no

/** Statements that ask for a look before those that do not; the others are counted. */
function migrations({ evidence }: Scope): string {
  const files = evidence?.migrations ?? []
  const statements = files.flatMap(({ file, framework, statements: list }) =>
    list.map(one => ({ ...one, file, framework })),
  )
  const looked = statements.filter(
    ({ compatible, reversible, locking }) => compatible !== true || reversible !== true || locking !== false,
  )
  const { statements: total = 0, files: count = 0 } = evidence?.migrations_total ?? {}
  // Where none asks for a look the signal and the line about the database say it.
  if (total === 0 || looked.length === 0) return ''
  const shown = looked.slice(0, shownStatements)
  const frameworks = [...new Set(files.map(({ framework }) => framework))].slice(0, 4).join(', ')
  const rest = total - shown.length
  const head = `**Migrations** (${escaped(frameworks)}): ${counted(total, 'statement')} in ${counted(count, 'file')}. _(observed: their text; ? = the text does not show it)_`
  const rows = shown.map(
    ({ what, file, compatible, reversible, locking, why }) =>
      `| ${escaped(what)} | ${answer(compatible, 'yes', '**no**')} | ${answer(reversible, 'yes', '**no**')} | ${answer(locking, '**yes**', 'no')} | ${escaped(why ?? '')} | ${code(file.split('/').slice(-2).join('/')).text} |`,
  )
  const table = [
    '| Statement | Old code works | Can be undone | Locks | Why | File |',
    '|---|---|---|---|---|---|',
    ...rows,
  ]
  return `${head}\n\n${table.join('\n')}${rest > 0 ? `\n\nAnd ${counted(rest, 'more statement', 'more statements')}.` : ''}`
}

const names = (found: { name: string; file: string }[]): string => {
  const shown = found.slice(0, shownNames).map(({ name }) => code(name).text)
  return `${shown.join(', ')}${found.length > shownNames ? ` and ${found.length - shownNames} more` : ''}`
}

function environment({ evidence }: Scope): string {
  const found = evidence?.environment ?? []
  if (found.length === 0) return ''
  return `**New environment variables**: ${names(found)}; first in ${code(found[0]?.file ?? '').text}. _(observed: named at the end of the range, not at its start)_`
}

function flags({ evidence }: Scope): string {
  const { added = [], removed = [] } = evidence?.flags ?? {}
  const parts = [
    added.length > 0 ? `new ${names(added)} (${escaped(added[0]?.by ?? '')})` : '',
    removed.length > 0 ? `gone ${names(removed)}` : '',
  ].filter(Boolean)
  return parts.length > 0 ? `**Feature flags**: ${parts.join('; ')}. _(observed)_` : ''
}

function locks({ evidence }: Scope): string {
  const found = evidence?.locks ?? []
  const alone = found.filter(lock => lock.alone).slice(0, 3)
  const majors = found.flatMap(({ shown }) => shown.filter(({ major }) => major)).slice(0, 8)
  if (alone.length === 0 && majors.length === 0) return ''
  const steps = majors.map(
    ({ name, from, to, direct }) => `${escaped(`${name} ${from} → ${to}`)}${direct ? ' (direct)' : ''}`,
  )
  const changed =
    alone.length > 0
      ? `${alone.map(({ file }) => code(file).text).join(', ')} changed without a manifest. `
      : ''
  return `**Locked packages**: ${changed}${steps.length > 0 ? `New majors: ${steps.join(', ')}. ` : ''}_(observed: lock files)_`
}

function credentials({ evidence }: Scope): string {
  const found = evidence?.credentials ?? []
  if (found.length === 0) return ''
  const shown = found.slice(0, 8).map(({ file, what }) => `${escaped(what)} in ${code(file).text}`)
  return `**Looks like a credential**: ${shown.join('; ')}. Whatever was in a commit is known: revoke it, then remove it. _(observed; values are not shown)_`
}
