import { isJsonObject, type JsonObject, mergePatch, parseJsonValue } from '../basics/json-object.ts'
import { Refusal } from '../errors/errors.ts'

/** Maximum size of what an application stores about a person: bytes of its JSON without white space, in UTF-8. */
export const PRIVATE_DATA_BYTES = 16_384
/** More values than a body of that size can have: each has at least a digit and a comma. */
export const PRIVATE_DATA_VALUES = PRIVATE_DATA_BYTES / 2

/** What an application stores about a person, and nobody else reads but the person in their copy. */
export interface PrivateData {
  /** JSON without white space; `{}` if there is none. */
  json: string
  /** Grows with every change; 0 if there is none. */
  version: number
}

export const NO_DATA: PrivateData = { json: '{}', version: 0 }

/** A change: of the parts that are sent, or of the whole. */
export type PrivateDataChange = { patch: JsonObject } | { document: JsonObject }

/** Names that an event may have: what looks like an address or a text could be data of a person. */
const PLAIN_NAME = /^[A-Za-z_][\w.-]{0,39}$/
const NAMES_MAX = 20

/**
 * Returns the new JSON, and the names of the changed values at its top, as far as an event may have them. Null: nothing
 * changes.
 * @throws {Refusal} `private_data_too_large`
 */
export function planPrivateData(
  before: string,
  change: PrivateDataChange,
): { json: string; names: string[] } | null {
  const stored = parseStored(before)
  const after = 'patch' in change ? (mergePatch(stored, change.patch) as JsonObject) : change.document
  const json = JSON.stringify(after)
  if (json === before) return null
  if (Buffer.byteLength(json) > PRIVATE_DATA_BYTES)
    throw new Refusal('private_data_too_large', { params: { limit: PRIVATE_DATA_BYTES } })
  const names = [...new Set([...Object.keys(stored), ...Object.keys(after)])].filter(
    (name) => PLAIN_NAME.test(name) && JSON.stringify(stored[name]) !== JSON.stringify(after[name]),
  )
  return { json, names: names.slice(0, NAMES_MAX) }
}

/** Returns stored data as an object. */
export function parseStored(json: string): JsonObject {
  const value = parseJsonValue(json)
  if (!isJsonObject(value)) throw new TypeError('stored private data is not an object')
  return value
}
