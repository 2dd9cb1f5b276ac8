import * as z from 'zod'
import { cleanProse, cleanText, commandProblem, trimmedCommand, typedText } from './text.ts'

/**
 * The small schemas that every section's arguments are made of. Caps keep a plan readable and a call bounded. Texts are
 * cleaned where they come in, from a caller as from a plan.json that somebody edited: one line, nothing unseen.
 */
const oneLine = (cap: number) => cleaned(cap, text => cleanText(text, Number.POSITIVE_INFINITY))
export const name = oneLine(200)
export const line = oneLine(500)
export const prose = cleaned(8000, cleanProse)

/** A text that a stranger wrote and git showed: never refused, since nobody could mend it there. */
export const seen = z.string().overwrite(text => cleanText(text, 2000))

/** A shell command: one line, kept to the letter or refused. */
export const command = z
  .string()
  .overwrite(text => (text.length > 2000 ? text : trimmedCommand(text)))
  .min(1)
  .max(500)
  .superRefine((text, context) => {
    const message = text === '' ? undefined : commandProblem(text)
    if (message) context.addIssue({ code: 'custom', message })
  })

/** An answer, whose form its question knows. */
export const answer = z.string().overwrite(text => typedText(text, 2000))

/** What is far too long is refused as it is, not cleaned first. */
function cleaned(cap: number, clean: (text: string) => string) {
  return z
    .string()
    .overwrite(text => (text.length > cap * 4 ? text : clean(text)))
    .min(1)
    .max(cap)
}

export const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'must be 1 to 64 letters, digits, `_`, `.` or `-`')
export const lines = z.array(line).max(100)
export const names = z.array(name).max(100)

export const date = z
  .string()
  .refine(isDate, 'must be a date that exists, as YYYY-MM-DD from 2000 to 2099, e.g. 2026-12-01')
/** An instant with offset, as git and our own clock write it; the other form may also be a day. */
export const instant = z.string().refine(isInstant, 'must be an instant such as 2026-12-01T09:00:00Z')
export const dayOrInstant = z
  .string()
  .refine(
    text => isDate(text) || isInstant(text),
    'must be a date or an instant such as 2026-12-01T09:00:00Z',
  )
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a clock time HH:MM, e.g. 07:00')
/** A day, or a minute of the local clock. */
export const moment = z
  .string()
  .refine(isMoment, 'must be a date that exists or a local date-time, e.g. 2026-12-18 or 2026-12-18T17:00')
export const minutes = z.number().min(0).max(100_000)
export const percent = z.number().min(0).max(100)
export const amount = z.number().min(0).max(1e12)

/** A date that exists, in the years that a plan can be about; day by day is walked through them. */
export function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return year >= 2000 && year <= 2099 && days !== undefined && day >= 1 && day <= days
}

function isMoment(text: string): boolean {
  const [day = '', clock, ...more] = text.split('T')
  return isDate(day) && more.length === 0 && (clock === undefined || /^([01]\d|2[0-3]):[0-5]\d$/.test(clock))
}

/** The agent's own Markdown, placed in its section's document. */
export const note = z.strictObject({ id, heading: name, text: prose })

/** A question with options that somebody has to decide. */
export const decision = z.strictObject({
  id,
  question: line,
  options: lines.optional(),
  recommended: line.optional(),
  owner: name.optional(),
  needed_by: date.optional(),
  blocks: name.optional(),
})

/** What every section's tool takes beside its own arguments. */
export const additions = {
  notes: z.array(note).max(50).optional(),
  decisions: z.array(decision).max(50).optional(),
}

function isInstant(text: string): boolean {
  const [, day = '', clock = ''] = /^(\d{4}-\d{2}-\d{2})(T.+)$/.exec(text) ?? []
  // Tags and commits may be older than any plan.
  const exists = isDate(`20${day.slice(2)}`)
  return (
    exists && /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(clock)
  )
}
