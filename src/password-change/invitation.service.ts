import type { Actor } from '../audit/audit.ts'
import { invalid } from '../errors/errors.ts'
import { actOf } from '../mail/act.ts'
import { checksumHash, INVITATION_LIFETIME } from '../one-time-code/one-time-code.ts'
import type { Transaction } from '../ports/database.ts'
import { consumeOrRefuse, type Limit } from '../ports/limiter.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import type { PasswordDependencies } from './password-dependencies.service.ts'
import type { ResetJob } from './password-mails.service.ts'

/** Limits mails to one person. */
export const invitationsPerPerson: Limit = { name: 'invitations', points: 5, seconds: 86_400 }

export type Invitations = ReturnType<typeof createInvitations>

/** The mail with a code by which a person chooses their first password. */
export function createInvitations({
  clock,
  random,
  limiter,
  outbox,
  audit,
}: Pick<PasswordDependencies, 'clock' | 'random' | 'limiter' | 'outbox' | 'audit'>) {
  return {
    /**
     * Counts an invitation of the person before it is sent.
     * @throws {Refusal} `validation` on `email` if there is no address, `throttled`
     */
    async reserve(user: User): Promise<void> {
      addressKeyOf(user)
      await consumeOrRefuse(limiter, invitationsPerPerson, user.id)
    },

    /**
     * Mails a code for a new password after the commit; returns its checksum, and when both expire, in milliseconds. It is
     * used like the code of a recovery. Earlier ones stay valid, each with its own checksum.
     * @throws {Refusal} `validation` on `email` if there is no address
     */
    async send(tx: Transaction, user: User, actor: Actor): Promise<{ checksum: string; expiresAt: number }> {
      const key = addressKeyOf(user)
      const checksum = random.secret()
      const createdAt = clock.now()
      const job: ResetJob = {
        resetId: random.id(),
        emailKey: key,
        checksumHash: checksumHash(checksum, key),
        createdAt,
        ...actOf(actor, createdAt),
        expiresAt: createdAt + INVITATION_LIFETIME,
        isInvitation: true,
      }
      await outbox.enqueue(tx, 'mail.password-reset-code', job)
      await audit.record(tx, 'password.invited', actor, { userId: user.id })
      return { checksum, expiresAt: job.expiresAt }
    },
  }
}

function addressKeyOf({ email }: User): string {
  if (email === '') throw invalid({ email: [{ key: 'required' }] })
  return emailKey(email)
}
