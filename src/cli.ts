#!/usr/bin/env node
import { homedir } from 'node:os'
import { packageDir } from './assets.ts'
import { type Command, commandOf, UsageError, usage } from './cli/command-line.ts'
import type { ToolContext } from './tools/tool.ts'
import { workspaceRoot } from './workspace/root.ts'

/** `release-planner`: a server on stdio or HTTP, or one of the tools from the shell. */
async function main(): Promise<void> {
  const command = commandOf(process.argv.slice(2))
  if (command.name === 'help') return void process.stdout.write(usage)
  const { packageVersion } = await import('./assets.ts')
  if (command.name === 'version') return void process.stdout.write(`${packageVersion()}\n`)
  if (command.name === 'serve') return serve(command, contextOf(command))
  const { runCommand } = await import('./cli/run-command.ts')
  process.exitCode = await runCommand(command, contextOf(command))
}

async function serve(command: Command, context: ToolContext): Promise<void> {
  const [{ serverFactory }, { servedSkill, skillPlaces }, { packageVersion }] = await Promise.all([
    import('./server/create-server.ts'),
    import('./server/skill.ts'),
    import('./assets.ts'),
  ])
  const root = await context.root().catch(() => undefined)
  const places = skillPlaces({ given: command.options.skill, env: process.env, home: homedir(), root })
  const skill = servedSkill(places, text => process.stderr.write(`release-planner: ${text}\n`))
  const factory = serverFactory(context, { version: packageVersion(), skill })
  if (!command.options.http) {
    const { serveOnStdio } = await import('./server/stdio.ts')
    return serveOnStdio(factory)
  }
  const { serveOnHttp } = await import('./server/http.ts')
  const { port, host } = command.options
  await serveOnHttp(factory, { port, host, token: process.env.RELEASE_PLANNER_TOKEN || undefined })
}

/** Root and clock of this run; the root is looked at only when a call needs it, so that a server always starts. */
function contextOf({ options }: Command): ToolContext {
  const found = () =>
    workspaceRoot({ root: options.root, env: process.env, cwd: process.cwd(), home: homedir(), packageDir })
  return { root: found, now: () => options.now ?? new Date().toISOString() }
}

main().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`release-planner: ${text}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
