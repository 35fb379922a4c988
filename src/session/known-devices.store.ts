import type { Reader, Transaction } from '../ports/database.ts'
import { changedOne, changedRows } from '../tables/changed-rows.ts'
import type { KnownDeviceRow } from '../tables/tables.ts'

/** Returns the device with this id. */
export async function findDevice(reader: Reader, id: string): Promise<KnownDeviceRow | null> {
  const row = await reader.selectFrom('known_devices').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/** Returns the devices of the person, most recently seen first, at most `limit`. */
export async function listDevices(reader: Reader, userId: string, limit: number): Promise<KnownDeviceRow[]> {
  return reader
    .selectFrom('known_devices')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Adds devices that do not exist yet. Returns how many: of parallel calls, one adds a device. */
export async function addDevices(tx: Transaction, rows: readonly KnownDeviceRow[]): Promise<number> {
  return changedRows(
    tx
      .insertInto('known_devices')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing()),
  )
}

/** Records a sign-in on a device that was last seen at the instant. Returns whether this call did. */
export async function touchDevice(tx: Transaction, row: KnownDeviceRow, seenAt: number): Promise<boolean> {
  return changedOne(
    tx
      .updateTable('known_devices')
      .set({ first_seen_at: row.first_seen_at, last_seen_at: row.last_seen_at })
      .where('id', '=', row.id)
      .where('last_seen_at', '=', seenAt),
  )
}

/** Removes the person's devices that were last seen before the instant. */
export async function deleteDevicesBefore(tx: Transaction, userId: string, before: number): Promise<void> {
  await tx
    .deleteFrom('known_devices')
    .where('user_id', '=', userId)
    .where('last_seen_at', '<', before)
    .execute()
}
