import { kindOfType } from '../scope/commits/commit-words.ts'
import { capitalised, cleanText, shortened } from '../text.ts'

const LONGEST_TITLE = 120

const prefix = /^(revert\s+)?[a-z]+(\([^)]*\))?!?:\s+/i
const area = /^\[[^\]]{1,30}\]\s*/
const ticket = String.raw`(?:[\w.-]{1,60}\/[\w.-]{1,80})?(?:[#!]|GH-)\d{1,7}`
const closing = '(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?|see|part of|issue)'
/** `Fixes #12, #13`, `(#12)`, `, closes GH-9` at the end of a title. */
const tickets = new RegExp(
  String.raw`[\s,;.:(\[-]*(?:\b${closing}\b:?\s*)?${ticket}(?:[\s,&]+(?:and\s+)?${ticket})*[\s)\].]*$`,
  'i',
)

/** A commit's subject or an item's title as a reader outside the project should see it. */
export function announcedTitle(title: string): string {
  const subject = withoutTickets(cleanText(title, 400).replace(prefix, '').replace(area, ''))
  return capitalised(shortened(subject || title, LONGEST_TITLE))
}

/** Names of layers and folders: they tell an outsider nothing about where a change is felt. */
const inner = /^(?:all|app|build|common|core|db|deps|internal|libs?|main|misc|shared|src|ui|utils?)$/i
const named = /^(?:revert\s+)?([a-z]+)(?:\(([^)]{1,40})\))?!?:\s+/i

/** `Raise the limit (imports)`: with the part that the subject names, unless its words do. */
export function titleInPart(title: string): string {
  const told = announcedTitle(title)
  const [, type = '', scope] = named.exec(cleanText(title, 400)) ?? []
  const part = scope ?? (kindOfType(type) ? '' : type)
  const silent =
    part === '' ||
    inner.test(part) ||
    isCut(told) ||
    told.toLowerCase().includes(part.toLowerCase().replace(/s$/, ''))
  return silent ? told : `${told} (${part})`
}

function withoutTickets(text: string): string {
  const cut = text.replace(tickets, '').replace(isCut(text) ? /\s+$/ : /[.,;:\s]+$/, '')
  return cut === text ? text : withoutTickets(cut)
}

/** Whether a host shortened it: what is missing cannot be told to anybody. */
export const isCut = (title: string): boolean => /(?:…|\.\.\.)$/.test(title.trim())

const workshopWords = [
  /^merge (?:commit|branch|pull request|remote|tag)\b/i,
  /^\w+\((?:[^)]*\W)?(?:ci|tests?|e2e|lint|docs?|dev|deps-dev)(?:\W[^)]*)?\)!?:/i,
  /\b(?:typos?|misspell\w*|ci|linter|linting|codespell|pre-commit|github (?:actions?|workflows?)|readme|sbom)\b/i,
  /\b(?:flaky|failing|broken|unit|e2e|integration|regression)[ -]tests?\b/i,
  /\btests?$/i,
  /\b(?:lock ?file|[\w-]+\.lock|[\w-]+-lock\.\w+|go\.sum)\b/i,
]

/** Whether a commit's subject speaks of merges, build machines, tests or spelling: nothing that users notice. */
export const isWorkshop = (subject: string): boolean => workshopWords.some(words => words.test(subject))
