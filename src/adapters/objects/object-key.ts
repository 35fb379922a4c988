/** Maximum length of a key: 1,024 bytes (the limit of S3), less a prefix. */
const KEY_MAX = 900

/**
 * Returns the key if it is valid: segments of `[A-Za-z0-9._-]` joined by `/`, none of them `.` or `..`.
 * `also` is an additional character allowed in segments.
 * @throws {TypeError} if it is invalid
 */
export function checkedKey(key: string, also = ''): string {
  const isFine = key.split('/').every((segment) => {
    const plain = also === '' ? segment : segment.replaceAll(also, '')
    return /^[A-Za-z0-9._-]{1,200}$/.test(plain) && segment !== '.' && segment !== '..'
  })
  if (!isFine || key.length > KEY_MAX) {
    throw new TypeError(`not an object key: ${JSON.stringify(key.slice(0, 100))}`)
  }
  return key
}

/** The same for the prefix of a list: empty, or a key with or without a trailing `/`. */
export function checkedPrefix(prefix: string): string {
  if (prefix !== '') checkedKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix)
  return prefix
}
