import type { Operation } from './operation.ts'
import { namesIn } from './source.ts'

/** A command of Ruby or Elixir with what follows it on its (joined) line. */
export type Command = { on: string; name: string; args: string }

/** Lines with those that a trailing comma, operator or open bracket continues joined to them. */
export function joinedLines(text: string): string[] {
  const lines: string[] = []
  let open = ''
  for (const line of text.split('\n')) {
    open = open ? `${open} ${line.trim()}` : line.trim()
    const depth = count(open, /[([{]/g) - count(open, /[)\]}]/g)
    if (open.length < 5_000 && (/[,\\]$/.test(open) || depth > 0)) continue
    if (open) lines.push(open)
    open = ''
  }
  return open ? [...lines, open] : lines
}

const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length

/** `t.string :name, null: false` is the command `string` on `t`. */
export function commandOf(line: string): Command | undefined {
  const match = /^(?:([a-z]\w*)\.)?([a-z]\w*[?!]?)\s*\(?(.*)$/.exec(line)
  return match?.[2]
    ? { on: match[1] ?? '', name: match[2], args: (match[3] ?? '').replace(/\)\s*(?:do\b.*)?$/, '') }
    : undefined
}

/** The names before the first option of a command: `:users, :name, null: false` gives users, name. */
export function leadingNames(args: string): string[] {
  const options = /(?:^|,)\s*"?\w+"?:\s/.exec(args)
  return namesIn(options ? args.slice(0, options.index) : args)
}

const option = (args: string, name: string): string | undefined =>
  new RegExp(`\\b${name}:\\s*([^,})]+)`).exec(args)?.[1]?.trim()

/** Nullability, default, indexes of a column as Ruby's and Elixir's options say them. */
export function columnOptions(args: string): Partial<Operation> {
  const filled = option(args, 'default')
  return {
    nullable: option(args, 'null') !== 'false',
    hasDefault: filled !== undefined && filled !== 'nil',
    ...(/fragment\(|->|lambda/.test(filled ?? '') ? { rewrites: true } : {}),
    ...(option(args, 'index') && option(args, 'index') !== 'false' ? { indexed: true } : {}),
  }
}

export const isTrue = (args: string, name: string): boolean => option(args, name) === 'true'
export const isFalse = (args: string, name: string): boolean => option(args, name) === 'false'
