/** One line of input: its text, or how long it was where it is beyond the limit. */
export type Frame = { text: string } | { tooLong: number; head: string }

/**
 * Cuts a stream into lines. A line beyond the limit is counted and let go instead of being held, with its beginning
 * kept, so that its sender can be answered.
 */
export class LineFrames {
  private chunks: Buffer[] = []
  private held = 0
  private length = 0
  private readonly limit: number

  /** @param limit longest line, in bytes */
  constructor(limit: number) {
    this.limit = limit
  }

  /** The lines that this chunk ends. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = []
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.hold(chunk.subarray(from, end))
      frames.push(this.finished())
      from = end + 1
    }
    this.hold(chunk.subarray(from))
    return frames
  }

  private hold(part: Buffer): void {
    this.length += part.length
    if (this.held >= this.limit || part.length === 0) return
    const kept = part.subarray(0, this.limit - this.held)
    this.held += kept.length
    this.chunks.push(kept)
  }

  private finished(): Frame {
    const line = Buffer.concat(this.chunks)
    const tooLong = this.length > this.limit ? this.length : undefined
    this.chunks = []
    this.held = 0
    this.length = 0
    return tooLong === undefined
      ? { text: line.toString('utf8').replace(/\r$/, '') }
      : { tooLong, head: line.subarray(0, 4096).toString('utf8') }
  }
}
