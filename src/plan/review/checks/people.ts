import type { Temporal } from 'temporal-polyfill'
import { daysIn, durationsIn, matching, offsetsIn, offsetText } from './facts.ts'
import { type Corpus, isIn, type Line, type Section, type Table, titlesOf } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

/** Nobody is awake for days: one person for the whole watch, or the second one at the same hours. */
function onCallWithoutRest({ prose, sections }: Corpus): Found[] {
  const shifts = sections.filter(({ title }) => /\bon-?call\b/i.test(title))
  const handed = prose.some(({ text }) => /\bhand-?over|rotat(?:es|ed|ing)|shifts? of\b/i.test(text))
  if (handed) return []
  return prose.flatMap((line): Found[] => {
    if (!shifts.some(section => isIn(line, section))) return []
    if (/\bsame as primary\b/i.test(line.text))
      return [[line, 'both are on call for the same hours, day and night, and nobody takes over']]
    const hours = /\bdates?\b/i.test(line.text) ? rangeHours(line.text) : 0
    return hours > 24 ? [[line, `one person for ${hours} h without a handover`]] : []
  })
}

function rangeHours(text: string): number {
  const days = daysIn(text).map(({ date }) => date)
  if (days.length === 2) return (days[0]!.until(days[1]!).days + 1) * 24
  const offsets = [...text.matchAll(/([-+]) ?(\d+) days?\b/g)].map(([, sign, number]) =>
    Number(`${sign}${number}`),
  )
  const [range] = offsetsIn(text)
  if (range && range.to > range.from) return Math.round(range.to - range.from + 1) * 24
  return offsets.length === 2 ? (offsets[1]! - offsets[0]! + 1) * 24 : 0
}

interface RoleCard {
  section: Section
  name: string
  lines: Line[]
}

const cardsOf = ({ sections, prose }: Corpus): RoleCard[] =>
  sections
    .filter(({ level }) => level < 7)
    .map(section => ({
      section,
      name: section.title.replace(/\(.*/, '').trim(),
      lines: prose.filter(line => line.section === section || line.section?.parent === section),
    }))
    .filter(({ lines }) => lines.some(({ text }) => /^\W*time commitment\b/i.test(text)))

/** Tables of hours by role, with what the head of the column counts them by. */
const hourTables = ({ tables }: Corpus): Table[] =>
  tables.filter(
    ({ header }) => /role/i.test(header[0] ?? '') && header.some(cell => /\bhours?\b/i.test(cell)),
  )

function hoursAndShares(corpus: Corpus): Found[] {
  const cards = cardsOf(corpus)
  const tables = hourTables(corpus)
  const rows = tables.flatMap(({ rows: own }) => own)
  const mentions = (name: string) =>
    rows.filter(({ cells }) => {
      const [own, role] = [key(name), key(cells[0] ?? '')]
      return role !== '' && (own.startsWith(role) || role.startsWith(own) || isShort(cells[0]!, name))
    })
  const shares = cards.flatMap(({ name, lines }): Found[] => {
    const told = lines.find(({ text }) => /time commitment/i.test(text) && /\b\d+ ?%/.test(text))
    const share = told && Number(/(\d+) ?%/.exec(told.text)![1])
    const row = mentions(name).find(({ cells }) => /^\d+$/.test(cells[1] ?? ''))
    return told && share && row && Math.abs((Number(row.cells[1]) / 40) * 100 - share) > 5
      ? [[told, `${share} % of a week of 40 h are ${share * 0.4} h, the table has ${row.cells[1]}`, row.line]]
      : []
  })
  const absent =
    tables.length === 0
      ? []
      : cards
          .filter(({ name }) => mentions(name).length === 0)
          .map(({ section, name }) => [section.line, `${name} has work and no hours in any table`] as Found)
  const backed = cards.filter(({ lines }) => lines.some(({ text }) => /^\W*backup\b/i.test(text)))
  const alone =
    backed.length === 0
      ? []
      : cards
          .filter(card => !backed.includes(card))
          .map(({ section, name }) => [section.line, `${name} has no backup, others have`] as Found)
  return [...shares, ...absent, ...alone, ...levelsWithoutTime(corpus)]
}

const key = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\(.*/, '')
    .replace(/[^a-z]/g, '')

/** `Database Administrator` stands in tables as DBA. */
function isShort(short: string, name: string): boolean {
  if (!/^[A-Z]{2,5}$/.test(short)) return false
  const letters = [...name.toLowerCase()]
  return [...short.toLowerCase()].every((letter, n) => {
    const at = letters.indexOf(letter)
    letters.splice(0, at + 1)
    return at >= 0 && (n > 0 || at === 0)
  })
}

function levelsWithoutTime({ prose }: Corpus): Found[] {
  const levels = matching(prose, /\bLevel \d\b/i)
  const timed = levels.filter(({ text }) => durationsIn(text).length > 0)
  return timed.length === 0
    ? []
    : levels
        .filter(line => !timed.includes(line))
        .map(line => [line, 'the other levels answer within a time, this one has none'])
}

/** Hours that do not go into the days of their phase, and absences where nobody may be absent. */
function moreThanThereIs(corpus: Corpus): Found[] {
  const release = releaseDay(corpus)
  const overfull = hourTables(corpus).flatMap(({ header, rows }): Found[] => {
    const [phase] = rows[0] ? titlesOf(rows[0].line.section).flatMap(offsetsIn) : []
    if (!phase || !header.some(cell => /week/i.test(cell))) return []
    const days = workingDays(phase, release)
    return rows.flatMap(({ cells, line }): Found[] => {
      const [, hours, people] = /^(\d+) \((\d+) (?:people|persons?|engineers?)\)/.exec(cells[1] ?? '') ?? []
      return hours && Number(hours) > Number(people) * 8 * days
        ? [
            [
              line,
              `${people} people have ${Number(people) * 8 * days} h in the ${days} working days of ${offsetText(phase.from)} to ${offsetText(phase.to)}`,
            ],
          ]
        : []
    })
  })
  const nobody = corpus.prose.find(({ text }) => /\bno (?:planned )?absences?\b/i.test(text))
  const away = corpus.prose.find(
    ({ text }) =>
      /\bon (?:vacation|leave|holiday)\b|\baway (?:from|until)\b/i.test(text) && /T-\d|\d{4}-\d\d/.test(text),
  )
  return [...overfull, ...(nobody && away ? [[nobody, 'an absence is known', away] as Found] : [])]
}

function releaseDay({ prose }: Corpus): Temporal.PlainDate | undefined {
  const line = prose.find(({ text }) => /\brelease date\b/i.test(text) && daysIn(text).length > 0)
  return line && daysIn(line.text)[0]!.date
}

/** Both ends included: days from Monday to Friday, of five in seven where no date is known. */
function workingDays(
  { from, to }: { from: number; to: number },
  release: Temporal.PlainDate | undefined,
): number {
  const days = Array.from({ length: Math.min(400, Math.round(to - from) + 1) }, (_, n) => from + n)
  if (!release) return Math.ceil((days.length * 5) / 7)
  return days.filter(day => release.add({ days: day }).dayOfWeek < 6).length
}

/** A person with a shift on a day on which the same document has that person away, or with two shifts at once. */
function twoPlaces({ prose, tables }: Corpus): Found[] {
  const away = prose.flatMap(line => {
    const found =
      /\b(\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?)\b.{0,20}\b(?:on vacation|on leave|away|absent)\b.*?(\d{4}-\d\d-\d\d)(?: ?(?:to|until|-|–) ?(\d{4}-\d\d-\d\d))?/u.exec(
        line.text,
      )
    return found ? [{ line, name: found[1]!, from: found[2]!, to: found[3] ?? found[2]! }] : []
  })
  const shifts = tables
    .filter(({ header }) => /^from/i.test(header[0] ?? '') && /^(?:to|until)/i.test(header[1] ?? ''))
    .flatMap(({ rows }) =>
      rows.map(({ cells, line }) => ({
        line,
        from: stamp(cells[0]),
        to: stamp(cells[1]),
        names: cells.slice(2).filter(cell => /^\p{Lu}/u.test(cell)),
      })),
    )
    .filter(({ from, to }) => from !== '' && to !== '')
  const absent = shifts.flatMap(({ line, from, to, names }): Found[] => {
    const gone = away.find(
      entry => names.includes(entry.name) && entry.from <= to.slice(0, 10) && from.slice(0, 10) <= entry.to,
    )
    return gone ? [[line, `${gone.name} is away then`, gone.line]] : []
  })
  const twice = shifts.flatMap(({ line, from, to, names }, n): Found[] => {
    const other = shifts
      .slice(0, n)
      .find(entry => entry.from < to && from < entry.to && entry.names.some(name => names.includes(name)))
    const both = names.find((name, at) => names.indexOf(name) !== at)
    return other
      ? [[line, 'one person has two shifts at once', other.line]]
      : both
        ? [[line, `${both} is primary and secondary at once`]]
        : []
  })
  return [...absent, ...twice]
}

const stamp = (cell = ''): string => /(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?/.exec(cell)?.[0] ?? ''

/** Columns of numbers whose total is another one. */
function wrongTotals({ tables }: Corpus): Found[] {
  return tables.flatMap(({ header, rows }): Found[] => {
    const last = rows.at(-1)
    if (!last || rows.length < 3 || !/^\**(?:total|sum|together)\b/i.test(last.cells[0] ?? '')) return []
    const columns = header.map((_, n) => n).slice(1)
    const wrong = columns.find(n => {
      const numbers = rows.slice(0, -1).map(({ cells }) => amount(cells[n]))
      const total = amount(last.cells[n])
      return (
        total !== undefined &&
        numbers.every(number => number !== undefined) &&
        Math.abs(numbers.reduce((sum, number) => sum + number!, 0) - total) > 0.005
      )
    })
    if (wrong === undefined) return []
    const sum = rows.slice(0, -1).reduce((all, { cells }) => all + amount(cells[wrong])!, 0)
    return [[last.line, `the rows of "${header[wrong]}" add up to ${Math.round(sum * 100) / 100}`]]
  })
}

function amount(cell = ''): number | undefined {
  const [, number] =
    /^[^\d-]{0,4}(-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?)[^\d]{0,12}$/.exec(
      cell.replaceAll('**', ''),
    ) ?? []
  return number === undefined ? undefined : Number(number.replaceAll(',', ''))
}

export const peopleRules: Rule[] = [
  { id: 'P1', finds: 'on-call without rest or handover', check: onCallWithoutRest },
  { id: 'P2', finds: 'shares, hours, backups and times that do not agree', check: hoursAndShares },
  { id: 'P3', finds: 'more hours than there are, absences denied', check: moreThanThereIs },
  { id: 'P9', finds: 'a person in two places', check: twoPlaces },
  { id: 'P10', finds: 'totals that do not add up', check: wrongTotals },
]
