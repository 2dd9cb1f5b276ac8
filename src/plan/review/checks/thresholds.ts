import { durationsIn } from './facts.ts'
import { type Corpus, type Line, type Section, said, titlesOf } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

type Unit = 'percent' | 'points' | 'times' | 'relative'
type Action = 'promote' | 'success' | 'alert' | 'investigate' | 'automatic' | 'planned' | 'fast' | 'immediate'

interface Threshold {
  line: Line
  signal: string
  above: boolean
  value: number
  unit: Unit
  action?: Action
  /** Minutes for which it has to hold. */
  lasts?: number
}

const signals: [string, RegExp][] = [
  ['data store latency', /\b(?:database|db|query)\b.*\b(?:latency|time)\b/i],
  ['latency', /\b(?:p9\d|latency)\b/i],
  ['availability', /\b(?:availability|uptime)\b/i],
  ['time-outs', /\btime-?outs?\b/i],
  ['transaction failures', /\b(?:payment|transaction)s?\b.*\bfail/i],
  ['error rate', /\b(?:5xx|error[ -_]?rates?|errors?)\b/i],
]

const actions: [Action, RegExp][] = [
  ['promote', /\bpromot|success criteria|\bhealthy\b/i],
  ['alert', /\balert if\b|\balerts?:/i],
  ['investigate', /:\s*investigat/i],
  ['automatic', /\bautomat/i],
  ['immediate', /\bimmediate\b/i],
  ['fast', /\bfast\b/i],
  ['planned', /\bplanned\b/i],
]

const rank: Partial<Record<Action, number>> = { promote: 0, alert: 1, planned: 2, fast: 3, immediate: 4 }

const compared =
  /(<=?|>=?|≤|≥|\b(?:above|below|over|under|exceeds?|more than|less than))\s*(baseline\s*\+\s*)?(\d+(?:\.\d+)?)\s*(%|percent|points|x\b|times)(\s*(?:of |the )?baseline)?/i

/** They are held against each other, each with each. */
const mostLimits = 300

/** The limits that documents set for what is measured, each with what is done about it. */
export function thresholdsOf({ prose, lines }: Corpus): Threshold[] {
  const persists = persistence(prose)
  const limits = prose.filter(({ text }) => !/^\s*\|/.test(text)).flatMap(line => thresholdIn(line, persists))
  const scripts = lines
    .filter(({ code }) => code !== undefined)
    .flatMap((line): Threshold[] => {
      const found = /error_?rate\}?"?\s*(<|-lt)\s*(\d+(?:\.\d+)?)/i.exec(line.text)
      return found
        ? [
            {
              line,
              signal: 'error rate',
              above: false,
              value: Number(found[2]),
              unit: 'percent',
              action: 'success',
            },
          ]
        : []
    })
  return [...limits, ...scripts].slice(0, mostLimits)
}

function thresholdIn(line: Line, persists: ReadonlyMap<Section, number>): Threshold[] {
  const words = said(line)
  const found = compared.exec(words)
  if (!found) return []
  const before = words.slice(0, found.index)
  const own = before.length > 3 ? before : `${titlesOf(line.section)[0] ?? ''} ${before}`
  const signal = signals.find(([, pattern]) => pattern.test(own))?.[0]
  if (!signal) return []
  const [, sign, plus, value, mark] = found
  const unit: Unit = /x|times/i.test(mark!)
    ? 'times'
    : plus
      ? signal === 'error rate'
        ? 'points'
        : 'relative'
      : 'percent'
  const action = actionOf(line)
  const lasts = durationsIn(words.slice(found.index + found[0].length))[0]?.to ?? lastsBy(persists, line)
  return [
    {
      line,
      signal,
      above: !/<|≤|below|under|less/i.test(sign!),
      value: Number(value),
      unit,
      ...(action ? { action } : {}),
      ...(lasts === undefined ? {} : { lasts }),
    },
  ]
}

/** By the line's own words, else by the nearest title that says it. */
function actionOf(line: Line): Action | undefined {
  for (const text of [said(line), ...titlesOf(line.section)]) {
    const action = actions.find(([, pattern]) => pattern.test(text))?.[0]
    if (action) return action
  }
  return undefined
}

/** `persist for 10+ minutes` in the words below a title holds for the limits that follow. */
function persistence(prose: readonly Line[]): Map<Section, number> {
  const found = new Map<Section, number>()
  for (const { text, section } of prose) {
    const words = /\bpersists?\b.*/i.exec(text)
    const minutes = words && durationsIn(words[0])[0]?.to
    if (minutes && section) found.set(section, minutes)
  }
  return found
}

function lastsBy(persists: ReadonlyMap<Section, number>, { section }: Line): number | undefined {
  for (let at = section; at; at = at.parent) {
    const minutes = persists.get(at)
    if (minutes !== undefined) return minutes
  }
  return undefined
}

const text = ({ value, unit, above }: Threshold): string =>
  `${above ? '>' : '<'} ${{ percent: `${value} %`, points: `baseline + ${value} points`, relative: `baseline + ${value} %`, times: `${value} times the baseline` }[unit]}`

function pairsOf(corpus: Corpus): [Threshold, Threshold][] {
  const all = thresholdsOf(corpus)
  return all.flatMap((one, n) =>
    all
      .slice(n + 1)
      .filter(other => other.signal === one.signal && other.unit === one.unit)
      .flatMap(other => [[one, other] as [Threshold, Threshold], [other, one] as [Threshold, Threshold]]),
  )
}

/** The tiers have to rise, and one value has to mean one thing. */
function ladder(corpus: Corpus): Found[] {
  return pairsOf(corpus).flatMap(([low, high]): Found[] => {
    const [below, above] = [rank[low.action ?? 'success'], rank[high.action ?? 'success']]
    if (
      below !== undefined &&
      above !== undefined &&
      below >= 2 &&
      below < above &&
      low.above &&
      low.value >= high.value
    )
      return [
        [high.line, `${high.action} at ${text(high)} is not above ${low.action} at ${text(low)}`, low.line],
      ]
    if (low.action === 'investigate' && above !== undefined && above >= 2 && low.value === high.value)
      return [
        [
          low.line,
          `${text(low)} asks to investigate here and for a way back (${high.action}) there`,
          high.line,
        ],
      ]
    if (low.action === 'success' && high.action === 'planned')
      return low.value >= high.value
        ? [
            [
              low.line,
              `a script calls ${text(low)} a success, where people go back at ${text(high)} whatever the baseline is`,
              high.line,
            ],
          ]
        : []
    return []
  })
}

const gap = (corpus: Corpus): Found[] =>
  pairsOf(corpus).flatMap(([promote, alert]): Found[] =>
    promote.action === 'promote' &&
    !promote.above &&
    alert.action === 'alert' &&
    alert.above &&
    promote.value < alert.value
      ? [
          [
            alert.line,
            `between ${text(promote)} and ${text(alert)} nothing is promoted and nobody is alerted`,
            promote.line,
          ],
        ]
      : [],
  )

function machineAndPeople(corpus: Corpus): Found[] {
  const same = pairsOf(corpus).flatMap(([machine, people]): Found[] =>
    machine.action === 'automatic' &&
    people.action === 'fast' &&
    machine.value === people.value &&
    machine.lasts !== undefined &&
    people.lasts !== undefined &&
    machine.lasts !== people.lasts
      ? [
          [
            machine.line,
            `at ${text(machine)} the machine acts after ${machine.lasts} min, people after ${people.lasts} min`,
            people.line,
          ],
        ]
      : [],
  )
  const all = thresholdsOf(corpus).filter(({ action }) => action === 'automatic')
  const errors = all.find(({ signal, unit }) => signal === 'error rate' && unit === 'percent')
  const available = all.find(({ signal, above }) => signal === 'availability' && !above)
  const stricter: Found[] =
    errors && available && 100 - available.value < errors.value
      ? [
          [
            available.line,
            `${text(available)} is ${100 - available.value} % of errors, stricter than ${text(errors)}`,
            errors.line,
          ],
        ]
      : []
  return [...same, ...stricter]
}

const moreSensitive = (corpus: Corpus): Found[] =>
  pairsOf(corpus).flatMap(([machine, people]): Found[] =>
    machine.action === 'automatic' &&
    people.action === 'fast' &&
    machine.above &&
    machine.value < people.value
      ? [
          [
            machine.line,
            `the machine goes back at ${text(machine)}, people not before ${text(people)}`,
            people.line,
          ],
        ]
      : [],
  )

const percentOfWhat = ({ prose }: Corpus): Found[] =>
  prose
    .filter(
      ({ text: words }) =>
        /\bbaseline\s*\+\s*\d+(?:\.\d+)?\s*%/i.test(words) && !/\bpoints?\b|\bpp\b|\brelative\b/i.test(words),
    )
    .map(line => [line, 'percentage points or percent of the baseline? It does not say'])

const errorLimits = (corpus: Corpus): Threshold[] =>
  thresholdsOf(corpus).filter(({ signal, action }) => signal === 'error rate' && action !== 'success')

function noTraffic(corpus: Corpus): Found[] {
  const [first] = errorLimits(corpus)
  const least = corpus.lines.some(({ text: words }) =>
    /\b(?:minimum|at least|enough|fewer than)\b.{0,30}\b(?:requests?|traffic|samples?)\b|minimum_requests/i.test(
      words,
    ),
  )
  return first && !least
    ? [[first.line, 'without a least number of requests one error in ten counts as 10 %']]
    : []
}

function noObjective(corpus: Corpus): Found[] {
  const [worst] = errorLimits(corpus)
    .filter(({ lasts, unit }) => unit === 'percent' && lasts !== undefined)
    .toSorted((a, b) => b.value * b.lasts! - a.value * a.lasts!)
  const objective = corpus.lines.some(({ text: words }) =>
    /\bSLOs?\b|error budget|service level objective/i.test(words),
  )
  if (!worst || objective) return []
  const spent = (budget: number) => Math.round(((worst.value / budget) * worst.lasts!) / 43.2) / 10
  return [
    [
      worst.line,
      `tied to no objective: ${worst.value} % for ${worst.lasts} min spend ${spent(0.1)} % of a 30-day budget of 99.9 % and ${spent(0.01)} % of one of 99.99 %`,
    ],
  ]
}

const saysTwoValues = (corpus: Corpus): Found[] =>
  pairsOf(corpus).flatMap(([one, other]): Found[] =>
    one.action !== undefined &&
    one.action === other.action &&
    one.above === other.above &&
    one.value !== other.value &&
    one.line.path > other.line.path
      ? [[one.line, `${one.action} is ${text(one)} here and ${text(other)} there`, other.line]]
      : [],
  )

export const thresholdRules: Rule[] = [
  { id: 'T1', finds: 'tiers that do not rise, one value with two meanings', check: ladder },
  { id: 'T2', finds: 'a gap between promoting and alerting', check: gap },
  {
    id: 'T3',
    finds: 'machine and people that act at different times or strictness',
    check: machineAndPeople,
  },
  { id: 'T4', finds: 'a machine more sensitive than people', check: moreSensitive },
  { id: 'T5', finds: 'percent of what is not said', check: percentOfWhat },
  { id: 'T6', finds: 'limits without a least number of requests', check: noTraffic },
  { id: 'T7', finds: 'limits tied to no objective', check: noObjective },
  { id: 'T8', finds: 'one limit with two values', check: saysTwoValues },
]
