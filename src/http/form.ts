import { parse as parseQuery } from 'node:querystring'
import { Refusal } from '../errors.ts'
import { type Charset, charsetOf, utf8 } from './charset.ts'

/** Most fields of a form; as many as Django takes. */
const FIELDS = 1000

/** The field that names the encoding of a form that has no declared one (RFC 7578, 4.6; HTML, 4.10.18.5). */
export const CHARSET_FIELD = '_charset_'

/**
 * Reads an `application/x-www-form-urlencoded` body. Of a field that comes twice the last counts.
 * @param declared the encoding by the media type, if it names one; else `_charset_` does, else it is UTF-8
 * @throws {Refusal} `too_many_parts`, `unsupported_media_type`
 */
export function parseForm(bytes: Buffer, declared: Charset | null): Record<string, unknown> {
  const named = /(?:^|&)_charset_=([\w.:-]{1,40})(?=&|$)/.exec(bytes.toString('latin1'))?.[1]
  const charset = declared ?? (named === undefined ? utf8 : charsetOf(named, `${CHARSET_FIELD}=${named}`))
  const fields: Record<string, unknown> = Object.create(null)
  const parsed = split(bytes, charset)
  let count = 0
  for (const [name, value] of Object.entries(parsed)) {
    count += Array.isArray(value) ? value.length : 1
    fields[name] = Array.isArray(value) ? value.at(-1) : value
  }
  if (count > FIELDS) throw new Refusal('too_many_parts', { params: { limit: FIELDS } })
  return fields
}

function split(bytes: Buffer, charset: Charset) {
  const maxKeys = FIELDS + 1
  // What is escaped in a form in UTF-16 is UTF-8 (URL Standard, 4.3: get an output encoding).
  if (charset.name === 'utf-8' || charset.name.startsWith('utf-16'))
    return parseQuery(charset.decode(bytes), '&', '=', { maxKeys })
  // No other encoding has one of `&=+%` inside of a character.
  const decode = (text: string) => charset.decode(unescaped(text))
  return parseQuery(bytes.toString('latin1'), '&', '=', { maxKeys, decodeURIComponent: decode })
}

/** The bytes of a text in which each character stands for one, or is escaped; what is no escape stays as it is. */
function unescaped(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
