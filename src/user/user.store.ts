import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { changedOne, deleteOldest } from '../ports/changed-rows.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { Tables, UserRow } from '../ports/tables.ts'
import { isVisible, toUser } from './user.row.ts'
import type { Credentials, HeldAddress, User } from './user.ts'

/** Columns that other rooms change through `updateUser`. */
export type UserChange = Partial<Omit<UserRow, 'id' | 'version' | 'created_at' | 'updated_at' | 'import_id'>>

function visible<O>(query: SelectQueryBuilder<Tables, 'users', O>) {
  return query.where(isVisible)
}

/** The person with this id. */
export async function findById(reader: Reader, id: string): Promise<User | null> {
  const row = await visible(reader.selectFrom('users').selectAll()).where('id', '=', id).executeTakeFirst()
  return row ? toUser(row) : null
}

/** The person with this username key, and their password hash. */
export async function findCredentials(db: Database, usernameKey: string): Promise<Credentials | null> {
  const row = await visible(db.read.selectFrom('users').selectAll())
    .where('username_key', '=', usernameKey)
    .executeTakeFirst()
  return row ? { user: toUser(row), passwordHash: row.password_hash } : null
}

/** The person whose current address has this key, and their password hash. Addresses reserved for an undo do not count. */
export async function findCredentialsByEmailKey(db: Database, emailKey: string): Promise<Credentials | null> {
  const row = await visible(db.read.selectFrom('users').selectAll('users'))
    .innerJoin('email_addresses', 'email_addresses.user_id', 'users.id')
    .selectAll('users')
    .where('email_addresses.email_key', '=', emailKey)
    .where('email_addresses.reserved_until', 'is', null)
    .executeTakeFirst()
  return row ? { user: toUser(row), passwordHash: row.password_hash } : null
}

/** The password hash of the person. */
export async function findPasswordHash(reader: Reader, id: string): Promise<string | null> {
  const row = await reader.selectFrom('users').select('password_hash').where('id', '=', id).executeTakeFirst()
  return row?.password_hash ?? null
}

/** The person whose address has this key: their current one, or one that is reserved for them now. */
export async function findByHeldEmailKey(
  reader: Reader,
  emailKey: string,
  now: number,
): Promise<HeldAddress | null> {
  const row = await visible(reader.selectFrom('users').selectAll('users'))
    .innerJoin('email_addresses', 'email_addresses.user_id', 'users.id')
    .select(['email_addresses.reserved_until', 'email_addresses.claimed_at'])
    .where('email_addresses.email_key', '=', emailKey)
    .where((where) =>
      where.or([
        where('email_addresses.reserved_until', 'is', null),
        where('email_addresses.reserved_until', '>', now),
      ]),
    )
    .executeTakeFirst()
  return row ? { user: toUser(row), isCurrent: row.reserved_until === null, claimedAt: row.claimed_at } : null
}

/** Adds the person and claims the address; a taken username or address is a `UniqueViolation`. */
export async function insertUser(
  tx: Transaction,
  row: UserRow,
  emailKey: string,
  now: number,
): Promise<void> {
  await tx.insertInto('users').values(row).execute()
  if (emailKey !== '') await claimAddress(tx, row.id, emailKey, now)
}

/**
 * Makes the address the person's current one: a free one, one whose reservation ran out, or one reserved for them.
 * `claimedAt` is when the person made it theirs by a code; null where it needs no time to be trusted.
 * @throws {UniqueViolation} if another person holds it
 */
export async function claimAddress(
  tx: Transaction,
  userId: string,
  emailKey: string,
  now: number,
  claimedAt: number | null = null,
): Promise<void> {
  await tx
    .deleteFrom('email_addresses')
    .where('email_key', '=', emailKey)
    .where((where) =>
      where.or([where('reserved_until', '<=', now), where.and([where('user_id', '=', userId)])]),
    )
    .execute()
  await tx
    .insertInto('email_addresses')
    .values({ email_key: emailKey, user_id: userId, reserved_until: null, claimed_at: claimedAt })
    .execute()
}

/** Keeps the person's current address for them until the instant, while another becomes current. */
export async function reserveAddress(
  tx: Transaction,
  userId: string,
  emailKey: string,
  until: number,
): Promise<void> {
  await tx
    .updateTable('email_addresses')
    .set({ reserved_until: until })
    .where('email_key', '=', emailKey)
    .where('user_id', '=', userId)
    .execute()
}

/** Lets go of an address of the person. */
export async function releaseAddress(tx: Transaction, userId: string, emailKey: string): Promise<void> {
  await tx
    .deleteFrom('email_addresses')
    .where('email_key', '=', emailKey)
    .where('user_id', '=', userId)
    .execute()
}

/** Who holds the address now: its current owner, or the one it is reserved for. */
export async function findAddressHolder(
  reader: Reader,
  emailKey: string,
  now: number,
): Promise<string | null> {
  const row = await reader
    .selectFrom('email_addresses')
    .select('user_id')
    .where('email_key', '=', emailKey)
    .where((where) => where.or([where('reserved_until', 'is', null), where('reserved_until', '>', now)]))
    .executeTakeFirst()
  return row?.user_id ?? null
}

/**
 * Changes the person's row and raises its version. With `ifVersion` only if the version is still that one. Returns
 * whether a row was changed.
 */
export async function updateUser(
  tx: Transaction,
  id: string,
  change: UserChange,
  now: number,
  ifVersion?: number,
): Promise<boolean> {
  let update = tx
    .updateTable('users')
    .set(change)
    .set((set) => ({ version: set('version', '+', 1), updated_at: now }))
    .where('id', '=', id)
  if (ifVersion !== undefined) update = update.where('version', '=', ifVersion)
  return changedOne(update)
}

/** People with an id after the given one, in order of id. */
export async function listUsers(
  db: Database,
  afterId: string,
  limit: number,
): Promise<{ user: User; passwordHash: string }[]> {
  const rows = await visible(db.read.selectFrom('users').selectAll())
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ user: toUser(row), passwordHash: row.password_hash }))
}

/**
 * Nobody is removed while an address is reserved for them: until then its owner can take the change of it back, and with
 * it the wish to be removed, which may be an intruder's.
 */
const hasNoReservation = (now: number) => (where: ExpressionBuilder<Tables, 'users'>) =>
  where.not(
    where.exists(
      where
        .selectFrom('email_addresses')
        .select('email_key')
        .whereRef('email_addresses.user_id', '=', 'users.id')
        .where('reserved_until', '>', now),
    ),
  )

/** People whose time to be removed has come, at most `limit`. */
export async function listDueUsers(reader: Reader, now: number, limit: number): Promise<User[]> {
  const rows = await visible(reader.selectFrom('users').selectAll())
    .where('delete_at', '<=', now)
    .where('frozen_at', 'is', null)
    .where(hasNoReservation(now))
    .orderBy('delete_at')
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

/** People who are to be removed after the first instant and by the second, and were not reminded, at most `limit`. */
export async function listLeavingUsers(
  reader: Reader,
  after: number,
  by: number,
  limit: number,
): Promise<User[]> {
  const rows = await visible(reader.selectFrom('users').selectAll())
    .where('delete_at', '>', after)
    .where('delete_at', '<=', by)
    .where('deletion_reminded_at', 'is', null)
    .orderBy('delete_at')
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

/** Notes that the person was reminded of a removal at `deleteAt`. Returns whether this call was the one that did. */
export async function markReminded(
  tx: Transaction,
  id: string,
  deleteAt: number,
  now: number,
): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('users')
      .set({ deletion_reminded_at: now })
      .where('id', '=', id)
      .where('delete_at', '=', deleteAt)
      .where('deletion_reminded_at', 'is', null),
  )
}

/** Notes that the person has proved to read their present address, unless that is known. */
export async function markEmailVerified(tx: Transaction, id: string, now: number): Promise<void> {
  await tx
    .updateTable('users')
    .set((set) => ({ email_verified_at: now, version: set('version', '+', 1), updated_at: now }))
    .where('id', '=', id)
    .where('email_verified_at', 'is', null)
    .execute()
}

/**
 * Removes the person, with `dueAt` only if their time has come by that instant; what references the row goes with it.
 * Returns whether one was removed.
 */
export async function deleteUser(tx: Transaction, id: string, dueAt?: number): Promise<boolean> {
  let removal = tx.deleteFrom('users').where('id', '=', id)
  if (dueAt !== undefined)
    removal = removal
      .where('delete_at', '<=', dueAt)
      .where('frozen_at', 'is', null)
      .where(hasNoReservation(dueAt))
  return changedOne(removal)
}

/** Notes that an objection contests the undo made at the instant. */
export async function freeze(tx: Transaction, id: string, undoneAt: number): Promise<void> {
  await tx.updateTable('users').set({ frozen_at: undoneAt }).where('id', '=', id).execute()
}

/** Ends what an objection keeps from happening. Returns whether this call was the one that did. */
export async function unfreeze(tx: Transaction, id: string): Promise<boolean> {
  return changedOne(
    tx.updateTable('users').set({ frozen_at: null }).where('id', '=', id).where('frozen_at', 'is not', null),
  )
}

/** Has the person's current address need no more time to be trusted. */
export async function trustAddress(tx: Transaction, userId: string): Promise<void> {
  await tx
    .updateTable('email_addresses')
    .set({ claimed_at: null })
    .where('user_id', '=', userId)
    .where('reserved_until', 'is', null)
    .execute()
}

/** Puts a better hash of the same password in the place of the one that was verified. */
export async function renewPasswordHash(
  tx: Transaction,
  id: string,
  known: string,
  renewed: string,
): Promise<void> {
  await tx
    .updateTable('users')
    .set({ password_hash: renewed })
    .where('id', '=', id)
    .where('password_hash', '=', known)
    .execute()
}

/**
 * Password hashes that do not begin with `prefix`, of people with an id after the given one, in order of id; also of people
 * who are not visible yet. The prefix is written into the statement, since that is how an engine knows the index for it.
 */
export async function listOtherHashes(
  reader: Reader,
  prefix: string,
  afterId: string,
  limit: number,
): Promise<{ id: string; passwordHash: string }[]> {
  const rows = await reader
    .selectFrom('users')
    .select(['id', 'password_hash'])
    .where(sql<boolean>`substr(password_hash, 1, ${sql.lit(prefix.length)}) <> ${sql.lit(prefix)}`)
    .where(sql<boolean>`password_hash <> ''`)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: row.id, passwordHash: row.password_hash }))
}

/** Frees addresses whose reservation ended by the instant, oldest first. Returns how many. */
export async function releaseReservations(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'email_addresses', by: 'reserved_until', until })
}
