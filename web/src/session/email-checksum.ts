const KEY = 'page-email-change'

/**
 * The checksum of the change of address that waits, for a reload of this tab. Alone it opens nothing: the change asks
 * for the session and the mailed code too.
 */
export function rememberChecksum(email: string, checksum: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ email, checksum }))
  } catch {
    // After a reload a new code is asked for.
  }
}

/** The checksum for the address, or `null` if this tab does not know it. */
export function recallChecksum(email: string): string | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as {
      email: string
      checksum: string
    } | null
    return kept?.email === email ? kept.checksum : null
  } catch {
    return null
  }
}

export function forgetChecksum(): void {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // There is nothing to remove.
  }
}
