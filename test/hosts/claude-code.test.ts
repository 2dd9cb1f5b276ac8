import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { packageDir } from '../../src/assets.ts'
import { tools } from '../../src/tools/index.ts'
import { program, scratchFolder } from '../support/server-process.ts'

/** The newest version needs no newer Node (it is a native program), but npm would choose an older one for Node 20. */
const host = '@anthropic-ai/claude-code@2.1.329'
const cache = join(packageDir, 'node_modules/.cache/hosts')
const claude = join(cache, 'node_modules/.bin/claude')
const problem = installationProblem()

/** Installs the host once; why it could not be, where it could not. */
function installationProblem(): string | undefined {
  try {
    mkdirSync(cache, { recursive: true })
    if (!existsSync(claude)) {
      const flags = [
        '--prefix',
        cache,
        '--no-audit',
        '--no-fund',
        '--ignore-scripts=false',
        '--loglevel=error',
      ]
      execFileSync('npm', ['install', ...flags, host], { cwd: cache, stdio: 'pipe', timeout: 200_000 })
    }
    const version = execFileSync(claude, ['--version'], {
      env: environment(),
      encoding: 'utf8',
      timeout: 60_000,
    })
    return host.endsWith(`@${version.split(' ')[0]}`) ? undefined : `another version is installed: ${version}`
  } catch (error) {
    return String(error)
  }
}

/** Nothing of this machine's own settings or login. */
function environment(home = scratchFolder()) {
  const path = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`
  return { PATH: path, HOME: home, DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' }
}

/** A person's machine: an empty home and an empty project. */
function machine() {
  const settings = { env: environment(), cwd: scratchFolder(), timeout: 100_000, maxBuffer: 1e8 }
  return async (...args: string[]): Promise<string> => {
    const run = promisify(execFile)(claude, args, settings)
    run.child.stdin?.end()
    const { stdout } = await run.catch((failed: { stdout?: string }) => ({
      stdout: failed.stdout ?? String(failed),
    }))
    return stdout
  }
}

if (problem) {
  test('Claude Code is installed', context => {
    const text = `${host} cannot be installed, so NOTHING WAS CHECKED: ${problem}`
    if (process.env.CI) throw new Error(text)
    process.stderr.write(`${text}\n`)
    context.skip(text)
  })
}

describe.skipIf(problem !== undefined)(host, () => {
  test('finds the plugin valid', async () => {
    const report = await machine()('plugin', 'validate', packageDir)
    expect(report).toContain('Validation passed')
    expect(report).toContain('agents: release-planner:release-planner')
  })

  test('connects to the server that a person adds', async () => {
    const run = machine()
    await run('mcp', 'add', 'release-planner', '--', process.execPath, program)
    expect(await run('mcp', 'list')).toMatch(/release-planner: .* Connected/)
  })

  describe('with the plugin', () => {
    let session: Session
    beforeAll(async () => {
      session = await started('--plugin-dir', packageDir)
    })

    test('has the plugin, its agent and its skill', () => {
      expect(session.plugins.map(({ name }) => name)).toContain('release-planner')
      expect(session.agents).toContain('release-planner:release-planner')
      expect(session.skills).toContain('release-planner:release-management')
    })

    test('has the server connected, all tools and the prompts as commands', () => {
      const server = 'plugin:release-planner:release-planner'
      expect(session.mcp_servers).toContainEqual(
        expect.objectContaining({ name: server, status: 'connected' }),
      )
      expect(ours(session.tools).sort()).toEqual(tools.map(({ name }) => name).sort())
      expect(session.slash_commands).toContain(`${prefix}plan-release`)
    })

    test('gives the agent every tool of the server', async () => {
      const agent = await started('--plugin-dir', packageDir, '--agent', 'release-planner:release-planner')
      expect(ours(agent.tools).sort()).toEqual(tools.map(({ name }) => name).sort())
      expect(agent.tools).toContain('Read')
      expect(agent.tools).not.toContain('Bash')
    })
  })
})

const prefix = 'mcp__plugin_release-planner_release-planner__'

const ours = (names: string[]): string[] =>
  names.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length))

interface Session {
  plugins: { name: string }[]
  agents: string[]
  skills: string[]
  mcp_servers: { name: string; status: string }[]
  tools: string[]
  slash_commands: string[]
}

/** What a session says of itself before it finds that nobody is logged in. */
async function started(...args: string[]): Promise<Session> {
  const output = await machine()(...args, '-p', 'hi', '--output-format', 'stream-json', '--verbose')
  const events = output
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))
  const begun = events.find(({ type, subtype }) => type === 'system' && subtype === 'init')
  if (!begun) throw new Error(`the session did not begin: ${output.slice(0, 1000)}`)
  return begun
}
