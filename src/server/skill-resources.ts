import type { McpServer } from '@modelcontextprotocol/server'
import type { ServedSkill } from './skill.ts'

export const skillSourceUri = 'release-planner://skill-source'

/** Serves the skill by the Skills extension and as plain resources, and says which copy it is. */
export function registerSkill(server: McpServer, skill: ServedSkill): void {
  skill.catalog.attach(server)
  const config = {
    title: 'Which skill is served',
    description: `The skill that this server serves is ${skill.source}.`,
    mimeType: 'text/plain',
  }
  server.registerResource('skill-source', skillSourceUri, config, uri => ({
    contents: [{ uri: uri.href, mimeType: 'text/plain', text: sourceText(skill) }],
  }))
}

function sourceText({ source, skipped, catalog }: ServedSkill): string {
  const uris = catalog.entries.map(({ uri }) => uri).join(', ')
  const before = skipped.map(text => `Passed over: ${text}.`)
  return [`${uris} is ${source}.`, ...before].join('\n')
}
