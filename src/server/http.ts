import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostHeaderValidation, originValidation, toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server'

export interface HttpOptions {
  /** 0 lets the system choose one. */
  port: number
  host: string
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/**
 * Serves Streamable HTTP at `/mcp` and tells the address on standard error. Requests for another host's name and from
 * a web page of another origin are refused before they are read: without that any web page could call the tools.
 * @throws Error where the port is taken or the host is not this machine's.
 */
export async function serveOnHttp(factory: McpServerFactory, { port, host }: HttpOptions): Promise<Server> {
  const report = (error: Error) => process.stderr.write(`release-planner: ${error.message}\n`)
  const names = [...new Set([...loopback, host.includes(':') ? `[${host}]` : host])]
  const guards = [hostHeaderValidation(names), originValidation(names)]
  const mcp = toNodeHandler(createMcpHandler(factory, { onerror: report }), { onerror: report })
  const server = createServer(timeouts, (request, response) => {
    if (!guards.every(passes => passes(request, response))) return
    if (pathOf(request) === '/mcp') void mcp(request, response)
    else answerNotFound(response)
  })
  server.maxConnections = 1024
  await listening(server, port, host)
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  process.stderr.write(`release-planner: MCP on http://${name}:${address.port}/mcp\n`)
  return server
}

/** In milliseconds: a request that drips in slowly must not hold a connection. */
const timeouts = { headersTimeout: 5000, requestTimeout: 10_000, connectionsCheckingInterval: 1000 }

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? ''

function answerNotFound(response: ServerResponse): void {
  const body = { error: 'not_found', message: 'The MCP endpoint is /mcp.' }
  response
    .writeHead(404, { 'content-type': 'application/json', connection: 'close' })
    .end(JSON.stringify(body))
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
