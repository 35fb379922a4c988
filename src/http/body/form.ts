import { parse as parseQuery } from 'node:querystring'
import { Refusal } from '../../errors/errors.ts'
import { type Charset, charsetOf, utf8 } from './charset.ts'

/** Maximum number of fields of a form, as in Django. */
const FIELDS = 1000

/** Field that names the charset of a form that declares none (RFC 7578, 4.6; HTML, 4.10.18.5). */
export const CHARSET_FIELD = '_charset_'

/**
 * Parses an `application/x-www-form-urlencoded` body. If a field is repeated, the last value wins.
 * @param declared charset declared by the media type, if any; otherwise `_charset_` decides, with UTF-8 as
 * the default
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
  delete fields[CHARSET_FIELD]
  if (count > FIELDS) throw new Refusal('too_many_parts', { params: { limit: FIELDS } })
  return fields
}

function split(bytes: Buffer, charset: Charset) {
  const maxKeys = FIELDS + 1
  // Escapes in a UTF-16 form encode UTF-8 (URL Standard, 4.3: get an output encoding).
  if (charset.name === 'utf-8' || charset.name.startsWith('utf-16'))
    return parseQuery(charset.decode(bytes), '&', '=', { maxKeys })
  // In all other charsets, `&=+%` are never part of another character.
  const decode = (text: string) => charset.decode(unescaped(text))
  return parseQuery(bytes.toString('latin1'), '&', '=', { maxKeys, decodeURIComponent: decode })
}

/** Returns the bytes of a text in which each character is one byte or an escape; invalid escapes are kept. */
function unescaped(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_escape, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}
