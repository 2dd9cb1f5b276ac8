import { cleanText } from '../../text.ts'
import type { Footer } from './commit-message.ts'
import type { ChangeKind } from './commit-words.ts'
import { newsOf } from './news-words.ts'

/** What a message itself says to users, in a trailer or a block made for that. */
export type Note = { kind?: ChangeKind; text?: string; breaking?: true }

const BLOCK = /^```release-note[\w-]*[ \t]*\n([\s\S]{1,2000}?)\n[ \t]*```/m
const KIND = /^\/kind ([\w-]{2,30})[ \t]*$/gm
const NOTHING = /^(?:none|n\/a|no|-|nil)\.?$/i

/**
 * `Changelog: added` and `Changelog-Added: text`, `Release-note: text`, and the release-note block and `/kind` of
 * Kubernetes. Undefined where none is there; a note of "NONE" has no text.
 */
export function noteIn(body: string, footers: Footer[]): Note | undefined {
  const block = body.includes('```release-note') ? BLOCK.exec(body.replaceAll('\r', ''))?.[1] : undefined
  const trailer = footers.find(({ token }) =>
    /^(?:changelog|release-?notes?|relnotes?)(?:-\w+)?$/i.test(token),
  )
  const kinds = body.includes('/kind ') ? [...body.matchAll(KIND)].map(([, word = '']) => newsOf(word)) : []
  if (block === undefined && !trailer && kinds.length === 0) return undefined
  const ending = /^changelog-(\w+)$/i.exec(trailer?.token ?? '')?.[1]
  const word = ending ?? (/^changelog$/i.test(trailer?.token ?? '') ? trailer?.value : undefined)
  const news = word ? newsOf(word) : {}
  const text = block ?? (word && !ending ? undefined : trailer?.value)
  const said = text && cleanText(text, 300)
  const kind = news.kind ?? kinds.find(one => one.kind)?.kind
  return {
    ...(kind ? { kind } : {}),
    ...(said && !NOTHING.test(said) ? { text: said } : {}),
    ...(news.breaking ? { breaking: true } : {}),
  }
}
