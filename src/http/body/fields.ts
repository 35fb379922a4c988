import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type Charset, charsetOf, declaredCharset } from './charset.ts'
import { parseForm } from './form.ts'
import { parseJson } from './json.ts'
import { boundaryOf } from './multipart.ts'
import { readPlainForm } from './plain-form.ts'

/**
 * Maximum size of a body without stored files, in bytes. The largest accepted form is the whole profile, 12
 * fields of at most 255 code points: 37 kB if everything is percent-encoded. About twice that keeps every
 * body cheap to parse.
 */
export const BODY_BYTES = 65_536

/** The media types of fields (contract: Every request). */
export type FieldsType = 'application/json' | 'application/x-www-form-urlencoded' | 'multipart/form-data'

/** As clients write them, with at most one parameter. */
const USUAL_TYPE =
  /^(application\/json|application\/x-www-form-urlencoded|multipart\/form-data)(?:; ?(?:charset=utf-8|boundary=[\w.-]{1,70}))?$/i

/** Returns the media type of a small body as most clients send it, or null for any other body. */
export function usualFieldsType({ headers }: IncomingMessage): FieldsType | null {
  const length = Number(headers['content-length'])
  if (!(length > 0 && length <= BODY_BYTES)) return null
  if (headers['transfer-encoding'] !== undefined || headers['content-encoding'] !== undefined) return null
  const type = USUAL_TYPE.exec(headers['content-type'] ?? '')?.[1]
  return type === undefined ? null : (type.toLowerCase() as FieldsType)
}

/**
 * Returns the fields of a whole body, or null for a form that only the full parser can read, such as one with a file.
 * @param values maximum number of values in a body of JSON, if it may have more than usual
 * @throws {Refusal} for a fault of the body
 */
export function fieldsOf(
  bytes: Buffer,
  type: FieldsType,
  headers: IncomingHttpHeaders,
  values?: number,
): Record<string, unknown> | null {
  if (bytes.length === 0) return {}
  const charset = charsetBy(headers)
  if (type === 'application/json') return parseJson(bytes, charset, values)
  if (type === 'application/x-www-form-urlencoded') return parseForm(bytes, charset)
  return charset === null ? readPlainForm(bytes, boundaryOf(headers['content-type'] ?? '')) : null
}

/** Returns the charset declared by the media type of the body, if any. */
export function charsetBy(headers: IncomingHttpHeaders): Charset | null {
  const name = declaredCharset(headers['content-type'])
  return name === null ? null : charsetOf(name, headers['content-type'])
}
