import type { AuditService } from '../audit/audit.service.ts'
import { invalid, Refusal } from '../errors.ts'
import type { OutboxService } from '../outbox/outbox.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { SessionService } from '../session/session.service.ts'
import { actorOf, type Caller } from '../session/session.ts'
import type { UserService } from '../user/user.service.ts'
import type { CancelledJob, ScheduledJob } from './deletion-mails.service.ts'
import type { PasswordService } from './password.service.ts'

/** A notice older than this is of no use. */
const NOTICE_LIFETIME = 86_400_000

export type DeletionService = ReturnType<typeof createDeletionService>

interface Dependencies {
  db: Database
  clock: Clock
  users: UserService
  sessions: SessionService
  audit: AuditService
  outbox: OutboxService
  passwords: PasswordService
  /** Milliseconds between the wish and the removal. */
  grace: number
}

/** The removal of an account that its person asks for, and can take back until it happens. */
export function createDeletionService(deps: Dependencies) {
  const { db, clock, users, sessions, audit, outbox, passwords, grace } = deps
  return {
    /**
     * Sets the day of the removal, ends all other sessions and tells the person by mail. Answers the instant; where it
     * was asked for before, it stays.
     * @throws {Refusal} `validation` on `password`, `throttled`
     */
    async request(caller: Caller, password: string): Promise<number> {
      const known = await passwords.prove(caller, password)
      const userId = caller.user.id
      const now = clock.now()
      const deleteAt = now + grace
      return db.write(async (tx) => {
        const user = await users.byId(userId, tx)
        if (!user) throw new Refusal('token_not_valid')
        if ((await users.passwordHash(userId, tx)) !== known)
          throw invalid({ password: [{ key: 'own_password_wrong' }] })
        if (user.deleteAt !== null) return user.deleteAt
        await users.update(tx, userId, { delete_at: deleteAt }, now)
        await sessions.endAll(tx, userId, caller.sessionId)
        const job: ScheduledJob = { userId, deleteAt, expiresAt: now + NOTICE_LIFETIME }
        await outbox.enqueue(tx, 'mail.deletion-scheduled', job)
        await audit.record(tx, 'deletion.requested', actorOf(caller), { userId })
        return deleteAt
      })
    },

    /** Takes the wish back, as long as the account is there, and says so by mail. Without a wish nothing happens. */
    cancel(caller: Caller): Promise<void> {
      const userId = caller.user.id
      const now = clock.now()
      return db.write(async (tx) => {
        const user = await users.byId(userId, tx)
        if (!user) throw new Refusal('token_not_valid')
        if (user.deleteAt === null) return
        await users.update(tx, userId, { delete_at: null }, now)
        const job: CancelledJob = { userId, expiresAt: now + NOTICE_LIFETIME }
        await outbox.enqueue(tx, 'mail.deletion-cancelled', job)
        await audit.record(tx, 'deletion.cancelled', actorOf(caller), { userId })
      })
    },
  }
}
