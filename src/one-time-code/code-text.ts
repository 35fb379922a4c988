import type { FieldResult } from '../basics/fields.ts'
import { readText } from '../basics/text.ts'

/** Longer than any code as typed, in code points. */
export const CODE_MAX = 1000

/** Reads a submitted code. One that is too long is treated as a wrong one. */
export function readCodeText(value: unknown): FieldResult<string> {
  const result = readText(value, { max: CODE_MAX, blank: false })
  const isLong = 'fault' in result && result.fault.key === 'max_length'
  return isLong ? { fault: { key: 'token_mismatch' } } : result
}

/**
 * Reads a submitted checksum. Any length is accepted, since a checksum of the wrong length matches no code,
 * and a mismatch is a fault of `token_field` (contract: POST user/update/profile/). The size of the body
 * limits it.
 */
export function readChecksumText(value: unknown): FieldResult<string> {
  return readText(value, { max: Number.POSITIVE_INFINITY, blank: false })
}
