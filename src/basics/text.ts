import type { FieldResult } from './fields.ts'

/**
 * What Python's `str.strip` removes: the code points for which `str.isspace` is true, that is, those with
 * bidirectional type WS, B or S or category Zs (https://docs.python.org/3/library/stdtypes.html#str.isspace).
 * Unlike `String.prototype.trim`, this includes U+001C to U+001F and U+0085 and excludes U+FEFF.
 */
const whiteSpace = new Set(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a' +
    '\u2028\u2029\u202f\u205f\u3000',
)

/**
 * Pattern (ECMA-262, for JSON Schema) of a text that is not empty after `trim`. It does not match a text that
 * consists of U+FEFF only, which is accepted, since `\s` includes it.
 */
export const NOT_BLANK = '[^\\s\\u001c-\\u001f\\u0085]'

/** Removes surrounding white space like Python's `str.strip`, in linear time. */
export function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && whiteSpace.has(text.charAt(start))) start += 1
  while (end > start && whiteSpace.has(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}

/** Whether the text is formatted as an id: a UUID (RFC 9562). */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** Whether the text has more than `max` code points. Examines no more of the text than necessary. */
export function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false
  if (text.length > 2 * max) return true
  return Array.from(text).length > max
}

export interface TextOptions {
  /** Maximum number of code points after trimming. */
  max: number
  /** Whether the empty text is accepted. */
  blank: boolean
}

/**
 * Reads a raw value of a body as text: trimmed, bounded, storable. Numbers arrive as the text in which they
 * were written; any other value that is not a string is `not_a_string`. An unpaired surrogate, which only
 * JSON's `\ud800` can express, is refused: no database or UTF-8 response can contain it (contract: POST
 * user/update/profile/; Django REST framework 3.14, CharField and ProhibitSurrogateCharactersValidator).
 */
export function readText(value: unknown, options: TextOptions): FieldResult<string> {
  if (value === null) return { fault: { key: 'null' } }
  if (typeof value !== 'string') return { fault: { key: 'not_a_string' } }
  const text = trim(value)
  if (text === '' && !options.blank) return { fault: { key: 'blank' } }
  if (isLongerThan(text, options.max)) return { fault: { key: 'max_length', params: { max: options.max } } }
  if (text.includes('\0')) return { fault: { key: 'null_characters' } }
  const surrogate = /\p{Surrogate}/u.exec(text)?.[0]
  if (surrogate !== undefined) {
    const code = surrogate.charCodeAt(0).toString(16).toUpperCase()
    return { fault: { key: 'surrogate_characters', params: { code } } }
  }
  return { value: text }
}
