import { type JSONRPCMessage, parseJSONRPCMessage } from '@modelcontextprotocol/server'
import type { Frame } from './line-frames.ts'

export type Id = string | number

/** Why a line is not taken, as a JSON-RPC error, and the request it answers where that can be told. */
export interface Refusal {
  refusal: { code: number; message: string }
  id: Id | null
}

/** The message that a line holds; nothing for an empty line. */
export function messageIn(frame: Frame, limit: number): { message: JSONRPCMessage } | Refusal | undefined {
  if ('tooLong' in frame) return refused(-32600, tooLongText(frame.tooLong, limit), idIn(frame.head))
  if (frame.text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(frame.text)
  } catch {
    return refused(-32700, 'Parse error: the line is not JSON.', null)
  }
  try {
    return { message: parseJSONRPCMessage(value) }
  } catch {
    return refused(-32600, 'Invalid Request: the line is not one JSON-RPC 2.0 message.', idOf(value))
  }
}

const refused = (code: number, message: string, id: Id | null): Refusal => ({
  refusal: { code, message },
  id,
})

const tooLongText = (bytes: number, limit: number): string =>
  `Invalid Request: the message has ${bytes} bytes; at most ${limit} are read. Send less in one call.`

/** The id in the beginning of a message that is not read whole. */
function idIn(head: string): Id | null {
  const found = /"id"\s*:\s*(-?\d+|"(?:[^"\\]|\\.)*")/.exec(head)?.[1]
  try {
    return found === undefined ? null : idOf({ id: JSON.parse(found) })
  } catch {
    return null
  }
}

function idOf(value: unknown): Id | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}
