import { cleanText } from '../../text.ts'
import type { Bump } from '../../version.ts'
import type { FileChange } from '../repository.ts'
import { readHeader } from './commit-message.ts'
import type { ChangeKind } from './commit-words.ts'
import { type News, newsOf } from './news-words.ts'
import { ticketsIn } from './tickets.ts'

/** What a file of a change says about it to users: a changeset, a piece of news, a release note. */
export type Fragment = {
  path: string
  /** Empty where the file says only that users need not be told. */
  text: string
  kind?: ChangeKind
  breaking?: true
  /** It takes something away or asks for something new. */
  removes?: true
  bump?: Bump
  packages?: { name: string; bump: Bump }[]
  tickets: string[]
}

const CHANGESET = /^\.changeset\/(?:pre\/)?(?!README\.md$)[^/]+\.md$/i
const NEWS =
  /(?:^|\/)(?:newsfragments|changelog\.d|changes\.d|news\.d|news|changes|changelogs?|towncrier|upcoming_changes)(?:\/[\w.-]+)?\/\+?([\w-]+)\.([a-z]\w*)(?:\.(\d+))?(?:\.(?:rst|md|txt))?$/i
const RENO = /(?:^|\/)releasenotes\/notes\/[^/]+\.ya?ml$/i
/** GitLab and others: one YAML file a change. */
const YAML_ENTRY =
  /(?:^|\/)(?:changelogs?\/unreleased|\.changes\/unreleased|\.chloggen|changelog\/fragments|changelogs\/fragments)\/[^/]+\.ya?ml$/i
const NO_WORDS = /^(?:md|rst|txt|html?|py|js|ts|ya?ml|json|toml|in|cfg|template|tmpl)$/i
const LONGEST = 300
const MOST_TEXT = 20_000
const MOST_FRAGMENTS = 500

/** Whether a path is that of such a file. */
export function isFragmentPath(path: string): boolean {
  if (CHANGESET.test(path) || RENO.test(path) || YAML_ENTRY.test(path))
    return !/(?:^|\/)(?:config|template)\.ya?ml$/i.test(path)
  const [, , word = ''] = NEWS.exec(path) ?? []
  return word !== '' && !NO_WORDS.test(word)
}

/** Release notes of reno stay in their folder for good: news is what the changes of the range added. */
export const isKeptForGood = (path: string): boolean => RENO.test(path)

/**
 * The files whose news is not released yet. Where a project deletes them at a release all are; where most lie there
 * from before the range (reno keeps its notes for good) only those that the range added.
 */
export function fragmentPaths(files: readonly string[], changed: readonly FileChange[]): string[] {
  const added = new Set(
    changed.filter(({ status }) => status === 'added' || status === 'renamed').map(({ path }) => path),
  )
  const all = files.filter(isFragmentPath)
  const fresh = all.filter(path => added.has(path))
  const older = all.filter(path => !added.has(path) && !RENO.test(path))
  const kept = older.length > Math.max(20, fresh.length)
  return (kept ? fresh : all.filter(path => added.has(path) || !RENO.test(path))).slice(0, MOST_FRAGMENTS)
}

/** The fragments in these files, by path; a file that says nothing to users gives none. */
export function fragmentsOf(texts: ReadonlyMap<string, string>): Fragment[] {
  return [...texts]
    .flatMap(([path, text]) => fragmentsIn(path, text.slice(0, MOST_TEXT)))
    .slice(0, MOST_FRAGMENTS)
}

function fragmentsIn(path: string, text: string): Fragment[] {
  if (!isFragmentPath(path)) return []
  if (CHANGESET.test(path)) return changeset(path, text)
  if (RENO.test(path)) return releaseNote(path, text)
  if (YAML_ENTRY.test(path)) return yamlEntry(path, text)
  const [, name = '', word = ''] = NEWS.exec(path) ?? []
  const number = /^(?:gh-?|pr-?|issue-?)?(\d{1,7})(?:-|$)/i.exec(name)?.[1]
  const said = firstParagraph(text)
  const news = newsOf(word)
  return said || news.internal ? [fragment(path, said, news, number ? [`#${number}`] : [])] : []
}

function fragment(path: string, text: string, news: News, tickets: string[] = []): Fragment {
  const { kind, breaking, removes } = news
  return {
    path: cleanText(path, 250),
    text: cleanText(plain(text).replace(/^\[?(?:bug|LP:?|story) #?\d{4,9}\]?:?\s+/i, ''), LONGEST),
    ...(kind ? { kind } : {}),
    ...(breaking ? { breaking } : {}),
    ...(removes ? { removes } : {}),
    tickets: [...new Set([...tickets, ...ticketsIn(text.slice(0, 2000), '')])].slice(0, 10),
  }
}

/** Packages and their steps between two lines of dashes, then the text. */
function changeset(path: string, text: string): Fragment[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const end = lines[0]?.trim() === '---' ? lines.findIndex((line, at) => at > 0 && line.trim() === '---') : -1
  if (end < 0) return []
  const packages = lines.slice(1, end).flatMap(line => {
    const [, name = '', bump] =
      /^\s*["']?([^"':]{1,120})["']?\s*:\s*["']?(major|minor|patch)["']?\s*$/.exec(line) ?? []
    return bump ? [{ name: cleanText(name, 120), bump: bump as Bump }] : []
  })
  const said = firstParagraph(lines.slice(end + 1).join('\n'))
  if (packages.length === 0 || !said) return []
  const bump = highest(packages.map(one => one.bump))
  const kind: News = bump === 'patch' ? { kind: 'fix' } : { kind: 'feature' }
  const { type, text: untyped } = readHeader(said)
  const told = type ? newsOf(type) : {}
  const known = told.kind || told.breaking
  return [
    {
      ...fragment(path, known ? untyped : said, {
        ...kind,
        ...told,
        ...(bump === 'major' ? { breaking: true as const } : {}),
      }),
      bump,
      packages: packages.slice(0, 50),
    },
  ]
}

const steps: Bump[] = ['patch', 'minor', 'major']
export const highest = (bumps: readonly Bump[]): Bump =>
  steps[Math.max(0, ...bumps.map(bump => steps.indexOf(bump)))] ?? 'patch'

/** Sections with a list each: `fixes:`, then `- |` or `- text` and indented lines. */
function releaseNote(path: string, text: string): Fragment[] {
  const found: Fragment[] = []
  let section = ''
  let item: string[] = []
  const close = () => {
    const said = firstParagraph(item.join('\n'))
    if (said && section !== 'prelude' && section !== 'issues')
      found.push(fragment(path, said, newsOf(section)))
    item = []
  }
  for (const line of [...text.split(/\r?\n/), 'end:']) {
    const started = /^([a-z_]{2,30}):/.exec(line)?.[1]
    const listed = /^ {0,4}- +(.*)$/.exec(line)?.[1]
    if (started || listed !== undefined) close()
    if (started) section = started
    else if (listed !== undefined)
      item = [/^[|>][-+]?\s*$/.test(listed) ? '' : listed.replace(/^["']|["']$/g, '')]
    else if (item.length > 0) item.push(line.trim())
  }
  return found
}

const FIELD =
  /^(title|note|message|change_type|type|kind|component|merge_request|pr|issues|issue|body)\s*:\s*(.+)$/

function yamlEntry(path: string, text: string): Fragment[] {
  const fields = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const [, key = '', value = ''] = FIELD.exec(line) ?? []
    if (key && !fields.has(key)) fields.set(key, value.trim().replace(/^["']|["']$/g, ''))
  }
  const said = ['title', 'note', 'message', 'body'].map(key => fields.get(key)).find(Boolean)
  const word = ['type', 'change_type', 'kind'].map(key => fields.get(key)).find(Boolean) ?? ''
  if (!said || /^[|>]/.test(said)) return []
  const request = /\d{1,7}/.exec(fields.get('merge_request') ?? '')?.[0]
  const others = ['pr', 'issues', 'issue'].flatMap(key => fields.get(key)?.match(/\d{1,7}/g) ?? [])
  return [
    fragment(path, said, newsOf(word), [
      ...(request ? [`!${request}`] : []),
      ...others.map(one => `#${one}`),
    ]),
  ]
}

/** The first paragraph, joined; a heading is one only where no text follows. */
function firstParagraph(text: string): string {
  const paragraphs = text.split(/\r?\n\s*\r?\n/).map(part => part.trim().replace(/\s*\r?\n\s*/g, ' '))
  const said =
    paragraphs.find(part => part && !/^(?:#{1,6} |\.\. |<!--)/.test(part)) ?? paragraphs.find(Boolean) ?? ''
  return said.replace(/^#{1,6} /, '').replace(/^[-*+] /, '')
}

/** Without the marks of Markdown and reStructuredText. */
export function plain(text: string): string {
  return text
    .replace(/:(?:pr|issue|gh|pull|bug):`#?(\d+)`/g, '#$1')
    .replace(/:[\w:]{1,40}:`~?([^`<]+?)(?:\s*<[^>`]*>)?`/g, '$1')
    .replace(/!?\[((?:[^[\]]|\[[^\]]*\])*)\]\([^()\s]*\)/g, '$1')
    .replace(/^\[([^\]]+)\]/, '$1')
    .replace(/`+([^`]*?)(?:\s*<[^>`]*>)?`+_{0,2}/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
}
