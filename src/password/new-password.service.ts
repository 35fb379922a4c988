import { createHash } from 'node:crypto'
import type { Fault } from '../errors/errors.ts'
import type { BreachedPasswords } from '../ports/breached-passwords.ts'
import type { User } from '../user/user.ts'
import { generalPasswordFaults, type OwnWord, passwordFaults } from './password-rules.ts'

export type NewPasswords = ReturnType<typeof createNewPasswords>

/** Checks new passwords. `breached` is null if breaches are not checked. */
export function createNewPasswords(deps: { words: readonly OwnWord[]; breached: BreachedPasswords | null }) {
  const { words, breached } = deps
  return {
    /**
     * Returns everything that is wrong with a new password of the person. Without a person (`null`), only
     * general rules are checked and no breach check is made, so that strangers cannot trigger any. Breaches
     * are checked last, if there is no other fault.
     */
    async faults(
      password: string,
      owner: Pick<User, 'username' | 'firstName' | 'lastName' | 'email'> | null,
    ): Promise<Fault[]> {
      if (owner === null) return generalPasswordFaults(password, words)
      const faults = passwordFaults(password, owner, words)
      if (faults.length > 0 || breached === null) return faults
      const sha1 = createHash('sha1').update(password.normalize('NFC')).digest('hex')
      return (await breached.has(sha1)) === true ? [{ key: 'password_breached' }] : []
    },
  }
}
