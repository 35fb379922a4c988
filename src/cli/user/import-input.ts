import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, type Readable } from 'node:stream'
import { ignoreErrors } from '../../basics/foreign-events.ts'
import { isSystemError, unusableFile } from '../../basics/system-errors.ts'

/** Names of standard input. Opened by name, it would have no beginning to look at, and a socket could not be opened. */
const STANDARD_INPUT = ['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']
/** Bytes that reveal encoding and format, and the maximum that is read to find a character that is no white space. */
const PEEK = 4
const PEEK_MAX = 65_536

/** A file or a pipe of people. */
export interface Input {
  chunks: AsyncIterable<Uint8Array>
  /** The beginning, to guess the format from. */
  firstBytes: Uint8Array
  /** Size in bytes; null for a pipe. */
  size: number | null
}

/**
 * Opens a file, a pipe or standard input. Aborting the signal ends the chunks with an `AbortError`.
 * @throws {UnusablePlace} if the file cannot be read
 */
export async function openInput(file: string, signal: AbortSignal): Promise<Input> {
  try {
    return await open(file, signal)
  } catch (error) {
    throw isSystemError(error) ? unusableFile(`${file} cannot be read`, error) : error
  }
}

async function open(file: string, signal: AbortSignal): Promise<Input> {
  const isStandard = STANDARD_INPUT.includes(file)
  const about = isStandard ? null : await stat(file)
  const stream: Readable = isStandard ? process.stdin : createReadStream(file)
  ignoreErrors(stream)
  addAbortSignal(signal, stream)
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const first = await peek(iterator)
  const chunks = (async function* () {
    try {
      if (first.length > 0) yield first
      for (;;) {
        const next = await iterator.next()
        if (next.done) return
        yield next.value
      }
    } finally {
      await iterator.return?.()
    }
  })()
  return { chunks, firstBytes: first, size: about?.isFile() ? about.size : null }
}

/** Reads a first chunk that reveals encoding and format. A pipe may deliver single bytes. */
async function peek(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first = Buffer.alloc(0)
  while (first.length < PEEK || (first.toString('latin1').trim() === '' && first.length < PEEK_MAX)) {
    const next = await iterator.next()
    if (next.done) break
    first = Buffer.concat([first, next.value])
  }
  return first
}
