import type { Client } from '@modelcontextprotocol/client'

export type Fields = Record<string, unknown>

export interface Called {
  fields: Fields
  text: string
  isError: boolean
}

/** One call through a real client. */
export async function called(client: Client, name: string, args: object): Promise<Called> {
  const result = await client.callTool({ name, arguments: args as Fields })
  const [block] = result.content as { type: string; text: string }[]
  return {
    fields: (result.structuredContent ?? {}) as Fields,
    text: block?.text ?? '',
    isError: result.isError === true,
  }
}

/** The tools that write a plan's sections, in their order. */
export const sectionTools = [
  'gather_scope',
  'assess_risks',
  'select_strategy',
  'build_schedule',
  'allocate_resources',
  'write_rollback_plan',
  'plan_communications',
] as const

/** A whole plan: `initialize_plan`, then every section's tool with `version` and what is given for it. */
export async function plannedBy(
  client: Client,
  version: string,
  initial: object,
  given: Partial<Record<(typeof sectionTools)[number], object>> = {},
): Promise<Called[]> {
  const results = [await called(client, 'initialize_plan', { version, ...initial })]
  for (const name of sectionTools) results.push(await called(client, name, { version, ...given[name] }))
  return results
}
