import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { UserRow } from '../tables/tables.ts'
import { emailKey } from './email-address.ts'
import * as store from './user.store.ts'
import { type StoredHash, usernameKey } from './user.ts'

export type UserService = ReturnType<typeof createUserService>

/** People and the addresses they hold, for features that change them in their own transactions. */
export function createUserService(deps: { db: Database }) {
  const { db } = deps
  return {
    byId: (id: string, reader: Reader = db.read) => store.findById(reader, id),
    byUsername: async (username: string) =>
      (await store.findCredentials(db, usernameKey(username)))?.user ?? null,
    /** Returns the person whose current address it is, in any spelling. */
    byEmail: async (address: string) =>
      (await store.findCredentialsByEmailKey(db, emailKey(address)))?.user ?? null,
    /** Returns the person who holds the address, as their current one or by reservation. */
    byHeldEmailKey: (emailKey: string, now: number, reader: Reader = db.read) =>
      store.findByHeldEmailKey(reader, emailKey, now),
    credentialsByEmailKey: (emailKey: string) => store.findCredentialsByEmailKey(db, emailKey),
    credentials: (username: string) => store.findCredentials(db, usernameKey(username)),
    passwordHash: (id: string, reader: Reader = db.read) => store.findPasswordHash(reader, id),
    /** Returns who holds the address: its owner, or the person for whom it is reserved. */
    addressHolder: (emailKey: string, now: number, reader: Reader = db.read) =>
      store.findAddressHolder(reader, emailKey, now),
    insert: (tx: Transaction, row: UserRow, emailKey: string, now: number) =>
      store.insertUser(tx, row, emailKey, now),
    update: store.updateUser,
    changeIfUnchanged: store.changeIfUnchanged,
    /** Returns hashes that do not begin with the prefix, by id, in batches. */
    otherHashes: (prefix: string, afterId: string, limit: number) =>
      store.listOtherHashes(db.read, prefix, afterId, limit),
    /** Returns the same of people whose row was changed after the given one, in order of change, in batches. */
    changedHashes: (prefix: string, after: Pick<StoredHash, 'id' | 'updatedAt'>, limit: number) =>
      store.listChangedHashes(db.read, prefix, after, limit),
    renewPasswordHash: store.renewPasswordHash,
    freeze: store.freeze,
    unfreeze: store.unfreeze,
    trustAddress: store.trustAddress,
    claimAddress: store.claimAddress,
    reserveAddress: store.reserveAddress,
    releaseAddress: store.releaseAddress,
    releaseReservations: store.releaseReservations,
    /** Returns a batch of people by id; for exports and lists. */
    page: (afterId: string, limit: number) => store.listUsers(db, afterId, limit),
    /** Returns people whose removal is due. */
    due: (now: number, limit: number) => store.listDueUsers(db.read, now, limit),
    /** Returns people who will be removed in the period and have not been reminded. */
    toRemind: (after: number, by: number, limit: number) =>
      store.listUsersToRemind(db.read, after, by, limit),
    markReminded: store.markReminded,
    markEmailVerified: store.markEmailVerified,
    /** Removes the person with everything that belongs to them except the picture files. */
    remove: store.deleteUser,
  }
}
