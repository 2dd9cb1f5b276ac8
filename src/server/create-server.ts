import { McpServer, type McpServerFactory } from '@modelcontextprotocol/server'
import { tools as allTools } from '../tools/index.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'
import { instructions } from './instructions.ts'
import { plannedVersions } from './planned-versions.ts'
import { type OfferedPrompt, offeredPrompts, registerPrompts } from './prompts.ts'
import { registerTools } from './register-tools.ts'
import type { ServedSkill } from './skill.ts'
import { registerSkill } from './skill-resources.ts'

export interface ServerOptions {
  /** The program's version. */
  version: string
  /** The skill to serve; loading it may begin before the first client comes. */
  skill: Promise<ServedSkill>
  tools?: readonly Tool[]
}

/**
 * Makes the servers of all transports: one a connection on stdio, one a request on HTTP. Cheap, and every server it
 * makes offers the same, so that lists may be cached.
 */
export function serverFactory(context: ToolContext, options: ServerOptions): McpServerFactory {
  const { version, skill, tools = allTools } = options
  let prompts: OfferedPrompt[] | undefined
  return async () => {
    const server = new McpServer(
      { name: 'release-planner', title: 'Release Planner', version },
      { instructions, capabilities, cacheHints },
    )
    registerTools(server, tools, context)
    prompts ??= offeredPrompts(() => plannedVersions(tools, context))
    registerPrompts(server, prompts)
    registerSkill(server, await skill)
    return server
  }
}

/** Nothing of what is listed changes while the program runs. */
const capabilities = {
  tools: { listChanged: false },
  prompts: { listChanged: false },
  resources: { listChanged: false },
}

const unchanging = { ttlMs: 3_600_000, cacheScope: 'public' } as const

const cacheHints = { 'tools/list': unchanging, 'prompts/list': unchanging }
