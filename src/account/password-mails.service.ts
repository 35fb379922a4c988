import type { MailJob, MailService, PreparedMail } from '../mail/mail.service.ts'
import { shownName } from '../mail/mail.ts'
import { CODE_LENGTH, CODE_LIFETIME, hashCode } from '../one-time-code/one-time-code.ts'
import type { Database } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import type { UserService } from '../user/user.service.ts'
import * as store from './password.store.ts'

/** Payload of `mail.password-reset-code`. */
export interface ResetJob extends MailJob {
  resetId: string
  emailKey: string
  checksumHash: string
  createdAt: number
}

/** Payload of `mail.password-changed`. */
export interface ChangedJob extends MailJob {
  userId: string
}

interface Dependencies {
  db: Database
  random: Random
  users: UserService
  mails: MailService
}

/** Prepares the mails about passwords, each just before it leaves. */
export function registerPasswordMails({ db, random, users, mails }: Dependencies): void {
  const prepareCode = async (job: ResetJob): Promise<PreparedMail | null> => {
    const user = await users.byEmailKey(job.emailKey)
    if (!user || user.disabledAt !== null) return null
    const code = random.digits(CODE_LENGTH)
    const codeHash = await hashCode(job.resetId, code)
    await db.write((tx) =>
      store.addRecovery(tx, {
        id: job.resetId,
        user_id: user.id,
        checksum_hash: job.checksumHash,
        code_hash: codeHash,
        tries: 0,
        created_at: job.createdAt,
        expires_at: job.expiresAt,
        is_delayed: null,
      }),
    )
    return {
      to: user.email,
      language: user.language,
      isUnique: true,
      content: {
        kind: 'password_reset_code',
        name: shownName(user),
        code,
        params: { minutes: CODE_LIFETIME / 60_000 },
      },
    }
  }

  const prepareChanged = async (job: ChangedJob): Promise<PreparedMail | null> => {
    const user = await users.byId(job.userId)
    if (!user || user.email === '') return null
    return {
      to: user.email,
      language: user.language,
      content: { kind: 'password_changed', name: shownName(user) },
    }
  }

  mails.register('mail.password-reset-code', prepareCode)
  mails.register('mail.password-changed', prepareChanged)
}
