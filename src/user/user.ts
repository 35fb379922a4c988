/** A person as the service knows them. Unset texts are `""`. */
export interface User {
  id: string
  username: string
  email: string
  firstName: string
  lastName: string
  phoneCode: string
  phoneNumber: string
  countryCode: string
  /** `""` means the operator's default, for the three below. */
  language: string
  timezone: string
  currency: string
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
  /** Since when an objection keeps the account from being moved, recovered or removed; null: none does. */
  frozenAt: number | null
  /** When a new password was last chosen by a mailed code; null: never. */
  recoveredAt: number | null
}

/** What sign-in needs to know. */
export interface Credentials {
  user: User
  passwordHash: string
}

/** The username as compared for uniqueness: NFKC, case-folded, so that look-alikes by case are one person. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** Django's username rule: 1 to 150 letters, digits and `@.+-_` (django/contrib/auth/validators.py). */
export function isUsername(text: string): boolean {
  return text.length <= 300 && Array.from(text).length <= 150 && /^[\p{L}\p{N}\p{M}_.@+-]+$/u.test(text)
}
