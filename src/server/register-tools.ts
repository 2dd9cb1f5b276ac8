import type { CallToolResult, McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import { advertisedInput, advertisedOutput, type JsonSchema } from '../tools/advertised-schema.ts'
import { callTool, type Tool, type ToolContext } from '../tools/tool.ts'
import { progressOf } from './progress.ts'

/** Offers every tool, always all and in the same order, on a server that is not yet connected. */
export function registerTools(server: McpServer, tools: readonly Tool[], context: ToolContext): void {
  for (const tool of tools) {
    const { input, output } = schemasOf(tool)
    const config = {
      title: tool.title,
      description: tool.description,
      inputSchema: input,
      outputSchema: output,
      annotations: annotationsOf(tool),
      ...(tool.name === loadedAtOnce && { _meta: { 'anthropic/alwaysLoad': true } }),
    }
    server.registerTool(tool.name, config, async (args, request): Promise<CallToolResult> => {
      const progress = progressOf(request)
      return { ...(await callTool(tool, args, { ...context, ...(progress && { progress }) })) }
    })
  }
}

/** The first call of every plan; a host that loads tools late should have this one in sight. */
const loadedAtOnce = 'initialize_plan'

const annotationsOf = ({ readOnly }: Tool) => ({
  readOnlyHint: readOnly,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
})

const schemas = new WeakMap<Tool, { input: StandardSchemaWithJSON; output: StandardSchemaWithJSON }>()

function schemasOf(tool: Tool) {
  const known = schemas.get(tool)
  if (known) return known
  const made = { input: passing(() => advertisedInput(tool)), output: passing(() => advertisedOutput(tool)) }
  schemas.set(tool, made)
  return made
}

/**
 * A schema that only advertises: the SDK lets every value through, because `callTool` checks the arguments and its
 * errors say what to do. Written when the first client lists the tools.
 */
function passing(advertised: () => JsonSchema): StandardSchemaWithJSON {
  let written: JsonSchema | undefined
  const json = () => (written ??= advertised())
  return {
    '~standard': {
      version: 1,
      vendor: 'release-planner',
      validate: value => ({ value }),
      jsonSchema: { input: json, output: json },
    },
  }
}
