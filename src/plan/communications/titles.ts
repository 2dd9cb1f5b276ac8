import { cleanText } from '../text.ts'

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
  return capitalised(cleanText(subject || title, LONGEST_TITLE))
}

function withoutTickets(text: string): string {
  const cut = text.replace(tickets, '').replace(isCut(text) ? /\s+$/ : /[.,;:\s]+$/, '')
  return cut === text ? text : withoutTickets(cut)
}

/** The first letter upper case; the name of something in code stays as it is. */
function capitalised(text: string): string {
  const first = text.split(/\s/, 1)[0] ?? ''
  const isName = /[_./\\:@$`()]\w|\w[_`(]|[a-z][A-Z]|[a-z]\d/.test(first)
  return isName ? text : text.charAt(0).toUpperCase() + text.slice(1)
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
