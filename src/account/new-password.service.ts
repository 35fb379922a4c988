import { createHash } from 'node:crypto'
import type { Fault } from '../errors.ts'
import type { BreachedPasswords } from '../ports/breached-passwords.ts'
import type { User } from '../user/user.ts'
import { generalPasswordFaults, type OwnWord, passwordFaults } from './password-rules.ts'

export type NewPasswords = ReturnType<typeof createNewPasswords>

/** Judges new passwords. `breached` is null if nobody is asked about breaches. */
export function createNewPasswords(deps: { words: readonly OwnWord[]; breached: BreachedPasswords | null }) {
  const { words, breached } = deps
  return {
    /**
     * All that is wrong with a new password of the person; of nobody (`null`) what is wrong with it whoever it is for, without
     * a question about breaches, so that a stranger can have none asked. They are asked about last, where all else is well.
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
