import type { AttributeValues } from '../../common/attributes.ts'

/** A person as the service knows them. Unset attributes are `""`. */
export interface User extends AttributeValues {
  id: string
  username: string
  pictureId: string | null
  /** Grows with every change. */
  version: number
  /** Milliseconds since the Unix epoch. */
  createdAt: number
  updatedAt: number
  disabledAt: number | null
  /** The account is removed at this instant; null: it stays. */
  deleteAt: number | null
  passwordResetRequired: boolean
  /** The instant of the undo that an objection contests; until that is settled, the account is neither moved, nor recovered, nor removed. Null: none does. */
  frozenAt: number | null
  /** When a new password was last chosen by a mailed code; null: never. */
  recoveredAt: number | null
  /** When the person proved to read the present address; null: not yet. */
  emailVerifiedAt: number | null
  phoneVerifiedAt: number | null
}

/** What sign-in needs to know. */
export interface Credentials {
  user: User
  passwordHash: string
}

/** The person that holds an address. */
export interface HeldAddress {
  user: User
  /** Whether it is their current one, rather than one that is reserved for them. */
  isCurrent: boolean
  /** When the person made it theirs by a code; null: it needs no time to be trusted. */
  claimedAt: number | null
}

/**
 * Whether what proves the person, and is theirs since an instant (null: since ever), outranks an objection. What was
 * chosen or enrolled after the undo that the objection contests may be the work of whoever pressed it.
 */
export function liftsFreeze(user: Pick<User, 'frozenAt'>, since: number | null): boolean {
  return user.frozenAt !== null && (since === null || since < user.frozenAt)
}

/** The username as compared for uniqueness: NFKC, case-folded, so that look-alikes by case are one person. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** Django's username rule: 1 to 150 letters, digits and `@.+-_` (django/contrib/auth/validators.py). */
export function isUsername(text: string): boolean {
  return text.length <= 300 && Array.from(text).length <= 150 && /^[\p{L}\p{N}\p{M}_.@+-]+$/u.test(text)
}
