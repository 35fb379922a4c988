import { type Faults, Refusal } from '../errors/errors.ts'
import { CODE_TRIES, checksumHash, fitsCode } from '../one-time-code/one-time-code.ts'
import { inHashingTurn } from '../password/hashing-queue.ts'
import type { AddressProof } from '../profile/profile-dependencies.service.ts'
import { emailKey } from '../user/email-address.ts'
import type { User } from '../user/user.ts'
import * as store from './email-change.store.ts'
import { mailboxesOf } from './email-change.ts'
import type { EmailChangeDependencies } from './email-change-dependencies.service.ts'

/** Checks the codes of a change and applies it. */
export function createAddressProof({
  db,
  clock,
  users,
  proof,
  move,
}: Pick<EmailChangeDependencies, 'db' | 'clock' | 'users' | 'proof' | 'move'>): AddressProof {
  const named = (user: User, newEmail: string, checksum: string): store.ChangeKey => {
    const newEmailKey = emailKey(newEmail)
    return { userId: user.id, newEmailKey, checksumHash: checksumHash(checksum, newEmailKey) }
  }

  return {
    needsCurrentCode: (user) => mailboxesOf(proof, user.email).length === 2,

    // The try is committed before the comparison, so that parallel guesses share the five tries and a refusal
    // does not roll one back.
    async check(user, newEmail, { checksum, code, currentCode }) {
      const mailboxes = mailboxesOf(proof, user.email)
      if (mailboxes.length === 2 && currentCode === undefined) {
        return { current_token_field: [{ key: 'required' }] }
      }
      const target = named(user, newEmail, checksum)
      const faults: Faults = {}
      const change = await inHashingTurn(
        async () => {
          const tried = await db.write((tx) => store.countTry(tx, target, CODE_TRIES, clock.now()))
          const firstHash = mailboxes.includes('new') ? tried?.codeHash : tried?.currentCodeHash
          const rowId = tried?.id ?? ''
          if (!(await fitsCode(rowId, code, firstHash ?? null)))
            faults.token_field = [{ key: 'token_mismatch' }]
          if (
            mailboxes.length === 2 &&
            !(await fitsCode(rowId, currentCode ?? '', tried?.currentCodeHash ?? null))
          )
            faults.current_token_field = [{ key: 'token_mismatch' }]
          return tried
        },
        { owner: user.id },
      )
      if (!change || Object.keys(faults).length > 0) return faults
      await db.write((tx) => store.refundTry(tx, change))
      return null
    },

    async apply(tx, user, newEmail, checksum, actor) {
      if (user.frozenAt !== null) throw new Refusal('account_frozen')
      const now = clock.now()
      const target = named(user, newEmail, checksum)
      // Checked rather than attempted: in some engines, a unique violation ends the whole transaction.
      const holder = await users.addressHolder(target.newEmailKey, now, tx)
      if (holder !== null && holder !== user.id) return false
      if (!(await store.consumeChange(tx, target, now))) return false
      await move(tx, user, newEmail, { claimedAt: now, actor, isNotified: true })
      return true
    },

    provesNew: (user) => mailboxesOf(proof, user.email).includes('new'),

    // Ignored without such a request: clients send the code of a former one with every update.
    async checkOwn(user, { checksum, code }) {
      const target = named(user, user.email, checksum)
      const tried = await db.write((tx) => store.countTry(tx, target, CODE_TRIES, clock.now()))
      if (!tried) return false
      const fits = await inHashingTurn(() => fitsCode(tried.id, code, tried.codeHash), { owner: user.id })
      if (fits) await db.write((tx) => store.refundTry(tx, tried))
      return fits
    },

    applyOwn: (tx, user, checksum) => store.consumeChange(tx, named(user, user.email, checksum), clock.now()),
  }
}
