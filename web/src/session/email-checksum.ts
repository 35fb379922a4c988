const KEY = 'page-email-change'

/**
 * Stores the checksum of the pending change of address, for a reload of this tab. It gives no access by itself: the
 * change also requires the session and the mailed code.
 */
export function rememberChecksum(email: string, checksum: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ email, checksum }))
  } catch {
    // After a reload a new code is needed.
  }
}

/** Returns the checksum for the address, or `null` if this tab does not know it. */
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
