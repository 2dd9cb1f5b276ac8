import { clockAt, durationsIn, offsetsIn } from './facts.ts'
import { type Corpus, isBox, isItem, type Line, type Section, said, titlesOf } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

/** Mixed versions are a reason against one strategy and part of the one that was taken. */
function mixedVersions({ prose }: Corpus): Found[] {
  const against = prose.find(
    line =>
      /\bmixed versions?\b|\btwo versions at (?:once|the same time)\b/i.test(line.text) && isRejected(line),
  )
  const both = prose.find(({ text }) =>
    /\bboth\b.*\b(?:run|serve)\b.*\b(?:simultaneously|at the same time|side by side|at once)\b/i.test(text),
  )
  return against && both
    ? [[against, 'the chosen strategy runs both versions at the same time as well', both]]
    : []
}

const isRejected = (line: Line): boolean =>
  /\bbecause|would|complicat/i.test(line.text) &&
  titlesOf(line.section).some(title => /not selected|alternative|why not|rejected/i.test(title))

interface Ladder {
  steps: number[]
  line: Line
  /** At each share but the last, where the words or the clocks of the steps tell. */
  minutes?: number
}

/** Chains of shares (`5 % → 25 % → 100 %`) and lists whose items name a share of traffic each. */
function laddersOf({ prose }: Corpus): Ladder[] {
  const chains = prose.flatMap((line): Ladder[] => {
    const [chain] = line.text.match(/\d{1,3} ?%(?: ?(?:→|->|=>|>) ?\d{1,3} ?%)+/) ?? []
    return chain ? [{ steps: sharesIn(chain), line }] : []
  })
  const lists = new Map<Section, { line: Line; steps: number[]; clocks: number[]; told: number[] }>()
  for (const line of prose) {
    const share = isItem(line) ? trafficShare(said(line)) : undefined
    if (share === undefined || !line.section) continue
    const list = lists.get(line.section) ?? { line, steps: [], clocks: [], told: [] }
    list.steps.push(share)
    list.clocks.push(...[clockAt(line)].filter(clock => clock !== undefined))
    list.told.push(...durationsIn(line.text).map(({ to }) => to))
    lists.set(line.section, list)
  }
  const rising = [...lists.values()].filter(
    ({ steps }) => steps.length > 1 && steps.every((step, n) => n === 0 || step > steps[n - 1]!),
  )
  return [
    ...chains,
    ...rising.map(({ line, steps, clocks, told }) => {
      const minutes = clocks.length === steps.length ? clocks[1]! - clocks[0]! : told[0]
      return { line, steps, ...(minutes === undefined ? {} : { minutes }) }
    }),
  ]
}

const sharesIn = (text: string): number[] => (text.match(/\d{1,3}(?= ?%)/g) ?? []).map(Number)

function trafficShare(text: string): number | undefined {
  if (/\b(?:error|latency|p9\d|rate|cpu|load)\b/i.test(text)) return undefined
  const moves = /\b(?:traffic|route|switch|increase|canary|shift|users)\b/i.test(text)
  return moves ? sharesIn(text)[0] : undefined
}

function severalLadders(corpus: Corpus): Found[] {
  const ladders = laddersOf(corpus)
  const text = ({ steps }: Ladder) => steps.join('-')
  return ladders.flatMap((ladder, n): Found[] => {
    const known = ladders.slice(0, n)
    const same = known.filter(entry => text(entry) === text(ladder))
    const longer = same.find(
      ({ minutes }) => minutes !== undefined && ladder.minutes !== undefined && minutes !== ladder.minutes,
    )
    if (longer)
      return [
        [
          ladder.line,
          `each share lasts ${ladder.minutes} min here and ${longer.minutes} min there`,
          longer.line,
        ],
      ]
    const [other] = known
    return other && same.length === 0
      ? [[ladder.line, `the shares are ${text(ladder)} here and ${text(other)} there`, other.line]]
      : []
  })
}

/** Flags that are on before anything is released, that never end, or whose way back is denied and taken. */
function flags({ blocks, tables, lines }: Corpus): Found[] {
  const configured = blocks.filter(({ lines: own }) => own.some(({ text }) => /flags?\b/i.test(text)))
  const early = configured.flatMap(({ lines: own }): Found[] => {
    const on = own.find(({ text }) => /^\s*enabled:\s*true\b/.test(text))
    return on ? [[on, 'the flag is on in the configuration that ships, before the release is decided']] : []
  })
  const endless = configured.flatMap(({ lines: own }): Found[] => {
    const [first] = own
    const begins = own.some(({ text }) => /^\s*enabled:/.test(text))
    const ends = own.some(({ text }) => /\b(?:expir\w*|clean-?up\w*|remove_?by|until|sunset)\b/i.test(text))
    return first && begins && !ends ? [[first, 'no flag has a day on which it goes']] : []
  })
  const denied = tables.flatMap(({ header, rows }): Found[] => {
    const back = header.findIndex(cell => /roll ?back/i.test(cell))
    const name = header.findIndex(cell => /\bflag\b/i.test(cell))
    if (back < 0 || name < 0) return []
    return rows.flatMap(({ cells, line }): Found[] => {
      const flag = (cells[name] ?? '').replaceAll('`', '')
      const used = lines.find(
        ({ code, text }) =>
          code !== undefined && flag.length > 2 && /disable|off/i.test(text) && text.includes(flag),
      )
      return /\bN\/A\b|^none/i.test(cells[back] ?? '') && used
        ? [[line, 'the table knows no way back for it, the script takes one', used]]
        : []
    })
  })
  return [...early, ...endless, ...denied]
}

/** What security has to look at is made after security agreed. */
function scanAfterApproval({ prose }: Corpus): Found[] {
  const scan = prose.find(
    line =>
      /\bsecurity scan\b/i.test(said(line)) &&
      titlesOf(line.section).some(title =>
        offsetsIn(title).some(({ unit, from }) => unit === 'h' || from === 0),
      ),
  )
  const approval = prose.find(
    line =>
      isBox(line) &&
      /\bsecurity (?:approval|sign-?off)\b/i.test(said(line)) &&
      titlesOf(line.section).some(title =>
        offsetsIn(title).some(({ from, unit }) => unit === 'd' && from < 0),
      ),
  )
  return scan && approval ? [[scan, 'security has approved before that', approval]] : []
}

/** A complement that is scored and turned down as an alternative, and used all the same. */
function flagsAsAlternative({ prose, tables }: Corpus): Found[] {
  const used = prose.find(({ text }) => /\b(?:are|we(?:'re)?|is) using feature flags\b/i.test(text))
  const row = tables
    .filter(({ header }) => /strategy/i.test(header[0] ?? ''))
    .flatMap(({ rows }) => rows)
    .find(({ cells }) => /^\**feature flags?/i.test(cells[0] ?? ''))
  return used && row
    ? [[row.line, 'flags are compared as if they excluded the others, and are used beside one of them', used]]
    : []
}

export const strategyRules: Rule[] = [
  { id: 'S1', finds: 'mixed versions as a reason against and a part of the plan', check: mixedVersions },
  { id: 'S2', finds: 'several ladders of shares', check: severalLadders },
  { id: 'S3', finds: 'flags on too early, without an end or with two ways back', check: flags },
  { id: 'S4', finds: 'a security scan after the security approval', check: scanAfterApproval },
  { id: 'S5', finds: 'flags as an alternative to what they complement', check: flagsAsAlternative },
]
