import { cleanText } from '../text.ts'
import {
  ADVISORY_MERGE,
  type ChangeKind,
  isBot,
  kindOfArea,
  kindOfEmoji,
  kindOfType,
  kindOfWording,
  kindOfWorkshop,
  ticketsIn,
} from './commit-words.ts'
import { foldPullRequests, type Unit } from './pull-requests.ts'
import type { Commit } from './repository.ts'
import { revertedIn } from './reverts.ts'

/** One change of the range: a commit, or a merged pull request that names one. */
export type Change = {
  commit: string
  /** As written, cleaned; at most 200 characters. */
  subject: string
  /** The subject without its type, scope and pull request: what people read. */
  title: string
  author: string
  date: string
  /** Absent when neither a convention nor the wording tells. */
  kind?: ChangeKind
  /** False when only the wording hints at `kind`. */
  sure: boolean
  scope?: string
  /** What breaks, in the author's words. */
  breaking?: string
  tickets: string[]
  bot: boolean
  reverted?: true
  /** Commits of a pull request that were folded into this change; one when absent. */
  commits?: number
}

/**
 * The changes of a range, newest first: merges leave, commits of a titled pull request become one change, and a
 * revert and what it reverts are both marked `reverted`.
 */
export function changesOf(commits: Commit[]): Change[] {
  const units = foldPullRequests(commits)
  const reverted = revertedIn(units)
  return units.map(unit => {
    const change = changeOf(unit)
    return reverted.has(unit) ? { ...change, reverted: true } : change
  })
}

/** Reads one commit (Conventional Commits 1.0, gitmoji, `area: text`, `[area] text`, plain sentences). */
export function changeOf(unit: Unit): Change {
  const subject = cleanText(wholeSubject(unit), 200)
  const author = cleanText(unit.author, 100)
  const bot = isBot(author)
  // a bot's body quotes the notes of other people's releases
  const body = bot ? '' : unit.body
  const fromAdvisory = ADVISORY_MERGE.test(subject)
  const head = fromAdvisory ? { marked: false, text: firstLine(unit.body) || subject } : headOf(subject)
  const advisory = /\bCVE-\d{4}-\d{4,}\b|\bGHSA(?:-[0-9a-z]{4}){3}\b/i.test(`${subject}\n${body}`)
  const security = advisory || fromAdvisory
  const kind = security ? { kind: 'security' as const, sure: advisory } : kindOf(head)
  const breaking = breakingIn(body) ?? (head.marked ? titleOf(head.text) : undefined)
  return {
    commit: unit.commit,
    subject,
    title: titleOf(head.text),
    author,
    date: unit.date,
    ...withMembers(kind, unit),
    ...(head.scope ? { scope: head.scope } : {}),
    ...(breaking ? { breaking } : {}),
    tickets: [...new Set([...(unit.tickets ?? []), ...ticketsIn(subject, body)])].slice(0, 10),
    bot,
    ...(unit.members.length > 1 ? { commits: unit.members.length } : {}),
  }
}

type Head = { type?: string; emoji?: string; scope?: string; marked: boolean; text: string }

const GITMOJI = /^(:[a-z0-9_+-]{1,40}:|\p{Extended_Pictographic})\s*(?=\S)/u
const CONVENTIONAL = /^([A-Za-z]{2,20})(?:\(([^()]{0,80})\))?(!)?:\s+(?=\S)/
const AREA = /^([\w.*/-]{1,60}(?:, ?[\w.*/-]{1,60}){0,4})(?:\([^()]{0,80}\))?(!)?:\s+(?=\S)/
const DASH = /^([A-Z][\w./]{1,40}) - (?=\S)/
const TICKET = /^\[?[A-Z][A-Z0-9]{1,9}-\d{1,6}\]?[:,]?\s+(?=\S)/
const BRACKET = /^\[([^\]]{1,40})\]\s*:?\s*(?=\S)/

function headOf(subject: string): Head {
  const emoji = GITMOJI.exec(subject)
  const rest = (emoji ? subject.slice(emoji[0].length) : subject).replace(TICKET, '')
  const sign = emoji?.[1]
  const match = CONVENTIONAL.exec(rest)
  if (match?.[1] && kindOfType(match[1])) {
    return {
      type: match[1],
      emoji: sign,
      scope: match[2]?.trim(),
      marked: !!match[3],
      text: rest.slice(match[0].length),
    }
  }
  const area = AREA.exec(rest) ?? BRACKET.exec(rest) ?? DASH.exec(rest)
  if (!area) return { emoji: sign, marked: sign === '💥' || sign === ':boom:', text: rest }
  const [whole, name = '', mark] = area
  const text = rest.slice(whole.length)
  return kindOfType(name)
    ? { type: name, emoji: sign, marked: !!mark, text }
    : { emoji: sign, scope: name, marked: !!mark, text }
}

type Kind = Pick<Change, 'kind' | 'sure'>

function kindOf(head: Head): Kind {
  const typed = head.type && kindOfType(head.type)
  const hinted = kindOfWording(head.text)
  if (typed === 'fix' && head.scope === 'security') return { kind: 'security', sure: true }
  if (typed === 'fix' && hinted === 'security') return { kind: 'security', sure: false }
  const workshop = kindOfWorkshop(head.text, head.scope)
  if ((typed === 'fix' || typed === 'feature') && workshop) return { kind: workshop, sure: false }
  if (typed) return { kind: typed, sure: true }
  const kind = (head.emoji && kindOfEmoji(head.emoji)) || (head.scope && kindOfArea(head.scope)) || hinted
  if ((kind === 'fix' || kind === 'feature') && workshop) return { kind: workshop, sure: false }
  return kind ? { kind, sure: false } : { sure: false }
}

/** A pull request whose title tells nothing sure is what all of its commits are. */
function withMembers(own: Kind, unit: Unit): Kind {
  if (own.sure || unit.members.length === 0) return own
  const kinds = unit.members.map(member => kindOf(headOf(cleanText(member.subject, 200))))
  const [first] = kinds
  if (first?.kind && kinds.every(({ kind, sure }) => kind === first.kind && sure)) return first
  return own
}

const BREAKING = /^BREAKING[ -]CHANGE: +(.+(?:\n(?!\s*\n|[\w-]+(?:: | #)|BREAKING).+){0,20})/m

function breakingIn(body: string): string | undefined {
  const text = BREAKING.exec(body)?.[1]
  return text && cleanText(text, 400)
}

function firstLine(body: string): string {
  const line = body.split('\n').find(text => text.trim() && !/^[\w-]+-by: /i.test(text)) ?? ''
  return cleanText(line.replace(/^[*-] /, ''), 200)
}

/** A host cuts long titles and leaves the rest, or the whole title, to the body's first line. */
function wholeSubject({ subject, body }: Unit): string {
  const [, stem = '', request = ''] =
    /^(.{10,}?)(?:…|\.\.\.)(\s*\([#!]\d{1,7}\))?$/.exec(subject.trim()) ?? []
  if (!stem) return subject
  const first = (body.split('\n').find(line => line.trim()) ?? '').trim().replace(/^[*-] /, '')
  const rest = /^(?:…|\.\.\.)(\S.*)$/.exec(first)?.[1]
  if (rest) return `${stem}${rest}${request}`
  return first.length > stem.length && first.startsWith(stem) ? `${first}${request}` : subject
}

const REQUEST = /\s*\((?:[#!]\d{1,7}(?:, )?)+\)$/
const CLOSES =
  /[\s.,;:–-]*\(?\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|see)\b:?\s+(?:[\w.-]+\/[\w.-]+)?#\d{1,7}(?:(?:,| and)\s*#\d{1,7})*\)?\.?$/i

/** Without the pull request and the issues at its end, which stand apart as tickets. */
function titleOf(text: string): string {
  let title = text.trim()
  for (let last = ''; last !== title; ) {
    last = title
    title = title.replace(REQUEST, '').replace(CLOSES, '').trim()
  }
  return title || text
}
