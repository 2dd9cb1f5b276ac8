import { isLegalSequence } from '../../communications/status-page.ts'
import { durationsIn, matching, offsetsIn, offsetText } from './facts.ts'
import { type Corpus, isIn, isItem, type Line, type Section, said, titlesOf } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

/** The latest day on which somebody still approves, before the release. */
function approvalDay({ lines, prose }: Corpus): { line: Line; day: number } | undefined {
  const named = [...prose, ...lines.filter(({ code }) => code !== undefined)].flatMap(line =>
    /\b(?:approval|approvers?|cab|sign-?off|go\/no-go)\b/i.test(line.text)
      ? offsetsIn(line.text)
          .filter(({ to, unit }) => unit === 'd' && to < 0)
          .map(({ to }) => ({ line, day: to }))
      : [],
  )
  return named.toSorted((a, b) => b.day - a.day)[0]
}

/** What the outside is told before anybody agreed, and what it is told twice. */
function promisedBeforeApproval(corpus: Corpus): Found[] {
  const approved = approvalDay(corpus)
  const outside = corpus.prose.filter(
    line =>
      isItem(line) &&
      titlesOf(line.section).some(title => /\bexternal\b|\bcustomers?\b|\bpublic\b/i.test(title)),
  )
  const early = outside.flatMap((line): Found[] => {
    const [day] = offsetsIn(line.text)
    return approved && day && day.unit === 'd' && day.from <= approved.day
      ? [
          [
            line,
            `the outside hears of it at ${offsetText(day.from)}, the approval ends at ${offsetText(approved.day)}`,
            approved.line,
          ],
        ]
      : []
  })
  const kind = (line: Line) => /\b(blog|newsletter|press)\b/i.exec(line.text)?.[1]?.toLowerCase()
  const twice = outside.flatMap((line, n): Found[] => {
    const first = outside
      .slice(0, n)
      .find(other => kind(other) && kind(other) === kind(line) && other.path === line.path)
    return first ? [[line, 'it is published twice', first]] : []
  })
  return [...early, ...twice]
}

/** Sequences of states that a status page does not have. */
function illegalStates(corpus: Corpus): Found[] {
  const shown = corpus.lines.flatMap(line => {
    const found =
      /^\W*(?:\p{Extended_Pictographic}\uFE0F?\s*)?(investigating|identified|monitoring|resolved)\b\W*$/iu.exec(
        said(line),
      )
    const page = titlesOf(line.section).some(title => /\bstatus page\b/i.test(title))
    const section = parentPage(line.section)
    return found && page && section ? [{ line, state: found[1]!.toLowerCase(), section }] : []
  })
  const pages = [...new Set(shown.map(({ section }) => section))]
  const gaps = pages.flatMap((page): Found[] => {
    const own = shown.filter(({ section }) => section === page)
    const order = own.map(({ state }) => state)
    return order.length > 1 && !isLegalSequence(order)
      ? [
          [
            own.at(-1)!.line,
            `${order.join(' to ')}: a status page goes through identified and monitoring as well`,
            own[0]!.line,
          ],
        ]
      : []
  })
  const told = matching(corpus.prose, /\bstatus page\b.*\(/i).flatMap(line => {
    const word = /\bstatus page\b[^(]*\(([^)]*)\)/i.exec(line.text)![1]!.toLowerCase()
    return [
      {
        line,
        maintenance: /maintenance|scheduled/.test(word),
        resolved: /resolved/.test(word),
        scheduled: /scheduled/.test(word),
      },
    ]
  })
  const maintenance = told.find(entry => entry.maintenance)
  const resolved = told.find(entry => entry.resolved)
  const scheduled = told.filter(entry => entry.scheduled)
  return [
    ...gaps,
    ...(maintenance && resolved
      ? [
          [
            resolved.line,
            'a maintenance ends as completed; resolved ends an incident',
            maintenance.line,
          ] as Found,
        ]
      : []),
    ...(scheduled.length > 1
      ? [[scheduled[1]!.line, 'the maintenance is scheduled twice', scheduled[0]!.line] as Found]
      : []),
  ]
}

function parentPage(section: Section | undefined): Section | undefined {
  for (let at = section; at; at = at.parent) if (/\bstatus page\b/i.test(at.title)) return at
  return undefined
}

/** Updates every 30, 10 and 5 minutes at the same time, and severities under two names. */
function rhythms(corpus: Corpus): Found[] {
  const every = corpus.lines.flatMap(line => {
    const found = /\b(?:updates?|next update)\b.*\b(?:every|in)\b.*/i.exec(line.text)
    const [minutes] = found ? durationsIn(found[0]).filter(({ from, to }) => from === to && to < 1440) : []
    return minutes ? [{ line, minutes: minutes.to }] : []
  })
  const ruled = corpus.prose.some(({ text }) =>
    /\b(?:shortest|most frequent)\b.*\bwins?\b|\btakes precedence\b/i.test(text),
  )
  const [first] = every
  const other = every.find(({ minutes }) => minutes !== first?.minutes)
  const severity = corpus.prose.find(({ text }) => /\bseverity \d\b/i.test(text))
  const sev = corpus.prose.find(({ text }) => /\bSEV-?\d\b/.test(text))
  return [
    ...(first && other && !ruled
      ? [
          [
            other.line,
            `every ${other.minutes} min here, every ${first.minutes} min there, and no rule says which wins`,
            first.line,
          ] as Found,
        ]
      : []),
    ...(severity && sev && severity.path !== sev.path
      ? [[sev, 'severities have two names', severity] as Found]
      : []),
  ]
}

const levels = /\b(critical|high|medium|low)\b/i

/** Register and details name different risks, or stand under another level than their own. */
function registerAndDetails({ tables, sections, prose }: Corpus): Found[] {
  return tables
    .filter(
      ({ header }) =>
        header.some(cell => /^risk$/i.test(cell)) && header.some(cell => /severity|impact/i.test(cell)),
    )
    .flatMap(({ header, rows, line }): Found[] => {
      const column = header.findIndex(cell => /^risk$/i.test(cell))
      const details = sections.filter(
        section => section.line.path === line.path && /^\d+\.\s/.test(section.title),
      )
      if (details.length === 0) return []
      const rowless = details.filter(
        ({ title }) => !rows.some(({ cells }) => alike(cells[column] ?? '', title)),
      )
      const bare = rows.filter(({ cells }) => !details.some(({ title }) => alike(cells[column] ?? '', title)))
      const misplaced = details.flatMap((section): Found[] => {
        const group = levels.exec(section.parent?.title ?? '')?.[1]?.toLowerCase()
        const own = prose.find(
          entry => isIn(entry, section) && /^\W*(?:overall )?severity\b/i.test(entry.text),
        )
        const level =
          own && levels.exec(own.text.replace(/^\W*(?:overall )?severity\W*/i, ''))?.[1]?.toLowerCase()
        return own && group && level && (level === 'medium' || level === 'low') && group !== level
          ? [[own, `it stands under "${section.parent!.title}"`, section.line]]
          : []
      })
      return [
        ...misplaced,
        ...rowless
          .slice(0, 2)
          .map(
            section =>
              [
                section.line,
                `the register has no row for it (${rows.length} rows, ${details.length} details)`,
                line,
              ] as Found,
          ),
        ...bare.slice(0, 2).map(row => [row.line, 'no detail describes it'] as Found),
      ]
    })
}

/** One word of so many letters in both names the same risk. */
const distinctive = 9

function alike(one: string, other: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[a-z]{4,}/g) ?? [])
  const theirs = words(other)
  const shared = [...words(one)].filter(word => theirs.has(word))
  return shared.length >= 2 || shared.some(word => word.length >= distinctive)
}

/** A register that cannot be followed: no id, no day, no level over all. */
function registerIncomplete({ tables, prose }: Corpus): Found[] {
  const registers = tables.filter(
    ({ header }) =>
      header.some(cell => /^risk$/i.test(cell)) && header.some(cell => /mitigation/i.test(cell)),
  )
  return [
    ...registers
      .filter(({ header }) => !header.some(cell => /^(?:id|#|no\.?)$/i.test(cell)))
      .map(
        ({ line }) =>
          [line, 'its risks have no id, no day and nothing that would show that they come true'] as Found,
      ),
    ...prose
      .filter(({ text }) => /\b(?:assessment|overall)\b[^[]*\[\s*LOW\b/i.test(text))
      .map(line => [line, 'the level of the release is not computed'] as Found),
  ]
}

export const messageRules: Rule[] = [
  {
    id: 'P4',
    finds: 'promises to the outside before the approval, things published twice',
    check: promisedBeforeApproval,
  },
  { id: 'P5', finds: 'states of a status page out of order', check: illegalStates },
  { id: 'P6', finds: 'rhythms without a rule which wins, severities with two names', check: rhythms },
  { id: 'P7', finds: 'register and details that differ', check: registerAndDetails },
  { id: 'P8', finds: 'risks that cannot be followed', check: registerIncomplete },
]
