import { counted } from '../../text.ts'
import { type Corpus, said } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

/** What a day that has not come cannot be promised. */
const promised = ({ prose }: Corpus): Found[] =>
  prose
    .filter(({ text }) =>
      /\bno data (?:was|were|has been|have been|will be) lost\b|\bcannot fail\b|\bguaranteed? (?:no|zero)\b/i.test(
        text,
      ),
    )
    .map(line => [line, 'nobody can know it before the day'])

const placeholder =
  /(?<![\w}\]])\[(?:[A-Z][\w /$'&.-]{0,60}|X(?:%|ms| minutes)?|\$Amount[^\]]*|X\+Y\+Z[^\]]*|[A-Z]+(?: \/ [A-Z]+)+)\](?!\(|:|\[)/

function placeholders({ lines }: Corpus): Found[] {
  const left = lines
    .filter(line => line.code === undefined || line.code === '')
    .filter(({ text }) => placeholder.test(text.replace(/`[^`]*`/g, '')) && !/\[TBD:/.test(text))
  const [first] = left
  return first
    ? [[first, `${counted(left.length, 'line still holds', 'lines still hold')} a placeholder`]]
    : []
}

const doubled = ({ prose }: Corpus): Found[] =>
  prose
    .filter(({ text }) => /(?<![\w])vv\d/.test(text))
    .map(line => [line, 'the v of the version stands twice'])

const unexpanded = ({ prose }: Corpus): Found[] =>
  prose
    .filter(({ text }) => /\$\{\w+\}|\$\([a-z]+ |\{\{ ?\w+ ?\}\}/.test(text.replace(/`[^`]*`/g, '')))
    .map(line => [line, 'a variable was not filled in'])

const twoStatuses = ({ prose }: Corpus): Found[] =>
  prose
    .filter(line => /^status\W+(?:not started|draft|tbd)\b/i.test(said(line)))
    .map(line => [line, 'a status that nothing moves'])

export const wordingRules: Rule[] = [
  { id: 'M1', finds: 'a doubled v', check: doubled },
  { id: 'M2', finds: 'variables that were not filled in', check: unexpanded },
  { id: 'I5', finds: 'promises that nobody can know to hold', check: promised },
  {
    id: 'I8',
    finds: 'placeholders and statuses that nothing moves',
    check: corpus => [...placeholders(corpus), ...twoStatuses(corpus)],
  },
]
