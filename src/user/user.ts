import type { AttributeValues } from '../../common/attributes.ts'

/** A person. Unset attributes are `""`. */
export interface User extends AttributeValues {
  id: string
  username: string
  pictureId: string | null
  /** Incremented by every change. */
  version: number
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  updatedAt: number
  disabledAt: number | null
  /** When the account will be removed; null if it will not. */
  deleteAt: number | null
  passwordResetRequired: boolean
  /**
   * Instant of the undo that an objection contests; until that is resolved, the account cannot be moved,
   * recovered or removed. Null if there is none.
   */
  frozenAt: number | null
  /** When a new password was last set with a mailed code; null if never. */
  recoveredAt: number | null
  /** When the person proved to read the current address; null if not yet. */
  emailVerifiedAt: number | null
  phoneVerifiedAt: number | null
  /** JSON: values of declared attributes by name (`attribute/`); null without any. */
  attributes: string | null
}

/** What sign-in needs. */
export interface Credentials {
  user: User
  passwordHash: string
}

/** A stored password hash, and when its person's row was changed last. */
export interface StoredHash {
  id: string
  passwordHash: string
  updatedAt: number
}

/** The person who holds an address. */
export interface HeldAddress {
  user: User
  /** Whether it is their current one rather than a reserved one. */
  isCurrent: boolean
  /** When the person obtained it with a code; null if it is trusted immediately. */
  claimedAt: number | null
}

/**
 * Whether a proof that the person has had since an instant (null: always) outranks an objection. Anything set
 * or enrolled after the contested undo may have been set by whoever pressed it.
 */
export function liftsFreeze(user: Pick<User, 'frozenAt'>, since: number | null): boolean {
  return user.frozenAt !== null && (since === null || since < user.frozenAt)
}

/**
 * Returns the username folded for comparison: NFKC and case folding, so that names that differ only in case
 * belong to one person.
 */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** The identifiers by which an operator can refer to a person. */
export const personNameKinds = ['id', 'username', 'email'] as const

/** Maximum length that is looked at, in UTF-16 units; longer than any id, user name or address. */
const PERSON_NAME_MAX = 1000

/** Reads how an operator refers to a person: by any identifier, or by the one that the prefix picks (`email:ada@example.com`). */
export function readPersonName(text: string): { kind?: (typeof personNameKinds)[number]; name: string } {
  const bounded = text.slice(0, PERSON_NAME_MAX)
  const kind = personNameKinds.find((one) => bounded.startsWith(`${one}:`))
  return kind ? { kind, name: bounded.slice(kind.length + 1) } : { name: bounded }
}

/** Django's username rule: 1 to 150 letters, digits and `@.+-_` (django/contrib/auth/validators.py). */
export function isUsername(text: string): boolean {
  return text.length <= 300 && Array.from(text).length <= 150 && /^[\p{L}\p{N}\p{M}_.@+-]+$/u.test(text)
}
