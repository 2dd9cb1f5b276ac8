import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostHeaderValidation, originValidation, toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server'

export interface HttpOptions {
  /** 0 lets the system choose one. */
  port: number
  host: string
  /** What every request has to bring as `Authorization: Bearer …`; asked for on this machine only where it is given. */
  token?: string | undefined
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/**
 * Serves Streamable HTTP at `/mcp` and tells the address on standard error. Requests for another host's name, from a web
 * page of another origin and without the token are refused before they are read: without that any web page could call
 * the tools, and beyond this machine anybody.
 * @throws Error where the port is taken, the host is not this machine's, or it can be reached from outside without a token.
 */
export async function serveOnHttp(
  factory: McpServerFactory,
  { port, host, token }: HttpOptions,
): Promise<Server> {
  if (token === undefined && !isLoopback(host)) {
    throw new Error(
      `--host ${host} can be reached from other machines: set RELEASE_PLANNER_TOKEN to a long random text that every client sends as "Authorization: Bearer …", or leave --host away.`,
    )
  }
  const report = (error: Error) => process.stderr.write(`release-planner: ${error.message}\n`)
  const names = [...new Set([...loopback, host.includes(':') ? `[${host}]` : host])]
  const guards = [hostHeaderValidation(names), originValidation(names)]
  const mcp = toNodeHandler(createMcpHandler(factory, { onerror: report }), { onerror: report })
  const server = createServer(timeouts, (request, response) => {
    if (!guards.every(passes => passes(request, response))) return
    if (token !== undefined && !isBearer(request, token)) answerUnauthorized(response)
    else if (pathOf(request) === '/mcp') void mcp(request, response)
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

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host)

/** In constant time, so that the token cannot be guessed letter by letter. */
function isBearer({ headers }: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

function answerNotFound(response: ServerResponse): void {
  answer(response, 404, { error: 'not_found', message: 'The MCP endpoint is /mcp.' })
}

function answerUnauthorized(response: ServerResponse): void {
  const message = 'Send the RELEASE_PLANNER_TOKEN of this server as "Authorization: Bearer …".'
  answer(response, 401, { error: 'unauthorized', message }, { 'www-authenticate': 'Bearer' })
}

function answer(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers })
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
