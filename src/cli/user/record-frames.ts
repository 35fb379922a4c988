/**
 * Maximum size of a record of an import, in bytes, so that one row of a malformed file cannot exhaust memory.
 */
const RECORD_BYTES_MAX = 65_536

/** A record of a file: the line on which it begins (from 1), and its text or the problem with it. */
export type Frame = { line: number; text: string } | { line: number; problem: string }

/** How records are separated: by line breaks, in CSV outside of quoted cells (RFC 4180). */
export interface Framing {
  quoted: boolean
  /** Byte between cells; set by the reader once it knows the header. */
  delimiter: number
}

const QUOTE = 0x22
const LINE_FEED = 0x0a

const tooLong = `The row is longer than ${RECORD_BYTES_MAX} bytes.`
const unclosed = `A quote is not closed within ${RECORD_BYTES_MAX} bytes.`

/**
 * Splits a file into records without buffering more than one record and a chunk. An unclosed quote
 * invalidates only the line on which it begins, not the rest of the file.
 */
export async function* frames(chunks: AsyncIterable<Uint8Array>, framing: Framing): AsyncGenerator<Frame> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let held = Buffer.alloc(0)
  let line = 1
  let isSkipping = false
  const state = { position: 0, newlines: 0, firstNewline: -1, inQuotes: false, mayOpen: true }
  const restart = (from: number) => {
    held = held.subarray(from)
    Object.assign(state, { position: 0, newlines: 0, firstNewline: -1, inQuotes: false, mayOpen: true })
  }
  const decode = (bytes: Buffer): Frame => {
    const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length
    try {
      return { line, text: decoder.decode(bytes.subarray(0, end)) }
    } catch {
      return { line, problem: 'The row is not UTF-8.' }
    }
  }
  /** Gives up the record that begins here, up to the end of its first line. */
  const giveUp = (problem: string): Frame => {
    const frame = { line, problem }
    if (state.firstNewline >= 0) {
      restart(state.firstNewline + 1)
      line += 1
    } else {
      isSkipping = true
      restart(held.length)
    }
    return frame
  }

  for await (const chunk of chunks) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk])
    while (state.position < held.length) {
      if (isSkipping) {
        const end = held.indexOf(LINE_FEED)
        restart(end < 0 ? held.length : end + 1)
        if (end >= 0) {
          isSkipping = false
          line += 1
        }
        continue
      }
      if (scan(held, state, framing)) {
        yield decode(held.subarray(0, state.position))
        line += state.newlines + 1
        restart(state.position + 1)
      } else if (state.position > RECORD_BYTES_MAX) yield giveUp(state.inQuotes ? unclosed : tooLong)
    }
  }
  while (held.length > 0) {
    if (scan(held, state, framing)) {
      yield decode(held.subarray(0, state.position))
      line += state.newlines + 1
      restart(state.position + 1)
    } else if (state.inQuotes) yield giveUp('A quote is not closed.')
    else {
      yield decode(held)
      restart(held.length)
    }
  }
}

/**
 * Advances to the end of the record. Returns whether it was found before the bytes or the allowed length ran
 * out.
 */
function scan(
  bytes: Buffer,
  state: { position: number; newlines: number; firstNewline: number; inQuotes: boolean; mayOpen: boolean },
  { quoted, delimiter }: Framing,
): boolean {
  const end = Math.min(bytes.length, RECORD_BYTES_MAX + 1)
  for (; state.position < end; state.position++) {
    const byte = bytes[state.position]
    if (byte === LINE_FEED) {
      if (!state.inQuotes) return true
      if (state.firstNewline < 0) state.firstNewline = state.position
      state.newlines++
    } else if (byte === QUOTE && quoted) {
      // A quote at the start of a cell opens it; a doubled quote, which closes and reopens the cell, is part
      // of its text.
      if (state.inQuotes) state.inQuotes = false
      else if (state.mayOpen) state.inQuotes = true
      state.mayOpen = true
      continue
    }
    state.mayOpen = byte === delimiter
  }
  return false
}
