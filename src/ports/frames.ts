/**
 * Messages between a process and its children, on a pipe. The channel of `node:child_process` will not do: what it
 * can't parse is thrown where nobody can catch it, and a child that decodes hostile bytes may write anything.
 *
 * A frame is its length and the length of its JSON (both 32 bits, little endian), the JSON, and the bytes of every
 * `Uint8Array` in it, one after another; in the JSON they are `{"$bytes": [offset, length]}`.
 */

/** Largest frame in bytes: far above any message, below what would hurt. */
const MOST_BYTES = 64_000_000
const HEAD_BYTES = 8
const MARK = '$bytes'

/** What was received is no frame. */
export class FrameError extends Error {
  constructor(problem: string) {
    super(`a frame ${problem}`)
    this.name = 'FrameError'
  }
}

/** The frame of a message. */
export function encodeFrame(message: unknown): Buffer {
  const blobs: Uint8Array[] = []
  let offset = 0
  const text = JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    // A Buffer has been turned into JSON by the time it is handed over, so the holder is asked.
    const original = this[key]
    if (!(original instanceof Uint8Array)) return value
    blobs.push(original)
    offset += original.length
    return { [MARK]: [offset - original.length, original.length] }
  })
  const json = Buffer.from(text)
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32LE(HEAD_BYTES + json.length + offset, 0)
  head.writeUInt32LE(json.length, 4)
  return Buffer.concat([head, json, ...blobs])
}

/** Puts frames together from the chunks of a stream. */
export function createFrameReader(): {
  /**
   * The messages that are complete with this chunk.
   * @throws {FrameError} if it can't be a frame; nothing more is to be read then
   */
  push(chunk: Buffer): unknown[]
} {
  let chunks: Buffer[] = []
  let bytes = 0
  const needed = (): number => {
    if (bytes < HEAD_BYTES) return HEAD_BYTES
    if (chunks[0]!.length < HEAD_BYTES) chunks = [Buffer.concat(chunks)]
    const length = chunks[0]!.readUInt32LE(0)
    if (length < HEAD_BYTES || length > MOST_BYTES) throw new FrameError(`of ${length} bytes`)
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
    throw error instanceof FrameError ? error : new FrameError('holds no JSON')
  }
}

function revive(value: unknown, blobs: Buffer): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, MARK)) return value
  const place = (value as Record<string, unknown>)[MARK]
  const [offset, length] = Array.isArray(place) ? (place as unknown[]) : []
  if (!isCount(offset) || !isCount(length) || offset + length > blobs.length) {
    throw new FrameError('names bytes that it does not hold')
  }
  return blobs.subarray(offset, offset + length)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
