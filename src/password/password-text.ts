import type { FieldResult } from '../basics/fields.ts'

/** Reads a submitted password: not trimmed here; a blank one is refused. */
export function readPassword(value: unknown): FieldResult<string> {
  if (value === null) return { fault: { key: 'null' } }
  if (typeof value !== 'string') return { fault: { key: 'not_a_string' } }
  if (value.includes('\0')) return { fault: { key: 'null_characters' } }
  return value.trim() === '' ? { fault: { key: 'blank' } } : { value }
}
