import { utf8 } from './charset.ts'
import { CHARSET_FIELD } from './form.ts'

/** Maximum number of parts; the full parser reads, or refuses, forms with more. */
const PARTS_MAX = 50

/** The only header that a plain part has, as every client writes it for a text. */
const HEADER = /^Content-Disposition: form-data; name="([\w.-]{1,100})"$/i
/** Maximum length of that header, in bytes. */
const HEADER_MAX = 150

const LINE_END = Buffer.from('\r\n')
const HEADER_END = Buffer.from('\r\n\r\n')
/** What follows the last boundary; clients differ in whether they end the line. */
const ends = ['--\r\n', '--']

/**
 * Reads a complete `multipart/form-data` body (RFC 7578) that consists of a few texts in UTF-8, each with a name of
 * plain characters. Returns null for anything else, such as a file, another header, a preamble or a fault: the full
 * parser decides about those. A test compares both.
 */
export function readPlainForm(bytes: Buffer, boundary: string): Record<string, string> | null {
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const fields: Record<string, string> = Object.create(null)
  // The first boundary has no line before it.
  const first = mark.subarray(LINE_END.length)
  if (!startsWith(bytes, 0, first)) return null
  let at = first.length
  for (let count = 0; count < PARTS_MAX; count++) {
    if (!startsWith(bytes, at, LINE_END)) return isEnd(bytes, at) && count > 0 ? fields : null
    const start = at + LINE_END.length
    const headerEnd = bytes.subarray(0, start + HEADER_MAX).indexOf(HEADER_END, start)
    if (headerEnd === -1) return null
    const [, name] = HEADER.exec(bytes.toString('latin1', start, headerEnd)) ?? []
    if (name === undefined || name === CHARSET_FIELD) return null
    const valueStart = headerEnd + HEADER_END.length
    const valueEnd = bytes.indexOf(mark, valueStart)
    // A part without a body: its header's line end is that of the boundary.
    if (valueEnd === -1 || startsWith(bytes, valueStart, first)) return null
    fields[name] = utf8.decode(bytes.subarray(valueStart, valueEnd))
    at = valueEnd + mark.length
  }
  return null
}

function startsWith(bytes: Buffer, at: number, text: Buffer): boolean {
  return bytes.length >= at + text.length && bytes.compare(text, 0, text.length, at, at + text.length) === 0
}

function isEnd(bytes: Buffer, at: number): boolean {
  return ends.includes(bytes.toString('latin1', at, at + 5))
}
