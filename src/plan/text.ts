/** Marks that print nothing, or that change how what follows is shown: bidi controls, zero width, tags. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

/**
 * One line of text written by a stranger, safe to print: control characters and line breaks become one
 * space; bidi controls, zero-width, tag and other unseen characters and lone surrogates go; at most `cap`
 * code points, the last of them `…` when something was cut.
 */
export function cleanText(text: string, cap: number): string {
  const head = text.length > cap * 8 + 64 ? text.slice(0, cap * 8 + 64) : text
  const clean = head
    .replace(UNSEEN, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const points = Array.from(clean)
  const cut = points.length > cap || (head.length < text.length && points.length >= cap)
  return cut
    ? `${points
        .slice(0, Math.max(0, cap - 1))
        .join('')
        .trimEnd()}…`
    : clean
}

/**
 * One clean line of at most `cap` code points that can be sent: cut behind a whole word, without a bracket that its cut
 * would leave open, then `…`.
 */
export function shortened(text: string, cap: number): string {
  const clean = cleanText(text, Number.MAX_SAFE_INTEGER)
  const cut = cleanText(clean, cap)
  if (cut === clean) return clean
  const kept = cut.slice(0, -1)
  const whole = clean.charAt(kept.length) === ' ' ? kept : kept.replace(/(?<=\S)\s+\S*$/, '')
  return `${withoutOpenBracket(whole).replace(/[\s,;:.–—-]+$/, '')}…`
}

function withoutOpenBracket(text: string): string {
  const opened = text.lastIndexOf('(')
  return opened > 0 && text.indexOf(')', opened) < 0 ? text.slice(0, opened) : text
}

/** The first letter upper case; the name of something in code stays as it is. */
export function capitalised(text: string): string {
  const first = text.split(/\s/, 1)[0] ?? ''
  const isName = /[_./\\:@$`()]\w|\w[_`(]|[a-z][A-Z]|[a-z]\d/.test(first)
  return isName ? text : text.charAt(0).toUpperCase() + text.slice(1)
}

/** With one mark at its end: its own, else a full stop. */
export const ended = (text: string): string => {
  const bare = text.replace(/[\s.]+$/, '')
  return /[…!?]$/.test(bare) ? bare : `${bare}.`
}

/** A text as a sentence of its own. */
export const sentence = (text: string): string => ended(capitalised(text))

/**
 * Why a text does not run as a shell command the way it reads, undefined where it does. A folded line break would turn
 * what follows a comment into part of it, so nothing is folded: the text is kept or refused.
 */
export function commandProblem(text: string): string | undefined {
  if (/[\n\v\f\r\u0085\u2028\u2029]/.test(text))
    return 'must be one line of shell; join its steps with && or ;'
  if (text.search(UNSEEN) !== -1 || /[^\P{Cc}\t]/u.test(text))
    return 'must not hold characters that are not seen'
  if (/^\s*(?:#|$)/.test(text)) return 'must be a command; blank or a comment it would succeed and do nothing'
  return undefined
}

/** A command without the blanks around it; one that a backslash quotes stays. */
export const trimmedCommand = (text: string): string => text.replace(/^\s+/, '').replace(/(?<!\\)\s+$/, '')

/** A text as somebody typed it, blanks and line breaks included, without what is not seen. */
export const typedText = (text: string, cap: number): string =>
  Array.from(text.slice(0, cap * 2).replace(UNSEEN, ''))
    .slice(0, cap)
    .join('')
    .trim()

/**
 * Text of several lines written by a stranger: line ends become `\n`, what prints nothing goes, tabs become a space;
 * length and words stay.
 */
export function cleanProse(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .split('\n')
    .map(line =>
      line
        .replace(UNSEEN, '')
        .replace(/\p{Cc}+/gu, ' ')
        .trimEnd(),
    )
    .join('\n')
    .trim()
}

/**
 * A text as it came, in quotes, for an error about it: what is not seen is written as an escape, so that the caller sees
 * why it was refused; at most `cap` code points.
 */
export function quoted(text: string, cap: number): string {
  const points = Array.from(text.slice(0, cap * 2 + 2))
  const cut = points.length > cap ? `${points.slice(0, cap - 1).join('')}…` : text
  return escapedUnseen(JSON.stringify(cut))
}

/** What serves to hide or to reorder words; the joiners and marks of emoji and of scripts are not in it. */
const HIDING =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\u{e0000}-\u{e007f}\p{Cs}]/gu

export const hidesText = (text: string): boolean => text.search(HIDING) !== -1

/** A text of several lines without what hides or reorders its words, its form otherwise as it is. */
export const withoutHidden = (text: string): string => text.replace(HIDING, '')

/** What is not seen, as `\u{…}`. */
export const escapedUnseen = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
    sign => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  )

/** `1 risk`, `3 risks`: a number with its noun. */
export const counted = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`
