/** Passwords that became known in breaches of other services. */
export interface BreachedPasswords {
  /**
   * Whether the password with this SHA-1 (hexadecimal) is known; `null` if that cannot be determined now.
   * Never rejects, and resolves within about a second.
   */
  has(sha1: string): Promise<boolean | null>
}
