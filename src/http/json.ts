import { Refusal } from '../errors.ts'
import { type Charset, utf8 } from './charset.ts'

/** Most values in a body, as many as a form may have fields, and how deep they may be nested. */
const VALUES = 1000
const DEPTH = 64

/**
 * Reads a JSON body (RFC 8259; in UTF-8 if no other encoding is declared) into a record. Numbers become the text they were written as (`1.0` stays
 * `1.0`), so that a phone number keeps all its digits. An empty body is an empty record.
 * @throws {Refusal} `parse_json`, `not_an_object`, `no_data`, `too_many_parts`
 */
export function parseJson(bytes: Buffer, charset: Charset | null = null): Record<string, unknown> {
  if (bytes.length === 0) return {}
  const text = decode(bytes, charset ?? utf8)
  // In other encodings the bytes of quotes and brackets may be parts of characters.
  refuseHeavy(charset === null || charset.name === 'utf-8' ? bytes : Buffer.from(text))
  let value: unknown
  try {
    value = JSON.parse(text, keepNumberText as (this: unknown, key: string, value: unknown) => unknown)
  } catch (error) {
    throw new Refusal('parse_json', { params: { reason: pythonReason(text, error as Error) } })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  if (value === null) throw new Refusal('no_data')
  throw new Refusal('not_an_object', { params: { type: pythonType(text, value) } })
}

/**
 * Parsing calls back for every value, which for tens of thousands of them would hold up all other requests; counting
 * the bytes that separate values does not.
 */
function refuseHeavy(bytes: Buffer): void {
  let depth = 0
  let values = 0
  let isText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (isText) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    else if (byte === COMMA) values++
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      values++
      depth++
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--
    if (depth > DEPTH) throw new Refusal('parse_json', { params: { reason: 'too deeply nested' } })
    if (values > VALUES) throw new Refusal('too_many_parts', { params: { limit: VALUES } })
  }
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

function decode(bytes: Buffer, charset: Charset): string {
  try {
    return charset.decodeStrictly(bytes)
  } catch (cause) {
    throw new Refusal('parse_json', {
      params: { reason: `the body is not ${charset.name.toUpperCase()}` },
      cause,
    })
  }
}

/** `context.source`: the proposal "JSON.parse source text access", part of V8 since 11.4. */
function keepNumberText(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number') return value
  const source = context.source ?? ''
  // With an exponent it is not what a person sees: `1e3` is sent for 1000, also where an integer is wanted.
  return /^[\d.-]+$/.test(source) ? source : String(value)
}

function pythonType(text: string, value: unknown): string {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'boolean') return 'bool'
  if (/^\s*"/.test(text)) return 'str'
  return /[.eE]/.test(text) ? 'float' : 'int'
}

/** What V8 says, and what Python's `json` module says of the same fault: existing clients show the latter. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^Expected property name or/, 'Expecting property name enclosed in double quotes'],
  [/^Expected double-quoted property name/, 'Expecting property name enclosed in double quotes'],
  [/^Expected ':'/, "Expecting ':' delimiter"],
  [/^Expected ','/, "Expecting ',' delimiter"],
  [/^Unterminated string/, 'Unterminated string starting at'],
  [/^Bad control character/, 'Invalid control character at'],
  [/^Bad escaped character|^Bad Unicode escape/, 'Invalid \\escape'],
  [/^Unexpected non-whitespace character after JSON/, 'Extra data'],
]

function pythonReason(text: string, error: Error): string {
  const reason = reasons.find(([v8]) => v8.test(error.message))?.[1] ?? 'Expecting value'
  const position = Number(
    /at position (\d+)/.exec(error.message)?.[1] ?? positionOfToken(text, error.message),
  )
  const lineStart = position === 0 ? 0 : text.lastIndexOf('\n', position - 1) + 1
  const column = countCharacters(text, lineStart, position) + 1
  return `${reason}: line ${lineOf(text, position)} column ${column} (char ${countCharacters(text, 0, position)})`
}

function lineOf(text: string, position: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < position; i = text.indexOf('\n', i + 1)) line++
  return line
}

/** Code points: of a surrogate pair the first half counts. */
function countCharacters(text: string, start: number, end: number): number {
  let count = 0
  for (let i = start; i < end; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++
  return count
}

/** V8 leaves the position out of `Unexpected token`; then it is where the text stops being the start of JSON. */
function positionOfToken(text: string, message: string): number {
  if (message.startsWith('Unexpected end')) return text.length
  const token = /^Unexpected token '(.+?)'/su.exec(message)?.[1]
  const found = token === undefined ? -1 : text.indexOf(token)
  return found === -1 ? 0 : found
}
