/** Passwords that became known in breaches of other services. */
export interface BreachedPasswords {
  /**
   * Whether the password with this SHA-1, in hexadecimal digits, is among them; `null` if that cannot be told now. Never
   * rejects, and answers within about a second.
   */
  has(sha1: string): Promise<boolean | null>
}
