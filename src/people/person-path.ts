import { isId } from '../basics/text.ts'
import { readExternalId } from '../user/external-id.ts'

/** How a path refers to a person. */
export type PersonReference = { kind: 'id' | 'username' | 'email' | 'external_id'; value: string }

/** Longer than any id, user name, address or external id, in UTF-16 units. */
const VALUE_MAX = 1000

/**
 * Reads the part of a path that refers to a person: an id, or `external_id:`, `username:` or `email:` and a value. Returns
 * null if it is neither, so that nobody is found.
 */
export function readPersonPath(text: string): PersonReference | null {
  if (isId(text)) return { kind: 'id', value: text.toLowerCase() }
  const [, kind, value = ''] = /^(id|external_id|username|email):(.*)$/su.exec(text.slice(0, VALUE_MAX)) ?? []
  if (kind === undefined || value === '') return null
  if (kind === 'id') return isId(value) ? { kind, value: value.toLowerCase() } : null
  if (kind === 'external_id' && typeof readExternalId(value) !== 'string') return null
  return { kind: kind as PersonReference['kind'], value }
}
