import { hasRehearsal } from './dates.ts'
import { durationsIn, durationText, scheduleLines } from './facts.ts'
import { type Corpus, isBox, type Line, said, titlesOf } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

function restoreBothWays({ prose }: Corpus): Found[] {
  const at = prose.find(({ text }) => /\bimmediate(?:ly)?\b.*\broll ?back\b.*\bdatabase\b/i.test(text))
  const last = prose.find(
    line =>
      /\b(?:only if absolutely necessary|last resort|only if nothing else)\b/i.test(line.text) ||
      (/\bemergency only\b/i.test(line.text) && /migration|database/i.test(line.text)),
  )
  return at && last ? [[at, 'elsewhere restoring is the last resort', last]] : []
}

function halfMigrated({ prose }: Corpus): Found[] {
  const forward = prose.find(({ text }) => /\bpartial\w*\b.*\bmigrat\w+.*\b(?:complete|finish)/i.test(text))
  const back = prose.find(
    line =>
      /\bmigration (?:errors?|fails?|failures?)\b/i.test(line.text) &&
      titlesOf(line.section).some(title => /\broll ?back\b/i.test(title)),
  )
  return forward && back
    ? [[forward, 'elsewhere an error of the migration is a reason to go back', back]]
    : []
}

interface Promise_ {
  line: Line
  minutes: number
}

/** Promised times shorter than it takes somebody to answer, and one way back with several times. */
function promises({ prose }: Corpus): Found[] {
  const tiers: Promise_[] = prose.flatMap(line =>
    /\b(?:immediate|fast)\b.*\broll ?back\b|\broll ?back\b.*\bimmediate\b/i.test(line.text) &&
    /^#|^\*\*/.test(line.text)
      ? durationsIn(line.text)
          .slice(0, 1)
          .map(({ to }) => ({ line, minutes: to }))
      : [],
  )
  const answers: Promise_[] = prose.flatMap(line =>
    /\b(?:respon\w+|acknowledg\w+|answers?)\b/i.test(line.text) && /\bon-?call|level 1|l1\b/i.test(line.text)
      ? durationsIn(line.text)
          .slice(0, 1)
          .map(({ to }) => ({ line, minutes: to }))
      : [],
  )
  const [shortest] = tiers.toSorted((a, b) => a.minutes - b.minutes)
  const [answer] = answers.toSorted((a, b) => a.minutes - b.minutes)
  const late: Found[] =
    shortest && answer && answer.minutes > shortest.minutes
      ? [
          [
            shortest.line,
            `it promises ${durationText(shortest.minutes)}, and on-call answers after ${durationText(answer.minutes)}`,
            answer.line,
          ],
        ]
      : []
  return late
}

const known = /^(?:blue.?green|canary|rolling|recreate|shadow|feature flags?)(?: \w+)?$/i

/** `Blue-Green Rollback` and the like: where plans name ways back by their strategy, each possible strategy needs one. */
function strategiesWithoutWay({ tables, sections }: Corpus): Found[] {
  const key = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .replace(/s$/, '')
  const ways = sections
    .filter(({ title, level }) => level < 7 && /\brollback\b/i.test(title))
    .map(({ title }) => key(title))
  return tables
    .filter(({ header }) => /strategy/i.test(header[0] ?? '') && header.length > 2)
    .flatMap(({ rows }): Found[] => {
      const strategies = rows.filter(({ cells }) => known.test(cells[0] ?? ''))
      const covered = strategies.filter(({ cells }) => ways.some(way => way.includes(key(cells[0]!))))
      if (covered.length === 0) return []
      return strategies
        .filter(row => !covered.includes(row))
        .map(({ line, cells }) => [line, `${cells[0]} is a choice and has no way back`] as Found)
    })
}

/** What the go needs and nobody has a day for. */
function neverRehearsed(corpus: Corpus): Found[] {
  const asked = corpus.prose.find(
    line =>
      isBox(line) &&
      /\brollback (?:plan|script|procedure)s? (?:tested|rehearsed|validated)\b/i.test(said(line)),
  )
  const empty = corpus.prose.find(({ text }) => /\blast (?:tested|rehearsed)\b[:*\s]*\[(?!TBD:)/i.test(text))
  const schedule = scheduleLines(corpus)
  return asked && schedule.length > 0 && !hasRehearsal(schedule)
    ? [
        [
          asked,
          'the schedule has no activity in which it could be tested, and no place for its evidence',
          empty,
        ],
      ]
    : []
}

export const rollbackRules: Rule[] = [
  { id: 'R6', finds: 'restoring at once and as the last resort', check: restoreBothWays },
  { id: 'R7', finds: 'a half migration that goes on and back', check: halfMigrated },
  { id: 'R8', finds: 'promises shorter than the answer to a call', check: promises },
  { id: 'R9', finds: 'strategies without a way back', check: strategiesWithoutWay },
  { id: 'R10', finds: 'a rehearsal that is asked for and has no day', check: neverRehearsed },
]
