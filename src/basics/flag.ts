/**
 * Reads a flag in the spellings of Django REST framework's boolean field that databases export. Returns null if it is
 * empty, undefined if it is invalid.
 */
export function readFlag(value: unknown): boolean | null | undefined {
  const text = String(value ?? '')
    .trim()
    .toLowerCase()
  if (text === '') return null
  if (['true', 't', '1', 'yes', 'y', 'on'].includes(text)) return true
  return ['false', 'f', '0', 'no', 'n', 'off'].includes(text) ? false : undefined
}
