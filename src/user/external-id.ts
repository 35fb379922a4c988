import { isLongerThan, trim } from '../basics/text.ts'

/** Maximum number of code points of an external id. */
const EXTERNAL_ID_MAX = 255

/** The id of a person in an application's own tables. */
export interface ExternalId {
  applicationId: string
  externalId: string
  userId: string
  /** Milliseconds since the Unix epoch. */
  createdAt: number
}

/**
 * Reads an external id: 1 to 255 visible characters without surrounding white space. It is stored as it is, and its case
 * matters. An integer of JSON is read as its digits. Returns `null` if there is none, `undefined` if it is invalid.
 */
export function readExternalId(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null
  const text = Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || isLongerThan(text, EXTERNAL_ID_MAX)) return undefined
  if (trim(text) === '') return null
  // Unassigned characters are accepted: a later version of Unicode may assign them.
  const isVisible = !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(text)
  return isVisible && trim(text) === text ? text : undefined
}
