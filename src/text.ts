import type { FieldResult } from './fields.ts'

export function readText(value: unknown, options: { max: number; blank: boolean }): FieldResult<string> {
  if (value === null) return { fault: { key: 'null' } }
  if (typeof value !== 'string') return { fault: { key: 'not_a_string' } }
  const text = value.trim()
  if (text.includes('\0')) return { fault: { key: 'null_characters' } }
  if (text === '' && !options.blank) return { fault: { key: 'blank' } }
  if (Array.from(text).length > options.max)
    return { fault: { key: 'max_length', params: { max: options.max } } }
  return { value: text }
}
