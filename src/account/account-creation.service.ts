import type { Actor } from '../audit/audit.ts'
import { invalid } from '../errors/errors.ts'
import { inTransaction, type Transaction, UniqueViolation } from '../ports/database.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import { type NewPerson, newUserRow, takenFaults } from './account.ts'
import type { AccountDependencies } from './account-dependencies.service.ts'
import type { AccountPassword } from './account-password.service.ts'

/** The creation of an account by an operator. */
export function createAccountCreation(
  {
    db,
    clock,
    random,
    users,
    audit,
    attributes,
  }: Pick<AccountDependencies, 'db' | 'clock' | 'random' | 'users' | 'audit' | 'attributes'>,
  passwords: Pick<AccountPassword, 'hash'>,
) {
  /**
   * Adds a person, with a password or without one (`null`: they set it by the recovery mail).
   * @throws {Refusal} `validation` on `password`, or on a `username` or `email` that is taken
   * @throws {OutdatedDeclarations} if declared attributes were read by `version` of the declarations, and there is a later one
   */
  return async (
    person: NewPerson,
    password: string | null,
    actor: Actor,
    within?: Transaction,
    version = 0,
  ): Promise<User> => {
    const { username, email, first_name: firstName, last_name: lastName } = person
    const passwordHash =
      password === null
        ? person.password_hash
        : await passwords.hash(password, { username, email, firstName, lastName })
    const now = clock.now()
    const row = { ...newUserRow(person, random.orderedId(), now, null), password_hash: passwordHash }
    return inTransaction(db, within, async (tx) => {
      const newEmailKey = emailKey(person.email)
      await users.insert(tx, row, newEmailKey, now)
      await attributes.index(tx, [{ userId: row.id, changes: person.declared ?? {} }], version)
      await audit.record(tx, 'user.created', actor, { userId: row.id, newEmailKey })
      return (await users.byId(row.id, tx))!
    }).catch(refuseTaken)
  }
}

/**
 * For a rejected write: somebody else has the value. On PostgreSQL that is known only when the transaction ends.
 * @throws {Refusal} `validation`, or the error itself
 */
export function refuseTaken(error: unknown): never {
  const faults = error instanceof UniqueViolation ? takenFaults(error.target) : null
  throw faults ? invalid(faults) : error
}
