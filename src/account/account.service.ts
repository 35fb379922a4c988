import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { type Faults, invalid } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, type Transaction, UniqueViolation } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import { emailKey } from '../profile/email-address.ts'
import { hashPassword } from '../session/password.ts'
import type { SessionService } from '../session/session.service.ts'
import type { TellOwner } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import { type NewPerson, newUserRow } from './account.ts'
import type { NewPasswords } from './new-password.service.ts'
import { deleteRecoveries } from './password.store.ts'
import { deleteWaiting } from './waiting-password.store.ts'

/** People read at a time by a list or an export. */
const PAGE = 500
/** People whose time is over that are removed in one go. */
const DUE = 20

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  users: UserService
  sessions: SessionService
  audit: AuditService
  tellOwner: TellOwner
  /** Ids of the person's pictures; their rows go with the person. */
  picturesOf: (tx: Transaction, userId: string) => Promise<string[]>
  /** Sees to it that the files of the pictures go once the transaction is in. */
  removePictures: (tx: Transaction, pictureIds: string[]) => Promise<void>
  newPasswords: NewPasswords
}

/** What the operator does to a person's account as a whole. */
export function createAccountService(deps: Dependencies) {
  const { db, clock, random, users, sessions, audit } = deps

  /** With `dueAt` only if the person's time has come by that instant. */
  const removal = async (tx: Transaction, id: string, actor: Actor, dueAt?: number): Promise<boolean> => {
    const user = await users.byId(id, tx)
    if (!user) return false
    const pictures = await deps.picturesOf(tx, id)
    if (!(await users.remove(tx, id, dueAt))) return false
    await deps.removePictures(tx, pictures)
    await audit.strip(tx, id)
    await audit.record(tx, 'user.deleted', actor, { userId: id, oldEmailKey: emailKey(user.email) })
    return true
  }

  const checkPassword = async (
    password: string,
    person: Pick<User, 'username' | 'email' | 'firstName' | 'lastName'>,
  ) => {
    const faults = await deps.newPasswords.faults(password, person)
    if (faults.length > 0) throw invalid({ password: faults })
  }

  return {
    /**
     * Adds a person, with a password or without one (`null`: they choose it by the recovery mail).
     * @throws {Refusal} `validation` on `password`, or on a taken `username` or `email`
     */
    async create(person: NewPerson, password: string | null, actor: Actor): Promise<User> {
      if (password !== null) {
        await checkPassword(password, {
          username: person.username,
          email: person.email,
          firstName: person.first_name,
          lastName: person.last_name,
        })
      }
      const passwordHash = password === null ? person.password_hash : await hashPassword(password)
      const now = clock.now()
      const row = { ...newUserRow(person, random.orderedId(), now, null), password_hash: passwordHash }
      await db
        .write(async (tx) => {
          const newEmailKey = emailKey(person.email)
          await users.insert(tx, row, newEmailKey, now)
          await audit.record(tx, 'user.created', actor, { userId: row.id, newEmailKey })
        })
        .catch((error: unknown) => {
          throw error instanceof UniqueViolation ? invalid(takenFaults(error)) : error
        })
      return (await users.byId(row.id))!
    },

    /** Who has this id or username: nobody, one person, or, where it is an id and another's username, two. */
    async find(idOrUsername: string): Promise<User[]> {
      const [byId, byUsername] = await Promise.all([users.byId(idOrUsername), users.byUsername(idOrUsername)])
      const found = [byId, byUsername].filter((user) => user !== null)
      return found.length === 2 && byId?.id === byUsername?.id ? found.slice(0, 1) : found
    },

    /** Every person, with the password hash, in order of id, some at a time. */
    async *pages(): AsyncGenerator<{ user: User; passwordHash: string }[]> {
      let after = ''
      for (;;) {
        const page = await users.page(after, PAGE)
        if (page.length > 0) yield page
        const last = page.at(-1)
        if (!last || page.length < PAGE) return
        after = last.user.id
      }
    },

    /** Stops the person from signing in and ends their sessions. Returns whether they were active. */
    disable: ({ id }: User, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        const now = clock.now()
        if ((await users.byId(id, tx))?.disabledAt !== null) return false
        await users.update(tx, id, { disabled_at: now }, now)
        await sessions.endAll(tx, id)
        await audit.record(tx, 'user.disabled', actor, { userId: id })
        return true
      }),

    /** Lets the person sign in again. Returns whether they were disabled. */
    enable: ({ id }: User, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        if (((await users.byId(id, tx))?.disabledAt ?? null) === null) return false
        await users.update(tx, id, { disabled_at: null }, clock.now())
        await audit.record(tx, 'user.enabled', actor, { userId: id })
        return true
      }),

    /** Ends what an objection keeps from happening. Returns whether one did. */
    unfreeze: ({ id }: Pick<User, 'id'>, actor: Actor): Promise<boolean> =>
      db.write(async (tx) => {
        if (!(await users.unfreeze(tx, id))) return false
        await audit.record(tx, 'account.unfrozen', actor, { userId: id })
        return true
      }),

    /**
     * Sets the password, ends every session and takes back recovery codes on their way.
     * @throws {Refusal} `validation` on `password`
     */
    async setPassword(user: User, password: string, actor: Actor): Promise<void> {
      await checkPassword(password, user)
      const passwordHash = await hashPassword(password)
      const now = clock.now()
      await db.write(async (tx) => {
        const change = { password_hash: passwordHash, password_reset_required: 0 }
        if (!(await users.update(tx, user.id, change, now))) return
        await sessions.endAll(tx, user.id)
        await deleteRecoveries(tx, user.id)
        await deleteWaiting(tx, user.id)
        await audit.record(tx, 'password.set', actor, { userId: user.id })
        await deps.tellOwner(tx, user.id, 'password_changed', actor)
      })
    },

    /**
     * Removes the person with everything that belongs to them; the audit trail keeps ids, actions and hashes of
     * addresses. Returns whether they were there.
     */
    remove: ({ id }: User, actor: Actor): Promise<boolean> => db.write((tx) => removal(tx, id, actor)),

    /**
     * Removes people whose days of grace are over, a few at a time, each in a transaction that a cancellation in
     * between leaves without effect. Returns how many went.
     */
    async removeDue(): Promise<number> {
      const now = clock.now()
      let removed = 0
      for (const { id } of await users.due(now, DUE)) {
        if (await db.write((tx) => removal(tx, id, { kind: 'system' }, now))) removed += 1
      }
      return removed
    },
  }
}

function takenFaults(error: UniqueViolation): Faults {
  return error.target.includes('email')
    ? { email: [{ key: 'email_taken' }] }
    : { username: [{ key: 'username_taken' }] }
}
