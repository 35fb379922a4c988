/**
 * Messages between a process and its children over a pipe. The channel of `node:child_process` is unsuitable:
 * it throws uncatchable errors for input it cannot parse, and a child that decodes hostile bytes may write
 * anything.
 *
 * A frame consists of its length and the length of its JSON (both 32-bit little endian), the JSON, and the
 * concatenated bytes of every `Uint8Array` in it. In the JSON these appear as `{"$bytes": [offset, length]}`.
 */

/** Maximum size of a frame in bytes: far above any message, low enough to be harmless. */
const FRAME_BYTES_MAX = 64_000_000
const HEAD_BYTES = 8
const MARK = '$bytes'

/** Received data is not a valid frame. */
export class FrameError extends Error {
  constructor(problem: string) {
    super(`a frame ${problem}`)
    this.name = 'FrameError'
  }
}

/** Encodes a message as a frame: plain objects, arrays and values as in JSON. */
export function encodeFrame(message: unknown): Buffer {
  const blobs: Uint8Array[] = []
  let offset = 0
  // Before they are JSON, for `Buffer.toJSON` makes an array of all of its bytes.
  const withoutBytes = (value: unknown): unknown => {
    if (value instanceof Uint8Array) {
      blobs.push(value)
      offset += value.length
      return { [MARK]: [offset - value.length, value.length] }
    }
    if (Array.isArray(value)) return value.map(withoutBytes)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutBytes(part)]))
  }
  const text = JSON.stringify(withoutBytes(message))
  const json = Buffer.from(text)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32LE(HEAD_BYTES + json.length + offset, 0)
  head.writeUInt32LE(json.length, 4)
  return Buffer.concat([head, json, ...blobs])
}

/** Assembles frames from the chunks of a stream. */
export function createFrameReader(): {
  /**
   * Returns the messages completed by this chunk.
   * @throws {FrameError} if the data is not a valid frame; the stream must not be read further
   */
  push(chunk: Buffer): unknown[]
} {
  let chunks: Buffer[] = []
  let bytes = 0
  const needed = (): number => {
    if (bytes < HEAD_BYTES) return HEAD_BYTES
    if (chunks[0]!.length < HEAD_BYTES) chunks = [Buffer.concat(chunks)]
    const length = chunks[0]!.readUInt32LE(0)
    if (length < HEAD_BYTES || length > FRAME_BYTES_MAX) throw new FrameError(`of ${length} bytes`)
    return length
  }
  return {
    push(chunk) {
      chunks.push(chunk)
      bytes += chunk.length
      const messages: unknown[] = []
      for (let length = needed(); bytes >= length; length = needed()) {
        const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
        messages.push(decodeFrame(all.subarray(0, length)))
        bytes -= length
        chunks = bytes === 0 ? [] : [all.subarray(length)]
        if (bytes === 0) break
      }
      return messages
    },
  }
}

function decodeFrame(frame: Buffer): unknown {
  const end = HEAD_BYTES + frame.readUInt32LE(4)
  if (end > frame.length) throw new FrameError('is shorter than its JSON')
  const blobs = frame.subarray(end)
  try {
    return JSON.parse(frame.toString('utf8', HEAD_BYTES, end), (_, value: unknown) => revive(value, blobs))
  } catch (error) {
    throw error instanceof FrameError ? error : new FrameError('contains no JSON')
  }
}

function revive(value: unknown, blobs: Buffer): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, MARK)) return value
  const place = (value as Record<string, unknown>)[MARK]
  const [offset, length] = Array.isArray(place) ? (place as unknown[]) : []
  if (!isCount(offset) || !isCount(length) || offset + length > blobs.length) {
    throw new FrameError('refers to bytes that it does not contain')
  }
  return blobs.subarray(offset, offset + length)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
