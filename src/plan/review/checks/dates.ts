import {
  dayOf,
  daysIn,
  inContext,
  matching,
  offsetsIn,
  offsetText,
  type Phase,
  phasesOf,
  scheduleLines,
  weekdayName,
} from './facts.ts'
import { type Corpus, isBox, isIn, type Line, said, titlesOf } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

const rangeText = ({ from, to }: Phase): string =>
  from === to ? offsetText(from) : `${offsetText(from)} to ${offsetText(to)}`

/** Phases of one document in the order of their ends. */
function inOrder(corpus: Corpus): Phase[][] {
  const byPath = new Map<string, Phase[]>()
  for (const phase of phasesOf(corpus)) {
    const { path } = phase.section.line
    byPath.set(path, [...(byPath.get(path) ?? []), phase])
  }
  return [...byPath.values()].map(phases => phases.toSorted((a, b) => a.to - b.to || a.from - b.from))
}

const pairs = (corpus: Corpus): [Phase, Phase][] =>
  inOrder(corpus).flatMap(phases => phases.slice(1).map((phase, n) => [phases[n]!, phase] as [Phase, Phase]))

function overlaps(corpus: Corpus): Found[] {
  return pairs(corpus).flatMap(([first, second]) =>
    second.from < first.to && first.from !== first.to && second.from !== second.to
      ? [
          [
            second.section.line,
            `the phases follow each other, but ${rangeText(second)} lies over ${rangeText(first)}`,
            first.section.line,
          ] as Found,
        ]
      : [],
  )
}

function sharedOrUnowned(corpus: Corpus): Found[] {
  return pairs(corpus).flatMap(([first, second]): Found[] => {
    if (second.from > 0 || first.from > 0) return []
    if (second.from === first.to && first.from !== second.from)
      return [[second.section.line, `${offsetText(first.to)} belongs to both phases`, first.section.line]]
    if (second.from - first.to > 1 && second.from <= 0)
      return [
        [
          second.section.line,
          `no phase owns ${offsetText(first.to + 1)}${second.from - first.to > 2 ? ` to ${offsetText(second.from - 1)}` : ''}`,
          first.section.line,
        ],
      ]
    return []
  })
}

/** Work that must be over before a freeze is listed behind its day. */
function workAfterFreeze({ prose, sections }: Corpus): Found[] {
  const begun = /\bfreez/i
  return sections
    .filter(({ level, title }) => level < 7 && offsetsIn(title).length > 0)
    .flatMap(section => {
      const inside = prose.filter(line => isIn(line, section))
      const freeze = inside.find(
        line => begun.test(line.text) && (daysIn(line.text).length > 0 || line === section.line),
      )
      const work = inside.find(
        line =>
          isBox(line) &&
          /\b(?:feature|development|coding)\b.*\b(?:complete|done|finish)|code reviews? (?:complete|done)/i.test(
            line.text,
          ),
      )
      return freeze && work && work.number > freeze.number
        ? [[work, 'the freeze begins before the work that it freezes', freeze] as Found]
        : []
    })
}

function sameWorkElsewhere(corpus: Corpus): Found[] {
  const phases = phasesOf(corpus).filter(({ work }) => work)
  return phases.flatMap((phase, n) => {
    const other = phases
      .slice(0, n)
      .find(
        ({ work, section, from, to }) =>
          work === phase.work &&
          section.line.path !== phase.section.line.path &&
          (from !== phase.from || to !== phase.to),
      )
    return other
      ? [
          [
            phase.section.line,
            `${phase.work} is ${rangeText(phase)} here and ${rangeText(other)} there`,
            other.section.line,
          ] as Found,
        ]
      : []
  })
}

const milestone =
  /\b(?:release|freeze|go[- ]?live|start|deploy\w*|board|approval|retro\w*|meeting|launch|target|qa|staging|cut-?over)\b/i

/** A day of work on a Saturday or Sunday that nobody seems to have noticed. */
function weekends({ prose }: Corpus): Found[] {
  const noticed = new Set(
    prose.flatMap(({ text }) => text.match(/(?<=\b(?:Sat|Sun)(?:ur)?(?:day)?,? )\d{4}-\d\d-\d\d/g) ?? []),
  )
  return prose.flatMap(line => {
    const day = daysIn(line.text).find(({ date }) => date.dayOfWeek > 5)
    if (!day || !milestone.test(line.text.slice(0, day.at)) || noticed.has(day.date.toString())) return []
    if (/\b(?:sat|sun)(?:ur)?(?:day)?\b|weekend/i.test(line.text)) return []
    return [[line, `${day.date} is a ${weekdayName(day.date)}`] as Found]
  })
}

function wrongWeekdays({ prose }: Corpus): Found[] {
  const named =
    /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?,? (\d{4}-\d{2}-\d{2})|(\d{4}-\d{2}-\d{2}) \(?(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:s|nes|rs|ur)?(?:day)?\b/g
  return prose.flatMap(line => {
    for (const [, before, first, second, after] of line.text.matchAll(named)) {
      const date = dayOf((first ?? second)!)
      const weekday = (before ?? after)!
      if (date && !weekdayName(date).startsWith(weekday))
        return [[line, `${date} is a ${weekdayName(date)}, not a ${weekday}`] as Found]
    }
    return []
  })
}

function impossibleDays({ prose }: Corpus): Found[] {
  return prose.flatMap(line => {
    const none = line.text.match(/\b(?:19|20)\d{2}-\d{2}-\d{2}\b/g)?.find(text => !dayOf(text))
    return none ? [[line, `there is no day ${none}`] as Found] : []
  })
}

function reversed({ prose }: Corpus): Found[] {
  return prose.flatMap(line => {
    const days =
      /(\d{4}-\d{2}-\d{2}) ?(?:to|until|through|-|–|—) ?(?:[A-Z][a-z]{2} )?(\d{4}-\d{2}-\d{2})/.exec(
        line.text,
      )
    if (days && days[1]! > days[2]!) return [[line, `${days[2]} is before ${days[1]}`] as Found]
    const back = offsetsIn(line.text).find(({ from, to }) => to < from)
    return back ? [[line, `${offsetText(back.to)} is before ${offsetText(back.from)}`] as Found] : []
  })
}

/** What has to be known weeks before is asked on the day. */
function holidayOnTheDay({ prose }: Corpus): Found[] {
  const words = /\bholidays?\b/i
  const asked = prose.filter(line => isBox(line) && words.test(line.text))
  const onTheDay = asked.filter(line =>
    titlesOf(line.section).some(title => /go\/no-go|release day|production|pre-deployment/i.test(title)),
  )
  const looked = prose.some(
    line =>
      words.test(line.text) &&
      !isBox(line) &&
      (daysIn(line.text).length > 0 || /holidays? of|moved|country/i.test(line.text)),
  )
  return looked
    ? []
    : onTheDay.map(line => [line, 'no date of the plan was held against holidays before the day'])
}

function noBuffer(corpus: Corpus): Found[] {
  const adds = corpus.prose.find(line =>
    /\badds?\b.*\b\d+ ?(?:(?:-|–|to) ?\d+ ?)?(?:working |calendar )?days?\b/i.test(line.text),
  )
  const room = corpus.prose.some(({ text }) =>
    /\b(?:buffer|float|contingency days?)\b|\bslack\b.*\bdays?\b|\bdays? of slack\b/i.test(text),
  )
  return adds && !room ? [[adds, 'no day of the schedule is free for it: what follows slips at once']] : []
}

/** Work after the release, or a rehearsal, that one document asks for and the schedule has no day for. */
function notScheduled(corpus: Corpus): Found[] {
  const schedule = scheduleLines(corpus)
  if (schedule.length === 0) return []
  const paths = new Set(schedule.map(({ path }) => path))
  const text = schedule.map(line => line.text.toLowerCase()).join('\n')
  const others = corpus.prose.filter(({ path }) => !paths.has(path))
  const late = others.filter(
    line =>
      offsetsIn(line.text).some(({ from }) => from > 7) &&
      /clean-?up|remov|contract/i.test(line.text) &&
      !/clean-?\s?up|contract(?:ing|ion)/i.test(text),
  )
  const rehearsal = others.filter(
    line =>
      /\b(?:test|rehears|drill)\w*\b.*\brollback\b.*\bbefore\b/i.test(said(line)) && !hasRehearsal(schedule),
  )
  return [
    ...late.map(line => [line, 'the schedule has no day for it'] as Found),
    ...rehearsal.map(line => [line, 'the schedule has no activity for it'] as Found),
  ]
}

/** An activity, not a box of a checklist that takes it for done. */
export const hasRehearsal = (schedule: readonly Line[]): boolean =>
  schedule.some(
    line =>
      /\brehears\w*|\b(?:test|drill|practi[sc]e)\b.{0,20}\brollback|rollback (?:test|rehearsal|drill)\b/i.test(
        line.text,
      ) && !/go\/no-go|checklist|criteria/i.test(inContext(line)),
  )

function spelledTwice({ prose }: Corpus): Found[] {
  const board = matching(prose, /\bChange (?:Advisory|Approval|Control) Board\b/i)
  const [first] = board
  const name = (line: Line) => /\bChange (\w+) Board\b/i.exec(line.text)![1]!.toLowerCase()
  const other = board.find(line => name(line) !== name(first!))
  return other ? [[other, 'one board has two names', first]] : []
}

function noTimeForNo({ prose }: Corpus): Found[] {
  const board = prose.find(
    line =>
      /\b(?:approval|sign-?off|board|cab)\b/i.test(line.text) &&
      offsetsIn(line.text).some(({ to, unit }) => unit === 'd' && to < 0 && to >= -2),
  )
  const room = prose.some(({ text }) => /\bno-go\b.*\b(?:leaves|date|postpon|then)|a no leaves/i.test(text))
  return board && !room
    ? [
        [
          board,
          'an approval two days before the release leaves no time to act on a no, and no plan says what follows',
        ],
      ]
    : []
}

export const dateRules: Rule[] = [
  { id: 'D1', finds: 'phases that overlap', check: overlaps },
  { id: 'D2', finds: 'days of two phases or of none', check: sharedOrUnowned },
  { id: 'D3', finds: 'work behind the freeze that ends it', check: workAfterFreeze },
  { id: 'D4', finds: 'one phase with two ranges', check: sameWorkElsewhere },
  { id: 'D5', finds: 'milestones on a weekend', check: weekends },
  { id: 'D6', finds: 'holidays looked at on the day only', check: holidayOnTheDay },
  { id: 'D7', finds: 'rework without a buffer', check: noBuffer },
  { id: 'D16', finds: 'required work that the schedule lacks', check: notScheduled },
  {
    id: 'D17',
    finds: 'an approval with two names or no time for a no',
    check: corpus => [...spelledTwice(corpus), ...noTimeForNo(corpus)],
  },
  {
    id: 'D18',
    finds: 'weekdays that are not those of their dates, days that do not exist',
    check: corpus => [...wrongWeekdays(corpus), ...impossibleDays(corpus)],
  },
  { id: 'D19', finds: 'ranges that end before they begin', check: reversed },
]
