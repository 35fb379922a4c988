import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { UserRow } from '../ports/tables.ts'
import * as store from './user.store.ts'
import { usernameKey } from './user.ts'

export type UserService = ReturnType<typeof createUserService>

/** People and the addresses they hold, for the features that change them inside their own transactions. */
export function createUserService(deps: { db: Database }) {
  const { db } = deps
  return {
    byId: (id: string, reader: Reader = db.read) => store.findById(reader, id),
    byUsername: async (username: string) =>
      (await store.findCredentials(db, usernameKey(username)))?.user ?? null,
    /** The person who holds the address, be it their current one or reserved for them. */
    byHeldEmailKey: (emailKey: string, now: number, reader: Reader = db.read) =>
      store.findByHeldEmailKey(reader, emailKey, now),
    credentialsByEmailKey: (emailKey: string) => store.findCredentialsByEmailKey(db, emailKey),
    credentials: (username: string) => store.findCredentials(db, usernameKey(username)),
    passwordHash: (id: string, reader: Reader = db.read) => store.findPasswordHash(reader, id),
    /** Who holds the address: its owner, or the one it is reserved for. */
    addressHolder: (emailKey: string, now: number, reader: Reader = db.read) =>
      store.findAddressHolder(reader, emailKey, now),
    insert: (tx: Transaction, row: UserRow, emailKey: string, now: number) =>
      store.insertUser(tx, row, emailKey, now),
    update: store.updateUser,
    /** Hashes that do not begin with the prefix, by id, some at a time. */
    otherHashes: (prefix: string, afterId: string, limit: number) =>
      store.listOtherHashes(db.read, prefix, afterId, limit),
    renewPasswordHash: store.renewPasswordHash,
    freeze: store.freeze,
    unfreeze: store.unfreeze,
    trustAddress: store.trustAddress,
    claimAddress: store.claimAddress,
    reserveAddress: store.reserveAddress,
    releaseAddress: store.releaseAddress,
    releaseReservations: store.releaseReservations,
    /** Many people at once, by id; for exports and lists. */
    page: (afterId: string, limit: number) => store.listUsers(db, afterId, limit),
    /** People whose time to be removed has come. */
    due: (now: number, limit: number) => store.listDueUsers(db.read, now, limit),
    /** People who are to be removed in between, and were not reminded. */
    leaving: (after: number, by: number, limit: number) => store.listLeavingUsers(db.read, after, by, limit),
    markReminded: store.markReminded,
    markEmailVerified: store.markEmailVerified,
    /** Removes the person with everything that belongs to them but the picture files. */
    remove: store.deleteUser,
  }
}
