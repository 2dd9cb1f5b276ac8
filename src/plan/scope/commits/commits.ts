import { cleanText } from '../../text.ts'
import type { Commit, TouchedFile } from '../repository.ts'
import { isBot } from './bots.ts'
import { type Footer, listedSubjects, readFooters, readHeader } from './commit-message.ts'
import {
  ADVISORY_MERGE,
  type ChangeKind,
  kindOfArea,
  kindOfEmoji,
  kindOfType,
  kindOfWording,
  kindOfWorkshop,
} from './commit-words.ts'
import { kindOfFiles } from './kind-of-files.ts'
import { foldPullRequests, type Unit } from './pull-requests.ts'
import { type Note, noteIn } from './release-note.ts'
import { reapplied, revertedIn } from './reverts.ts'
import { ticketsIn } from './tickets.ts'

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
  /** What users are told of it, in the words of its message. */
  note?: string
  /** The file that says it. */
  told_in?: string
  /** The packages for which a changeset calls it breaking. */
  packages?: string[]
  tickets: string[]
  bot: boolean
  reverted?: true
  /** Commits of a pull request that were folded into this change; one when absent. */
  commits?: number
}

/** What is known of a change beside its message; by its commit. */
export type Beside = {
  /** The files that each commit touched, as far as they were read. */
  files?: ReadonlyMap<string, TouchedFile[]>
  /** The repository's path at its host, so that whole addresses of its issues get their short form. */
  home?: string
}

/**
 * The changes of a range, newest first: merges leave, commits of a titled pull request become one change, and a
 * revert and what it reverts are both marked `reverted`.
 */
export function changesOf(commits: Commit[], beside: Beside = {}): Change[] {
  const units = foldPullRequests(commits)
  const reverted = revertedIn(units)
  return units.map(unit => {
    const change = changeOf(unit, beside)
    return reverted.has(unit) ? { ...change, reverted: true } : change
  })
}

/** Reads one commit (Conventional Commits 1.0, gitmoji, `area: text`, `[area] text`, trailers, plain sentences). */
export function changeOf(unit: Unit, { files, home }: Beside = {}): Change {
  const subject = cleanText(wholeSubject(unit), 200)
  const author = cleanText(unit.author, 100)
  const bot = isBot(author)
  // a bot's body quotes the notes of other people's releases
  const body = bot ? '' : unit.body
  const fromAdvisory = ADVISORY_MERGE.test(subject)
  const head = fromAdvisory ? headOf(advisoryText(unit.body) || subject) : headOf(subject)
  const footers = body.includes(':') ? readFooters(body) : []
  const note = noteIn(body, footers)
  const kind = kindWith(unit, head, { advisory: fromAdvisory, body, note, touched: files?.get(unit.commit) })
  const breaking = breakingIn(footers, note) ?? (isMarked(head, body) ? titleOf(head.text) : undefined)
  return {
    commit: unit.commit,
    subject,
    title: titleOf(head.text),
    author,
    date: unit.date,
    ...kind,
    ...(head.scope ? { scope: head.scope } : {}),
    ...(breaking ? { breaking } : {}),
    ...(note?.text ? { note: note.text } : {}),
    tickets: [...new Set([...(unit.tickets ?? []), ...ticketsIn(subject, body, home)])].slice(0, 10),
    bot,
    ...(unit.members.length > 1 ? { commits: unit.members.length } : {}),
  }
}

/** A squash whose title is no conventional one breaks where one of its commits is marked. */
const isMarked = ({ type, marked }: Head, body: string): boolean =>
  marked || (!type && listedSubjects(body).some(text => headOf(text).marked))

function breakingIn(footers: Footer[], note: Note | undefined): string | undefined {
  const footer = footers.find(({ token }) => token === 'BREAKING CHANGE')
  if (footer) return cleanText(footer.value, 400)
  return note?.breaking ? note.text : undefined
}

type Head = { type?: string; emoji?: string; scope?: string; marked: boolean; text: string }

const GITMOJI = /^(:[a-z0-9_+-]{1,40}:|\p{Extended_Pictographic})\s*(?=\S)/u
const AREA = /^([\w.*/-]{1,60}(?:, ?[\w.*/-]{1,60}){0,4})(?:\([^()]{0,80}\))?(!)?:\s+(?=\S)/
const DASH = /^([A-Z][\w./]{1,40}) - (?=\S)/
const TICKET = /^\[?[A-Z][A-Z0-9]{1,9}-\d{1,6}\]?[:,]?\s+(?=\S)/
const BRACKET = /^\[([^\]]{1,40})\]\s*:?\s*(?=\S)/

function headOf(written: string): Head {
  const subject = reapplied(written) ?? written
  const emoji = GITMOJI.exec(subject)
  const rest = (emoji ? subject.slice(emoji[0].length) : subject).replace(TICKET, '')
  const sign = emoji?.[1]
  const { type, scope, marked, text: said } = readHeader(rest)
  if (type && /^break(?:ing)?$/i.test(type)) return { type, emoji: sign, scope, marked: true, text: said }
  if (type && kindOfType(type)) return { type, emoji: sign, scope, marked, text: said }
  const area = AREA.exec(rest) ?? BRACKET.exec(rest) ?? DASH.exec(rest)
  if (!area) return { emoji: sign, marked: sign === '💥' || sign === ':boom:', text: rest }
  const [whole, name = '', mark] = area
  const text = rest.slice(whole.length)
  return kindOfType(name)
    ? { type: name, emoji: sign, marked: !!mark, text }
    : { emoji: sign, scope: name, marked: !!mark, text }
}

type Kind = Pick<Change, 'kind' | 'sure'>

function kindOf(head: Head, filesKnown = false): Kind {
  const typed = head.type && kindOfType(head.type)
  const hinted = kindOfWording(head.text, filesKnown)
  if (typed === 'fix' && head.scope === 'security') return { kind: 'security', sure: true }
  if (typed === 'fix' && hinted === 'security') return { kind: 'security', sure: false }
  const workshop = kindOfWorkshop(head.text, head.scope)
  if ((typed === 'fix' || typed === 'feature') && workshop) return { kind: workshop, sure: false }
  if (typed) return { kind: typed, sure: true }
  const kind = (head.emoji && kindOfEmoji(head.emoji)) || (head.scope && kindOfArea(head.scope)) || hinted
  if ((kind === 'fix' || kind === 'feature') && workshop) return { kind: workshop, sure: false }
  return kind ? { kind, sure: false } : { sure: false }
}

type Evidence = { advisory: boolean; body: string; note?: Note; touched?: TouchedFile[] }

/** A body may quote advisories; one that is dealt with stands behind a word for that, or at the line's beginning. */
const REMEDY =
  /(?:^[\s*-]{0,4}|\b(?:fix|resolv|address|patch|mitigat|clos|remediat|advisor|security)\w{0,8}\b[^\n]{0,60})\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})\b/im

/** What bodies of fixes say of a hole without calling it one. */
const WEAKNESS =
  /\b(?:attackers?|unauthori[sz]ed (?:access|users?|reads?|writes?|disclosure)|any (?:local|authenticated|unauthenticated|remote|logged[- ]in) users?|world[- ](?:writ|read)able|privilege escalation|arbitrary (?:code|commands?|file (?:read|write)s?)|(?:xss|csrf|ssrf) (?:attacks?|vulnerab\w+|via|in|through)|sql injections?|path traversal|open redirect|owned by other users)\b|javascript:\/\//i

/** The strongest word first: an advisory, a trailer or note, the convention, the files, the wording. */
function kindWith(unit: Unit, head: Head, { advisory, body, note, touched }: Evidence): Kind {
  const named = /\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})\b/i
  if (named.test(unit.subject) || (advisory && named.test(body))) return { kind: 'security', sure: true }
  if (body !== '' && REMEDY.test(body)) return { kind: 'security', sure: true }
  if (advisory) return { kind: 'security', sure: false }
  if (head.type && kindOfType(head.type) === 'fix' && WEAKNESS.test(body))
    return { kind: 'security', sure: false }
  if (note?.kind) return { kind: note.kind, sure: true }
  const own = withMembers(kindOf(head, touched !== undefined), unit, body)
  const aside = kindOfFiles(touched)
  const product = own.kind !== 'other' && own.kind !== 'infrastructure'
  if (aside && (!own.sure || own.kind === 'fix' || own.kind === 'feature') && (product || !own.kind))
    return { kind: aside, sure: false }
  return own
}

/** A pull request whose title tells nothing sure is what all of its commits are. */
function withMembers(own: Kind, unit: Unit, body: string): Kind {
  if (own.sure) return own
  const subjects = unit.members.length > 0 ? unit.members.map(member => member.subject) : listedSubjects(body)
  const kinds = subjects.map(subject => kindOf(headOf(cleanText(subject, 200))))
  const [first] = kinds
  if (first?.kind && kinds.every(({ kind, sure }) => kind === first.kind && sure)) return first
  return own
}

/** What an advisory's merge says: of the commits it lists the one that mends, else the first sentence of its text. */
function advisoryText(body: string): string {
  const listed = listedSubjects(body)
  const mending = listed.find(text =>
    /\b(?:fix|prevent|reject|escape|saniti[sz]e|validate|forbid|limit)/i.test(text),
  )
  if (listed[0] !== undefined) return cleanText(mending ?? listed[0], 200)
  const [paragraph = ''] = body.trim().split(/\n\s*\n/)
  const lines = paragraph.split('\n').filter(line => line.trim() && !/^[\w-]+-by: /i.test(line))
  const text = cleanText(lines.join(' '), 400)
  return cleanText(/^.{20,180}?[.!](?=\s|$)/.exec(text)?.[0] ?? text, 200)
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

/** A subject's text without the pull request and the issues at its end, which stand apart as tickets. */
export function titleOf(text: string): string {
  let title = text.trim()
  for (let last = ''; last !== title; ) {
    last = title
    title = title.replace(REQUEST, '').replace(CLOSES, '').trim()
  }
  return title || text
}

/** What a subject says by itself: the part of the product it names, and the text that people read. */
export function readSubject(subject: string): { title: string; scope?: string; tickets: string[] } {
  const { text, scope } = headOf(subject)
  return { title: titleOf(text), ...(scope ? { scope } : {}), tickets: ticketsIn(subject, '') }
}
