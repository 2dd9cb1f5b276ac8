import { isKnown } from '../basis.ts'
import { longDate } from '../calendar/date.ts'
import type { Plan } from '../plan.ts'
import { counted } from '../text.ts'

export interface Outcome {
  what: string
  planned: string
  actual: string
}

/** A document as we wrote it and as it stands. */
interface Written {
  path: string
  base: string
  text: string
}

const most = 20

/**
 * Planned against actual, from nothing but what people gave, ticked and wrote over the blanks of the day; empty as
 * long as nobody did. What nobody wrote down is not in it.
 */
export function outcomeOf(
  plan: Plan,
  documents: readonly Written[],
  approvals?: { open: number; ticked: number },
): Outcome[] {
  const shown = [
    ...ticked(plan, documents),
    ...approved(approvals),
    ...rehearsed(plan),
    ...filledBlanks(plan, documents),
  ]
  return shown.length === 0 ? [] : [...moved(plan), ...shown].slice(0, most)
}

function moved({ release }: Plan): Outcome[] {
  const first = release.moves[0]?.from ?? release.release_date.value
  const times =
    release.moves.length === 0
      ? 'not moved'
      : `moved ${counted(release.moves.length, 'time')}, to ${longDate(release.release_date.value)}`
  return [{ what: 'Release date', planned: longDate(first), actual: times }]
}

/** Boxes of each stage of the schedule that has a tick. */
function ticked(plan: Plan, documents: readonly Written[]): Outcome[] {
  const timeline = documents.find(({ path }) => path === 'schedule/timeline.md')?.text.split('\n') ?? []
  return plan.schedule.stages.flatMap(stage => {
    const start = timeline.findIndex(line => line.startsWith(`## ${stage.name}`))
    if (start < 0) return []
    const length = timeline.slice(start + 1).findIndex(line => line.startsWith('## '))
    const lines = timeline.slice(start, length < 0 ? undefined : start + 1 + length)
    const boxes = lines.filter(line => /^\s*- \[[ xX]\]/.test(line))
    const done = boxes.filter(line => /\[[xX]\]/.test(line)).length
    if (done === 0) return []
    return [
      {
        what: stage.name,
        planned: `done by ${longDate(stage.to)}`,
        actual: `${done} of ${boxes.length} boxes ticked`,
      },
    ]
  })
}

const approved = (approvals?: { open: number; ticked: number }): Outcome[] =>
  approvals && approvals.ticked > 0
    ? [
        {
          what: 'Approvals',
          planned: `${approvals.open + approvals.ticked}`,
          actual: `${approvals.ticked} given`,
        },
      ]
    : []

function rehearsed({ rollback }: Plan): Outcome[] {
  const { last, when } = rollback.rehearsal
  return isKnown(last) ? [{ what: 'Way back rehearsed', planned: when, actual: last.value }] : []
}

const blank = '____'

/** What people wrote over the `____` of a message: the facts of the day. */
function filledBlanks({ communications }: Plan, documents: readonly Written[]): Outcome[] {
  return communications.messages.flatMap(message => {
    const document = documents.find(({ path }) => path === message.path)
    if (!document || document.base === document.text) return []
    const written = document.text.split(/\r?\n/)
    return document.base
      .split('\n')
      .filter(line => line.includes(blank))
      .flatMap(line => valuesIn(line, written))
      .map(({ label, value }) => ({
        what: `${message.name}${label ? `: ${label}` : ''}`,
        planned: message.at,
        actual: value,
      }))
  })
}

/** The values in the line that has the same words round its blanks. */
function valuesIn(line: string, written: readonly string[]): { label: string; value: string }[] {
  if (written.includes(line)) return []
  const words = line.split(blank)
  const values = written.map(text => between(words, text)).find(found => found !== undefined)
  return (values ?? []).flatMap((value, n) =>
    value === blank || value === '' ? [] : [{ label: labelOf(words[n]!), value: value.slice(0, 200) }],
  )
}

/** What stands between the words, each of which has to follow the one before. */
function between(words: readonly string[], text: string): string[] | undefined {
  if (!text.startsWith(words[0]!) || !text.endsWith(words.at(-1)!)) return undefined
  const values: string[] = []
  let at = words[0]!.length
  for (const word of words.slice(1, -1)) {
    const next = text.indexOf(word, at + 1)
    if (next < 0) return undefined
    values.push(text.slice(at, next).trim())
    at = next + word.length
  }
  const end = text.length - words.at(-1)!.length
  return end < at ? undefined : [...values, text.slice(at, end).trim()]
}

/** The last words before a blank. */
const labelOf = (words: string): string =>
  words
    .split(/[.;*]\s*/)
    .at(-1)!
    .replace(/[:\s]+$/, '')
    .trim()
