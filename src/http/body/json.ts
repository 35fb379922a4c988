import { isJsonObject, type JsonObject, parseJsonValue } from '../../basics/json-object.ts'
import { Refusal } from '../../errors/errors.ts'
import { type Charset, utf8 } from './charset.ts'

/** Maximum number of values in a body (like the fields of a form) unless a route takes more, and maximum nesting depth. */
const VALUES = 1000
const DEPTH = 64

/**
 * Parses a JSON body (RFC 8259; UTF-8 unless another charset is declared) into a record. Numbers are returned
 * as written (`1.0` stays `1.0`), so that a phone number keeps all its digits. An empty body is an empty
 * record.
 * @throws {Refusal} `parse_json`, `not_an_object`, `no_data`, `too_many_parts`
 */
export function parseJson(
  bytes: Buffer,
  charset: Charset | null = null,
  maxValues = VALUES,
): Record<string, unknown> {
  if (bytes.length === 0) return {}
  const parse = (text: string): unknown =>
    JSON.parse(text, keepNumberText as (this: unknown, key: string, value: unknown) => unknown)
  const { text, value } = parseLight(bytes, charset, maxValues, parse)
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw notAnObject(text, value)
}

/**
 * Parses a JSON body into an object that is stored as it is, with all digits of its numbers.
 * @throws {Refusal} `parse_json`, `not_an_object`, `no_data`, `too_many_parts`
 */
export function parseJsonObject(
  bytes: Buffer,
  charset: Charset | null = null,
  maxValues = VALUES,
): JsonObject {
  const { text, value } = parseLight(bytes, charset, maxValues, parseJsonValue)
  if (isJsonObject(value)) return value
  throw notAnObject(text, value)
}

/** Parses a body after a look at how heavy it is. */
function parseLight<T>(
  bytes: Buffer,
  charset: Charset | null,
  maxValues: number,
  parse: (text: string) => T,
): { text: string; value: T } {
  const text = decode(bytes, charset ?? utf8)
  // In other charsets, the bytes of quotes and brackets may be parts of characters.
  refuseHeavy(charset === null || charset.name === 'utf-8' ? bytes : Buffer.from(text), maxValues)
  try {
    return { text, value: parse(text) }
  } catch (error) {
    throw new Refusal('parse_json', { params: { reason: pythonReason(text, error as Error) } })
  }
}

function notAnObject(text: string, value: unknown): Refusal {
  if (value === null) return new Refusal('no_data')
  return new Refusal('not_an_object', { params: { type: pythonType(text, value) } })
}

/**
 * Parsing invokes a callback for every value, which would block all other requests if there are tens of
 * thousands; counting separators is cheap.
 */
function refuseHeavy(bytes: Buffer, maxValues: number): void {
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
    if (values > maxValues) throw new Refusal('too_many_parts', { params: { limit: maxValues } })
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

/** `context.source`: from the proposal "JSON.parse source text access", in V8 since 11.4. */
function keepNumberText(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number') return value
  const source = context.source ?? ''
  // An exponent is not what a person sees: `1e3` means 1000, even if an integer is expected.
  return /^[\d.-]+$/.test(source) ? source : String(value)
}

function pythonType(text: string, value: unknown): string {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'boolean') return 'bool'
  if (/^\s*"/.test(text)) return 'str'
  return /[.eE]/.test(text) ? 'float' : 'int'
}

/**
 * Maps messages of V8 to those of Python's `json` module for the same error: existing clients show the
 * latter.
 */
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

/** Counts code points: a surrogate pair counts once. */
function countCharacters(text: string, start: number, end: number): number {
  let count = 0
  for (let i = start; i < end; i++) if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++
  return count
}

/** V8 omits the position from `Unexpected token`; it is where the text stops being a prefix of valid JSON. */
function positionOfToken(text: string, message: string): number {
  if (message.startsWith('Unexpected end')) return text.length
  const token = /^Unexpected token '(.+?)'/su.exec(message)?.[1]
  const found = token === undefined ? -1 : text.indexOf(token)
  return found === -1 ? 0 : found
}
