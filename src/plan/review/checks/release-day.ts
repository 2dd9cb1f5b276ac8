import {
  clockAt,
  clockText,
  durationsIn,
  durationText,
  matching,
  offsetsIn,
  type Window,
  windowsIn,
} from './facts.ts'
import { type Corpus, isIn, isItem, type Section, said, titlesOf } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

interface Slot extends Window {
  section: Section
}

const slotsOf = ({ sections }: Corpus): Slot[] =>
  sections.flatMap(section => windowsIn(section.title).map(window => ({ ...window, section })))

const windowText = ({ from, to }: Window): string => `${clockText(from)}-${clockText(to)}`

/** Parts of the day that leave the slot that they stand in, and slots side by side that overlap. */
function slotsBroken(corpus: Corpus): Found[] {
  const slots = slotsOf(corpus)
  const inside = (section: Section | undefined, slot: Slot): boolean =>
    section !== undefined && (section === slot.section || inside(section.parent, slot))
  const parts = slots.flatMap((slot): Found[] => {
    const outer = slots.find(other => other !== slot && inside(slot.section.parent, other))
    return outer && (slot.from < outer.from || slot.to > outer.to)
      ? [
          [
            slot.section.line,
            `${windowText(slot)} does not fit into ${windowText(outer)}`,
            outer.section.line,
          ],
        ]
      : []
  })
  const siblings = slots.flatMap((slot, n): Found[] => {
    const before = slots
      .slice(0, n)
      .find(
        other =>
          other.section.parent === slot.section.parent &&
          other.section.line.path === slot.section.line.path &&
          other.from < slot.to &&
          slot.from < other.to,
      )
    return before
      ? [[slot.section.line, `${windowText(slot)} overlaps ${windowText(before)}`, before.section.line]]
      : []
  })
  const steps = slots.flatMap((slot): Found[] => {
    const late = corpus.prose.find(line => {
      const at = isItem(line) && isIn(line, slot.section) ? clockAt(line) : undefined
      return at !== undefined && (at < slot.from || at > slot.to)
    })
    return late ? [[late, `it is outside ${windowText(slot)}`, slot.section.line]] : []
  })
  return [...parts, ...siblings, ...steps]
}

const migrationLimit = /\bmigrat\w+\b.{0,40}(?:>|more than|longer than|exceeds?|over)\s*\d+ ?min/i

/** A slot shorter than what it waits for, and limits of one step that differ. */
function slotAndLimit(corpus: Corpus): Found[] {
  const limits = corpus.prose.flatMap(line =>
    migrationLimit.test(line.text)
      ? durationsIn(line.text)
          .slice(0, 1)
          .map(({ from }) => ({ line, minutes: from }))
      : [],
  )
  const differing = limits.flatMap(({ line, minutes }, n): Found[] => {
    const other = limits.slice(0, n).find(entry => entry.minutes !== minutes)
    return other
      ? [
          [
            line,
            `the limit is ${durationText(minutes)} here and ${durationText(other.minutes)} there`,
            other.line,
          ],
        ]
      : []
  })
  const slots = slotsOf(corpus)
  const short = slots.flatMap((slot): Found[] => {
    const length = slot.to - slot.from
    const longer = corpus.prose
      .filter(line => isIn(line, slot.section) && line !== slot.section.line)
      .find(
        line =>
          /\b(?:takes?|duration|estimated|lasts?)\b/i.test(line.text) &&
          !/every/i.test(line.text) &&
          durationsIn(line.text).some(({ from }) => from > length),
      )
    const next = slots.find(({ from, section }) => from === slot.to && section !== slot.section)
    return longer
      ? [
          [
            longer,
            `the slot ${windowText(slot)} has ${durationText(length)}${next ? ` and ${clockText(next.from)} begins whatever happens` : ''}`,
            slot.section.line,
          ],
        ]
      : []
  })
  return [...differing, ...short]
}

/** The same step of the day at several times. */
function stepAtTwoTimes({ prose }: Corpus): Found[] {
  const times = prose.flatMap(line => {
    const titles = [said(line), ...titlesOf(line.section)]
    if (!/\b(?:run|execute|apply)\b.*\bmigrations?\b|\bmigration\b.*\(T/i.test(said(line))) return []
    if (titles.some(title => /\bstaging\b/i.test(title))) return []
    const at = titles.find(
      title => offsetsIn(title).some(({ unit }) => unit === 'h') || windowsIn(title).length,
    )
    const hours = at === undefined ? undefined : offsetsIn(at).find(({ unit }) => unit === 'h')
    const clock = at === undefined ? undefined : windowsIn(at)[0]
    return at && (hours || clock)
      ? [{ line, when: hours ? `T${Math.round(hours.from * 24)} h` : windowText(clock!) }]
      : []
  })
  return times.flatMap(({ line, when }, n): Found[] => {
    const other = times.slice(0, n).find(entry => entry.when !== when)
    return other ? [[line, `the migration runs at ${when} here and at ${other.when} there`, other.line]] : []
  })
}

function downtimeDenied({ prose }: Corpus): Found[] {
  const denied = prose.find(
    ({ text }) =>
      /\b(?:zero|no|without)[- ]?downtime\b/i.test(text) &&
      !/^\s*\|/.test(text) &&
      !/\?|whether|not /i.test(text),
  )
  const taken = prose.find(({ text }) =>
    /\b(?:enable|enter|start|switch on) maintenance mode\b|maintenance (?:in progress|has begun)|\bscheduled maintenance\b/i.test(
      text,
    ),
  )
  return denied && taken
    ? [[taken, 'no downtime is promised, yet the product goes into maintenance', denied]]
    : []
}

function dayOrInstant({ prose, sections }: Corpus): Found[] {
  const titles = sections.map(({ line }) => line)
  const instant = titles.find(({ text }) => /\bT[-+]\d+ ?h(?:ours?|rs?)?\b/.test(text))
  const day = titles.find(
    ({ text, path }) => /\bT-0\b/.test(text) && path !== instant?.path && !/\bh(?:ours?)?\b/.test(text),
  )
  const mixed = prose.find(({ text }) => /\bT\+0\b/.test(text))
  const minus = prose.find(({ text }) => /\bT-0\b/.test(text))
  return [
    ...(instant && day ? [[instant, 'T-0 is an instant here and a whole day there', day] as Found] : []),
    ...(mixed && minus ? [[mixed, 'T+0 and T-0 are used for one day', minus] as Found] : []),
  ]
}

/** A window that nothing ties to the steps: when may they begin at the latest, so that the way back fits as well? */
function noLatestStart(corpus: Corpus): Found[] {
  const open = corpus.prose.find(
    line => /\bwindow\b/i.test(line.text) && windowsIn(line.text).length > 0 && !/^\s*\|/.test(line.text),
  )
  const [window] = open ? windowsIn(open.text) : []
  if (!open || !window) return []
  const late = slotsOf(corpus).find(({ to, from }) => from >= window.from && to > window.to)
  if (late) return [[late.section.line, `it ends after the window ${windowText(window)}`, open]]
  const placed = corpus.prose.some(({ text }) =>
    /\b(?:latest|no later than|not (?:begin|start) after|abort by|point of no return)\b/i.test(text),
  )
  return placed || slotsOf(corpus).length === 0
    ? []
    : [[open, 'no document says how late the steps may begin so that the way back ends in the window']]
}

/** The old version is gone before the watch ends. */
function goneBeforeWatched({ prose }: Corpus): Found[] {
  const kept = matching(prose, /\bkeep\b.*\b(?:blue|green|old|previous|running)\b/i).flatMap(line =>
    durationsIn(line.text).map(({ to }) => ({ line, minutes: to })),
  )
  const watched = matching(
    prose,
    /\b(?:enhanced )?monitor(?:ing)?\b.*\b(?:period|for)\b|\bwatched for\b/i,
  ).flatMap(line => durationsIn(line.text).map(({ to }) => ({ line, minutes: to })))
  const [shortest] = kept.toSorted((a, b) => a.minutes - b.minutes)
  const longest = watched
    .filter(({ minutes }) => minutes >= 1440)
    .toSorted((a, b) => b.minutes - a.minutes)[0]
  return shortest && longest && shortest.minutes < longest.minutes
    ? [
        [
          shortest.line,
          `the old version is there for ${durationText(shortest.minutes)}, the watch lasts ${durationText(longest.minutes)}: after that the quick way back is gone`,
          longest.line,
        ],
      ]
    : []
}

const rhythm = /\bevery\b|\bcontinuous|\bhourly\b|\bdaily\b/

function rhythmsDiffer({ prose }: Corpus): Found[] {
  const told = prose.flatMap(line => {
    const found = /^(first \d+ ?h(?:ours?|rs?)?|rest of (?:the )?day|days? \d+(?:-\d+)?)\s*:\s*(.+)$/i.exec(
      said(line),
    )
    return found ? [{ line, when: found[1]!.toLowerCase(), what: found[2]!.toLowerCase() }] : []
  })
  const differing = told.flatMap(({ line, when, what }, n): Found[] => {
    const other = told
      .slice(0, n)
      .find(
        entry => entry.when === when && entry.what !== what && rhythm.test(entry.what) && rhythm.test(what),
      )
    return other ? [[line, `the same time is watched in another rhythm there`, other.line]] : []
  })
  const counted = prose.flatMap((line): Found[] => {
    const found = /\bdays? (\d+) ?(?:-|–|to) ?(\d+)\b/i.exec(said(line))
    const [offset] = offsetsIn(line.text)
    if (!found || !offset || offset.from === offset.to) return []
    const named = Number(found[2]) - Number(found[1]) + 1
    const days = offset.to - offset.from + 1
    return named === days ? [] : [[line, `it names ${named} days and the range has ${days}`]]
  })
  return [...differing, ...counted]
}

/** The clock of a list that runs backwards. */
function stepsBackwards({ prose }: Corpus): Found[] {
  return prose.flatMap((line, n): Found[] => {
    const before = prose[n - 1]
    const at = clockAt(line)
    const earlier =
      before && before.section === line.section && before.path === line.path ? clockAt(before) : undefined
    return at !== undefined && earlier !== undefined && at < earlier && earlier - at < 720 && isItem(line)
      ? [[line, `it stands behind ${clockText(earlier)}`, before]]
      : []
  })
}

export const releaseDayRules: Rule[] = [
  { id: 'D8', finds: 'slots of the day that overlap or burst', check: slotsBroken },
  { id: 'D9', finds: 'slots shorter than what they allow, limits that differ', check: slotAndLimit },
  { id: 'D10', finds: 'one step at several times', check: stepAtTwoTimes },
  { id: 'D11', finds: 'downtime both denied and planned', check: downtimeDenied },
  { id: 'D12', finds: 'T-0 as an instant and as a day', check: dayOrInstant },
  { id: 'D13', finds: 'a window without a latest start, or too short', check: noLatestStart },
  { id: 'D14', finds: 'the old version gone before the watch ends', check: goneBeforeWatched },
  { id: 'D15', finds: 'rhythms and counts of days that differ', check: rhythmsDiffer },
  { id: 'D20', finds: 'steps against the clock', check: stepsBackwards },
]
