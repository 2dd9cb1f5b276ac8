import type { Signal } from '../../plan.ts'
import { shortened } from '../../text.ts'

const mostNamed = 4

/** Up to four examples of a signal, and how many more there are. */
export function named({ count, example, examples = [example] }: Signal): string {
  return titlesText(examples, count)
}

export function titlesText(titles: readonly string[], count = titles.length): string {
  const shown = titles.slice(0, mostNamed).map(text => shortened(text, 90))
  return `${shown.join('; ')}${count > shown.length ? `; and ${count - shown.length} more` : ''}.`
}
