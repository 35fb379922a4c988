/** Source of randomness. Every method uses a cryptographically secure generator. */
export interface Random {
  /** Returns a new identifier: a UUID (RFC 9562) in lower case. */
  id(): string
  /**
   * Returns a time-ordered identifier (UUID version 7): greater than every one that this process returned
   * before, also within a millisecond (RFC 9562, section 6.2). So rows inserted together are stored together,
   * and events that share an instant keep their order.
   */
  orderedId(): string
  /** Returns a secret of `bytes` random bytes (default 32), as base64url without padding. */
  secret(bytes?: number): string
  /** Returns `length` decimal digits, each uniformly distributed; may start with zeros. */
  digits(length: number): string
  /** Returns an integer from `min` to `max`, uniformly distributed. */
  between(min: number, max: number): number
  /** Returns `length` characters of the alphabet, each uniformly distributed. */
  code(alphabet: string, length: number): string
}
