import type { Actor } from '../audit/audit.ts'
import { invalid } from '../errors/errors.ts'
import { hashPassword } from '../password/password.ts'
import type { User } from '../user/user.ts'
import type { AccountDependencies } from './account-dependencies.service.ts'

export type AccountPassword = ReturnType<typeof createAccountPassword>

/** The password that an operator sets. */
export function createAccountPassword(
  deps: Pick<AccountDependencies, 'db' | 'newPasswords' | 'setPassword'>,
) {
  const { db } = deps
  const hash = async (
    password: string,
    person: Pick<User, 'username' | 'email' | 'firstName' | 'lastName'>,
  ): Promise<string> => {
    const faults = await deps.newPasswords.faults(password, person)
    if (faults.length > 0) throw invalid({ password: faults })
    return hashPassword(password)
  }
  return {
    /** Returns the hash of a password for the person. @throws {Refusal} `validation` on `password` */
    hash,

    /**
     * Sets the password, ends every session and invalidates pending recovery codes.
     * @throws {Refusal} `validation` on `password`
     */
    async setPassword(user: User, password: string, actor: Actor): Promise<void> {
      const passwordHash = await hash(password, user)
      await db.write((tx) => deps.setPassword(tx, user.id, passwordHash, { action: 'password.set', actor }))
    },
  }
}
