import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import { changedOne, deleteOldest } from '../tables/changed-rows.ts'
import {
  type Columns,
  prepareColumns,
  prepareQuery,
  type ReadyChange,
  runChange,
} from '../tables/prepared-query.ts'
import type { Tables, UserRow } from '../tables/tables.ts'
import { nameKeysOf } from './people-search.ts'
import { isVisible, personColumns, toUser } from './user.row.ts'
import type { Credentials, HeldAddress, StoredHash, User } from './user.ts'

/** Columns that other rooms change through `updateUser`. */
export type UserChange = Partial<Omit<UserRow, 'id' | 'version' | 'created_at' | 'updated_at' | 'import_id'>>

function visible<O>(query: SelectQueryBuilder<Tables, 'users', O>) {
  return query.where(isVisible)
}

const byId = prepareQuery((reader, is: { id: string }) =>
  visible(reader.selectFrom('users').select(personColumns)).where('id', '=', is.id),
)

/** Returns the person with this id. */
export async function findById(reader: Reader, id: string): Promise<User | null> {
  const [row] = await byId(reader, { id })
  return row ? toUser(row) : null
}

/** Returns the person with this username key, and their password hash. */
export async function findCredentials(db: Database, usernameKey: string): Promise<Credentials | null> {
  const row = await visible(db.read.selectFrom('users').selectAll())
    .where('username_key', '=', usernameKey)
    .executeTakeFirst()
  return row ? { user: toUser(row), passwordHash: row.password_hash } : null
}

/**
 * Returns the person whose current address has this key, and their password hash. Reserved addresses do not
 * count.
 */
export async function findCredentialsByEmailKey(db: Database, emailKey: string): Promise<Credentials | null> {
  const row = await visible(db.read.selectFrom('users').selectAll('users'))
    .innerJoin('email_addresses', 'email_addresses.user_id', 'users.id')
    .selectAll('users')
    .where('email_addresses.email_key', '=', emailKey)
    .where('email_addresses.reserved_until', 'is', null)
    .executeTakeFirst()
  return row ? { user: toUser(row), passwordHash: row.password_hash } : null
}

/** Returns the password hash of the person. */
export async function findPasswordHash(reader: Reader, id: string): Promise<string | null> {
  const row = await reader.selectFrom('users').select('password_hash').where('id', '=', id).executeTakeFirst()
  return row?.password_hash ?? null
}

/** Returns the person who holds the address with this key, as their current one or by reservation. */
export async function findByHeldEmailKey(
  reader: Reader,
  emailKey: string,
  now: number,
): Promise<HeldAddress | null> {
  const row = await visible(reader.selectFrom('users').select(personColumns))
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

/**
 * Adds the person and claims the address. Rejects with `UniqueViolation` if the username or address is taken.
 */
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
 * Makes the address the person's current one: a free one, one with an expired reservation, or one reserved
 * for them. `claimedAt` is when the person obtained it with a code; null if it is trusted immediately.
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

/** Reserves the person's current address for them until the instant, while another becomes current. */
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

/** Releases an address of the person. */
export async function releaseAddress(tx: Transaction, userId: string, emailKey: string): Promise<void> {
  await tx
    .deleteFrom('email_addresses')
    .where('email_key', '=', emailKey)
    .where('user_id', '=', userId)
    .execute()
}

/** Returns who holds the address now: its current owner, or the person for whom it is reserved. */
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

/** What must still be as it was read. */
export interface Unchanged {
  /** Version of the person. */
  version: number
  /** Highest version of the declarations of attributes; if it is absent, they do not matter. */
  declarations?: number | undefined
}

/**
 * Changes the person's row and increments its version; with `ifUnchanged`, only if that still holds. Returns whether a row was
 * changed.
 */
export async function updateUser(
  tx: Transaction,
  id: string,
  change: UserChange,
  now: number,
  ifUnchanged?: Unchanged | undefined,
): Promise<boolean> {
  const count = await runChange(
    tx,
    ifUnchanged === undefined
      ? changes(columnsOf(change), { row_id: id, at: now })
      : changeIfUnchanged(id, change, now, ifUnchanged),
  )
  return count === 1
}

/** Returns the same change, ready to run with what records it. */
export function changeIfUnchanged(
  id: string,
  change: UserChange,
  now: number,
  { version, declarations }: Unchanged,
): ReadyChange {
  const is = { row_id: id, at: now, if_version: version }
  if (declarations === undefined) return changesOfVersion(columnsOf(change), is)
  return changesUnderDeclarations(columnsOf(change), { ...is, if_declarations: declarations })
}

const columnsOf = (change: UserChange): Columns => ({ ...change, ...nameKeysOf(change) })

type Updating = Pick<Transaction, 'updateTable'>

function updateOf(on: Updating, columns: Columns, is: { row_id: string; at: number }) {
  return on
    .updateTable('users')
    .set(columns as UserChange)
    .set((set) => ({ version: set('version', '+', 1), updated_at: is.at }))
    .where('id', '=', is.row_id)
}
const changes = prepareColumns(updateOf)
const changesOfVersion = prepareColumns(
  (on: Updating, columns, is: { row_id: string; at: number; if_version: number }) =>
    updateOf(on, columns, is).where('version', '=', is.if_version),
)
const changesUnderDeclarations = prepareColumns(
  (on: Updating, columns, is: { row_id: string; at: number; if_version: number; if_declarations: number }) =>
    updateOf(on, columns, is)
      .where('version', '=', is.if_version)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('attribute_declarations')
              .select('attribute_declarations.version')
              .where('attribute_declarations.version', '>', is.if_declarations),
          ),
        ),
      ),
)

/** Returns people with an id after the given one, in order of id. */
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
 * No one is removed while an address is reserved for them: until then, its owner can undo the change of
 * address and cancel the removal, which may have been requested by an intruder.
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

/** Returns people whose removal is due, at most `limit`. */
export async function listDueUsers(reader: Reader, now: number, limit: number): Promise<User[]> {
  const rows = await visible(reader.selectFrom('users').select(personColumns))
    .where('delete_at', '<=', now)
    .where('frozen_at', 'is', null)
    .where(hasNoReservation(now))
    .orderBy('delete_at')
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

/**
 * Returns people who will be removed after the first instant and by the second, and have not been reminded,
 * at most `limit`.
 */
export async function listUsersToRemind(
  reader: Reader,
  after: number,
  by: number,
  limit: number,
): Promise<User[]> {
  const rows = await visible(reader.selectFrom('users').select(personColumns))
    .where('delete_at', '>', after)
    .where('delete_at', '<=', by)
    .where('deletion_reminded_at', 'is', null)
    .orderBy('delete_at')
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

/** Records that the person was reminded of a removal at `deleteAt`. Returns whether this call did. */
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

/** Records that the person has proved to read their current address, unless it is already recorded. */
export async function markEmailVerified(tx: Transaction, id: string, now: number): Promise<void> {
  await tx
    .updateTable('users')
    .set((set) => ({ email_verified_at: now, version: set('version', '+', 1), updated_at: now }))
    .where('id', '=', id)
    .where('email_verified_at', 'is', null)
    .execute()
}

/**
 * Removes the person together with all rows that reference them; with `dueAt`, only if the removal is due by
 * that instant. Returns whether one was removed.
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

/** Records that an objection contests the undo made at the instant. */
export async function freeze(tx: Transaction, id: string, undoneAt: number): Promise<void> {
  await tx.updateTable('users').set({ frozen_at: undoneAt }).where('id', '=', id).execute()
}

/** Ends the freeze caused by an objection. Returns whether this call did. */
export async function unfreeze(tx: Transaction, id: string): Promise<boolean> {
  return changedOne(
    tx.updateTable('users').set({ frozen_at: null }).where('id', '=', id).where('frozen_at', 'is not', null),
  )
}

/** Makes the person's current address trusted immediately. */
export async function trustAddress(tx: Transaction, userId: string): Promise<void> {
  await tx
    .updateTable('email_addresses')
    .set({ claimed_at: null })
    .where('user_id', '=', userId)
    .where('reserved_until', 'is', null)
    .execute()
}

/** Replaces the verified hash by a better one of the same password. */
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

/** Whether the hash does not begin with `prefix`. It is a literal in the statement, so that engines use partial indexes. */
const isOther = (prefix: string) =>
  sql<boolean>`substr(password_hash, 1, ${sql.lit(prefix.length)}) <> ${sql.lit(prefix)} and password_hash <> ''`

const toStoredHash = (row: Pick<UserRow, 'id' | 'password_hash' | 'updated_at'>): StoredHash => ({
  id: row.id,
  passwordHash: row.password_hash,
  updatedAt: row.updated_at,
})

/**
 * Returns password hashes that do not begin with `prefix`, of people with an id after the given one, in order
 * of id; including people who are not visible yet.
 */
export async function listOtherHashes(
  reader: Reader,
  prefix: string,
  afterId: string,
  limit: number,
): Promise<StoredHash[]> {
  const rows = await reader
    .selectFrom('users')
    .select(['id', 'password_hash', 'updated_at'])
    .where(isOther(prefix))
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toStoredHash)
}

/** Returns the same of people whose row was changed after the given one, in order of change. */
export async function listChangedHashes(
  reader: Reader,
  prefix: string,
  after: Pick<StoredHash, 'id' | 'updatedAt'>,
  limit: number,
): Promise<StoredHash[]> {
  const rows = await reader
    .selectFrom('users')
    .select(['id', 'password_hash', 'updated_at'])
    .where(isOther(prefix))
    .where((where) => where(where.refTuple('updated_at', 'id'), '>', where.tuple(after.updatedAt, after.id)))
    .orderBy('updated_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toStoredHash)
}

/** Releases addresses whose reservation expired by the instant, oldest first. Returns how many. */
export async function releaseReservations(tx: Transaction, until: number): Promise<number> {
  return deleteOldest(tx, { table: 'email_addresses', by: 'reserved_until', until })
}
