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

/** What is not seen, as `\u{…}`. */
export const escapedUnseen = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
    sign => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
  )

/** `1 risk`, `3 risks`: a number with its noun. */
export const counted = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`
