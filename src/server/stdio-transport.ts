import type { Readable, Writable } from 'node:stream'
import { type JSONRPCMessage, serializeMessage, type Transport } from '@modelcontextprotocol/server'
import { type Frame, LineFrames } from './line-frames.ts'
import { type Id, messageIn, type Refusal } from './line-message.ts'

/** Longest line that is read, in bytes; HTTP bodies have the same limit. */
export const lineLimit = 4 * 1024 * 1024

/** How long answers are waited for when the input has ended, in milliseconds. */
const drainLimit = 30_000

/**
 * Messages as lines on standard input and output. Beside what the SDK's own does: a line that is too long or no
 * message is answered and the connection goes on, and the end of input waits for the answers still owed.
 */
export class StdioTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void

  private readonly input: Readable
  private readonly output: Writable
  private readonly frames = new LineFrames(lineLimit)
  private readonly owed = new Set<Id>()
  private ended = false
  private closed = false
  private drain: NodeJS.Timeout | undefined

  constructor(input: Readable = process.stdin, output: Writable = process.stdout) {
    this.input = input
    this.output = output
  }

  async start(): Promise<void> {
    this.input.on('data', (chunk: Buffer) => {
      for (const frame of this.frames.push(chunk)) this.receive(frame)
    })
    this.input.on('end', () => this.inputEnded())
    this.input.on('error', error => this.onerror?.(error))
    this.output.on('error', error => {
      this.onerror?.(error)
      void this.close()
    })
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.closed) return
    await new Promise<void>(resolve => this.output.write(serializeMessage(message), () => resolve()))
    if ('id' in message && !('method' in message) && message.id !== undefined) this.settled(message.id)
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    clearTimeout(this.drain)
    this.input.pause()
    this.input.removeAllListeners('data')
    this.onclose?.()
  }

  private receive(frame: Frame): void {
    if (this.closed) return
    const read = messageIn(frame, lineLimit)
    if (!read) return
    if ('refusal' in read) {
      this.refuse(read)
      return
    }
    this.expectAnswer(read.message)
    this.onmessage?.(read.message)
  }

  /** A request is owed an answer, except for one that stays open and one that its sender gave up. */
  private expectAnswer(message: JSONRPCMessage): void {
    if (!('method' in message)) return
    if ('id' in message) {
      if (message.method !== 'subscriptions/listen') this.owed.add(message.id)
    } else if (message.method === 'notifications/cancelled') {
      this.settled((message.params as { requestId?: Id } | undefined)?.requestId)
    }
  }

  private settled(id: Id | undefined): void {
    if (id !== undefined) this.owed.delete(id)
    if (this.ended && this.owed.size === 0) void this.close()
  }

  private inputEnded(): void {
    this.ended = true
    if (this.owed.size === 0) void this.close()
    else this.drain = setTimeout(() => void this.close(), drainLimit)
  }

  private refuse({ refusal, id }: Refusal): void {
    this.onerror?.(new Error(refusal.message))
    this.output.write(`${JSON.stringify({ jsonrpc: '2.0', id, error: refusal })}\n`)
  }
}
