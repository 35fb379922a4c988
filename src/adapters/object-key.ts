/** Longest key: what S3 allows, 1,024 bytes, less a prefix. */
const KEY_MAX = 900

/**
 * The key, where it is one: segments of `[A-Za-z0-9._-]` joined by `/`, none of them `.` or `..`. `also` is a character
 * that may stand in a segment besides.
 * @throws {TypeError} for any other text
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

/** The same for what a list may begin with: nothing, or a key with or without a `/` after it. */
export function checkedPrefix(prefix: string): string {
  if (prefix !== '') checkedKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix)
  return prefix
}
