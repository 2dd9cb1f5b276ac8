import { Temporal } from 'temporal-polyfill'
import { type Corpus, type Line, type Section, said, titlesOf } from './markdown.ts'

/** Calendar days from the release, from and to; hours are kept as parts of a day. */
export interface Offsets {
  from: number
  to: number
}

const one = String.raw`T ?([-+−]) ?(\d{1,3}) ?(d(?:ays?)?|h(?:ours?|rs?)?|w(?:eeks?|ks?)?|min(?:utes?)?)?\b`
const range = new RegExp(`${one}(?: ?(?:to|until|through|-|–|—|\\.\\.+) ?${one})?`, 'g')
const perDay: Record<string, number> = { d: 1, h: 1 / 24, w: 7, m: 1 / 1440 }

/** The `T-14`, `T-10 to T-8`, `T+2 weeks` of a text. */
export function offsetsIn(text: string): (Offsets & { unit: string })[] {
  return [...text.matchAll(range)].map(([, sign, number, unit, toSign, toNumber, toUnit]) => {
    const from = offset(sign!, number!, unit)
    return {
      from,
      to: toSign ? offset(toSign, toNumber!, toUnit ?? unit) : from,
      unit: (unit ?? 'd').charAt(0),
    }
  })
}

function offset(sign: string, number: string, unit = 'd'): number {
  const days = Number(number) * (perDay[unit.charAt(0)] ?? 1)
  return sign === '+' ? days : -days || 0
}

/** `T-8`, `T+3`. */
export const offsetText = (days: number): string => `T${days > 0 ? '+' : '-'}${Math.abs(days)}`

/** Clock times in minutes; a window over midnight ends after 24:00. */
export interface Window {
  from: number
  to: number
}

/** The `07:30-08:30` of a text. */
export function windowsIn(text: string): Window[] {
  const pattern = /\b([01]?\d|2[0-3]):([0-5]\d) ?(?:UTC )?(?:-|–|—|to|until) ?([01]?\d|2[0-4]):([0-5]\d)\b/g
  return [...text.matchAll(pattern)].map(([, h, m, toH, toM]) => {
    const from = Number(h) * 60 + Number(m)
    const to = Number(toH) * 60 + Number(toM)
    return { from, to: to < from ? to + 1440 : to }
  })
}

export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** The clock time that a list item begins with. */
export function clockAt(line: Line): number | undefined {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)\b/.exec(said(line))
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined
}

const minutesOf: Record<string, number> = { s: 1 / 60, m: 1, h: 60, d: 1440, w: 10_080 }
const unitOf = '(s(?:ec(?:ond)?s?)?|min(?:ute)?s?|h(?:(?:ou)?rs?)?|days?|weeks?)'

/** The `30 minutes`, `15-30 min`, `24 hours` of a text, in minutes. */
export function durationsIn(text: string): Offsets[] {
  const pattern = new RegExp(
    String.raw`\b(\d+(?:\.\d+)?)(?: ?(?:-|–|to) ?(\d+(?:\.\d+)?))?\+? ?${unitOf}\b`,
    'gi',
  )
  return [...text.matchAll(pattern)].map(([, from, to, unit]) => {
    const minutes = minutesOf[unit!.charAt(0).toLowerCase()]!
    return { from: Number(from) * minutes, to: Number(to ?? from) * minutes }
  })
}

/** `30 s`, `45 min`, `3 h`. */
export function durationText(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}

/** ISO days of a text that exist; `undefined` days are in `missing`. */
export function daysIn(text: string): { date: Temporal.PlainDate; at: number }[] {
  return [...text.matchAll(/\b(\d{4}-\d{2}-\d{2})\b/g)].flatMap(match => {
    const date = dayOf(match[1]!)
    return date ? [{ date, at: match.index }] : []
  })
}

export function dayOf(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

const named = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
export const weekdayName = (date: Temporal.PlainDate): string => named[date.dayOfWeek - 1]!

/** A stage of the work with the days that its heading gives it. */
export interface Phase extends Offsets {
  section: Section
  /** The work that its heading names, e.g. `testing`; absent where it names none of the usual. */
  work?: string
}

const works: [string, RegExp][] = [
  ['approval', /\bapprov|sign-?off|go\/no-go/i],
  ['staging', /\bstaging\b/i],
  ['testing', /\b(?:qa|test(?:ing|s)?|verification|quality)\b/i],
  ['development', /\bdevelopment|coding\b/i],
  ['planning', /\bplanning\b/i],
]

/** Headings that carry a range of days to the release, as `Testing (T-10 to T-8)` does. */
export function phasesOf({ sections }: Corpus): Phase[] {
  return sections.flatMap(section => {
    const [days] = offsetsIn(section.title)
    if (!days || days.unit === 'h' || days.unit === 'm') return []
    const work = works.find(([, words]) => words.test(section.title))?.[0]
    return [{ from: days.from, to: days.to, section, ...(work ? { work } : {}) }]
  })
}

/** A line with the titles over it, for words that may stand in either. */
export const inContext = (line: Line): string => `${said(line)} ${titlesOf(line.section).join(' ')}`

/** Outside headings, so that a statement is found and not its title. */
export const matching = (lines: readonly Line[], words: RegExp): Line[] =>
  lines.filter(({ text }) => words.test(text))

/** The document that holds the dates: by its name or title, else the one with the most offsets. */
export function scheduleLines(corpus: Corpus): Line[] {
  const isSchedule = (path: string) =>
    /schedule|timeline|calendar/i.test(path) ||
    corpus.sections.some(
      ({ line, level, title }) => line.path === path && level === 1 && /schedule|timeline/i.test(title),
    )
  const paths = new Set(corpus.lines.map(({ path }) => path).filter(isSchedule))
  return corpus.prose.filter(({ path }) => paths.has(path))
}
