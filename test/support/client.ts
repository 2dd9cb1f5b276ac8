import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client as ClientOfSdk1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as StdioTransportOfSdk1 } from '@modelcontextprotocol/sdk/client/stdio.js'
import { type ServerSettings, serverCommand } from './server-process.ts'

/** The ways in which hosts speak: the newest protocol, the handshake of before, and the client of before. */
export const eras = ['modern', 'legacy', 'sdk 1'] as const
export type Era = (typeof eras)[number]

const me = { name: 'test', version: '1' }

/** A real client of a newly started server; `close()` ends both. */
export async function connectedClient(settings: ServerSettings, era: Era = 'modern'): Promise<Client> {
  const command = { ...serverCommand(settings), stderr: 'ignore' as const }
  if (era === 'sdk 1') {
    const client = new ClientOfSdk1(me)
    await client.connect(new StdioTransportOfSdk1(command))
    return client as unknown as Client
  }
  const mode = era === 'modern' ? 'auto' : 'legacy'
  const client = new Client(me, { versionNegotiation: { mode } })
  await client.connect(new StdioClientTransport(command))
  return client
}
