import { Console } from 'node:console'
import type { McpServerFactory } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { StdioTransport } from './stdio-transport.ts'

/**
 * Serves on standard input and output until the input ends and every request has its answer; the program then ends
 * by itself with exit code 0. Standard output belongs to the protocol: whatever a part prints goes to standard error.
 */
export function serveOnStdio(factory: McpServerFactory): void {
  globalThis.console = new Console(process.stderr, process.stderr)
  serveStdio(factory, {
    transport: new StdioTransport(),
    onerror: error => process.stderr.write(`release-planner: ${error.message}\n`),
  })
}
