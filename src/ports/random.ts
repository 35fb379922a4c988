/** Where randomness comes from. Every method draws from a cryptographically secure source. */
export interface Random {
  /** A fresh identifier: a UUID (RFC 9562) in lower case. */
  id(): string
  /** The same, beginning with the time (UUID version 7), so that rows added together lie together. */
  orderedId(): string
  /** A secret of `bytes` random bytes (default 32), as base64url without padding. */
  secret(bytes?: number): string
  /** A code of `length` decimal digits, each equally likely; leading zeros are kept. */
  digits(length: number): string
  /** A whole number from `min` to `max`, each equally likely. */
  between(min: number, max: number): number
  /** A code of `length` characters of the alphabet, each equally likely. */
  code(alphabet: string, length: number): string
}
