import type { FieldResult } from '../fields.ts'
import { readText } from '../text.ts'

/** Longer than any code as people type it, in code points. */
export const CODE_MAX = 1000

/** A code as sent. One that is too long is a wrong one. */
export function readCodeText(value: unknown): FieldResult<string> {
  const result = readText(value, { max: CODE_MAX, blank: false })
  const isLong = 'fault' in result && result.fault.key === 'max_length'
  return isLong ? { fault: { key: 'token_mismatch' } } : result
}

/**
 * A checksum as sent. Any length is taken, since one of another length than was answered belongs to no code, and what does
 * not belong together is a fault of `token_field` (contract: POST user/update/profile/); a body bounds it.
 */
export function readChecksumText(value: unknown): FieldResult<string> {
  return readText(value, { max: Number.POSITIVE_INFINITY, blank: false })
}
