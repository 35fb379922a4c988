import { networkOf } from '../basics/client-network.ts'
import { actOf } from '../mail/act.ts'
import { CODE_LIFETIME, CODES_PER_ADDRESS, checksumHash } from '../one-time-code/one-time-code.ts'
import { consumeOrRefuse, type Limit } from '../ports/limiter.ts'
import { emailKey } from '../user/email-address.ts'
import type { PasswordDependencies } from './password-dependencies.service.ts'
import type { ResetJob } from './password-mails.service.ts'

/**
 * Limits codes for one address requested from one network, per hour and per day. Requests from elsewhere do
 * not count: the key of an application is public, and a stranger must not be able to use up the owner's
 * limit.
 */
export const codesPerAddress: Limit = {
  name: 'password-codes-address',
  points: CODES_PER_ADDRESS,
  seconds: 3600,
}
const codesPerDay: Limit = { name: 'password-codes-day', points: 10, seconds: 86_400 }
const codesPerPlace: Limit = { name: 'password-codes-place', points: 100, seconds: 900 }
/**
 * Delay before a code is created and mailed, in milliseconds, so that the resulting load does not reveal
 * whether it is.
 */
const MAIL_DELAY = { min: 1000, max: 5000 }

/** The request for a code by a person who has forgotten their password. */
export function createForgotPassword({
  db,
  clock,
  random,
  limiter,
  outbox,
}: Pick<PasswordDependencies, 'db' | 'clock' | 'random' | 'limiter' | 'outbox'>) {
  /**
   * Requests a code for a new password; returns its checksum. Earlier requests remain valid, each with its
   * own checksum. The owner of the address is looked up when the mail is prepared, so that known and
   * unknown addresses cause the same work here.
   * @throws {Refusal} `throttled`, `unavailable`
   */
  return async (email: string, address: string): Promise<string> => {
    const key = emailKey(email)
    const network = networkOf(address)
    await consumeOrRefuse(limiter, codesPerPlace, network)
    await consumeOrRefuse(limiter, codesPerAddress, `${key} ${network}`)
    await consumeOrRefuse(limiter, codesPerDay, `${key} ${network}`)
    const checksum = random.secret()
    const createdAt = clock.now()
    const job: ResetJob = {
      resetId: random.id(),
      emailKey: key,
      checksumHash: checksumHash(checksum, key),
      createdAt,
      // Without the application, whose name would have to be read for known addresses only.
      ...actOf({ kind: 'person', address }, createdAt),
      expiresAt: createdAt + CODE_LIFETIME,
    }
    const runAt = createdAt + random.between(MAIL_DELAY.min, MAIL_DELAY.max)
    await db.write((tx) => outbox.enqueue(tx, 'mail.password-reset-code', job, runAt))
    return checksum
  }
}
