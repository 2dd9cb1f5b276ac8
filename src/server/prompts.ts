import { completable, type McpServer } from '@modelcontextprotocol/server'
import mustache from 'mustache'
import * as z from 'zod'
import { promptTexts } from '../assets.ts'
import { frontMatter } from './front-matter.ts'

/** A prompt that a host offers to people, e.g. as a slash command. */
export interface Prompt {
  name: string
  title: string
  description: string
  arguments: { name: string; description: string; required: boolean }[]
  body: string
}

/** Reads one `prompts/*.md`. @throws Error for a header that is not a prompt's. */
export function promptFrom({ name, text }: { name: string; text: string }): Prompt {
  const { header, body } = frontMatter(text)
  const given = Array.isArray(header.arguments) ? header.arguments : []
  return {
    name: textOf(header.name) || name,
    title: textOf(header.title) || name,
    description: textOf(header.description),
    arguments: given.map(({ name = '', description = '', required }) => ({
      name,
      description,
      required: required === 'true',
    })),
    body,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

let known: Prompt[] | undefined

/** The shipped prompts, read once. */
export function prompts(): Prompt[] {
  known ??= promptTexts().map(promptFrom)
  return known
}

/** The prompt's text with the given arguments; what was left out leaves its section out. */
export function promptText(prompt: Prompt, given: Record<string, string | undefined>): string {
  return mustache.render(prompt.body, given, {}, { escape: String }).trim()
}

/** A prompt and the schema of its arguments, which takes longer to make than a server. */
export interface OfferedPrompt {
  prompt: Prompt
  argsSchema: ReturnType<typeof argumentsOf>
}

/** The shipped prompts; a host may complete `version` to a planned one. */
export const offeredPrompts = (versions: () => Promise<string[]>): OfferedPrompt[] =>
  prompts().map(prompt => ({ prompt, argsSchema: argumentsOf(prompt, versions) }))

/** Offers every prompt on a server that is not yet connected. */
export function registerPrompts(server: McpServer, offered: readonly OfferedPrompt[]): void {
  for (const { prompt, argsSchema } of offered) {
    const { name, title, description } = prompt
    server.registerPrompt(name, { title, description, argsSchema }, given => ({
      description,
      messages: [{ role: 'user', content: { type: 'text', text: promptText(prompt, given) } }],
    }))
  }
}

const argument = z.string().trim().max(500)

function argumentsOf(prompt: Prompt, versions: () => Promise<string[]>) {
  const fields = prompt.arguments.map(({ name, description, required }) => {
    const field = (required ? argument.min(1) : argument.optional()).describe(description)
    return [
      name,
      name === 'version' ? completable(field, begun => startingWith(begun, versions)) : field,
    ] as const
  })
  return z.object(Object.fromEntries(fields))
}

const startingWith = async (begun = '', versions: () => Promise<string[]>): Promise<string[]> =>
  (await versions()).filter(version => version.startsWith(begun.replace(/^v/, '')))
