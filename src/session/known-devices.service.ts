import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import * as store from './known-devices.store.ts'
import {
  DEVICE_KEPT,
  type DeviceSighting,
  judgeDevice,
  type KnownDevice,
  knownDeviceOf,
  type Place,
} from './known-devices.ts'
import { listSessions } from './own-sessions.store.ts'

/** Maximum number of sessions read for a person without recorded devices. */
const SESSIONS_READ = 100

export type KnownDevices = ReturnType<typeof createKnownDevices>

/** The devices on which people sign in. */
export function createKnownDevices({ db, clock }: { db: Database; clock: Clock }) {
  return {
    /**
     * Checks whether the device of a sign-in is known: one row by its key, and only if it is unknown, one or
     * two further reads.
     */
    async check(place: Place): Promise<DeviceSighting> {
      const row = knownDeviceOf(place, clock.now())
      const known = await store.findDevice(db.read, row.id)
      if (known) return judgeDevice(row, { row: known, hasOthers: true, earlier: [] })
      const { userId } = place
      const hasOthers = (await store.listDevices(db.read, userId, 1)).length > 0
      const sessions = hasOthers ? [] : await listSessions(db.read, userId, null, SESSIONS_READ)
      const earlier = sessions.map(({ application, userAgent, createdAt, lastSeenAt }) => ({
        ...knownDeviceOf({ userId, applicationId: application.id, userAgent }, lastSeenAt),
        first_seen_at: createdAt,
      }))
      return judgeDevice(row, { row: null, hasOthers, earlier })
    },

    /**
     * Records the device in the transaction of its sign-in. Returns whether to notify the person: of parallel
     * sign-ins on a new device, one returns true.
     */
    async record(
      tx: Transaction,
      { row, seenAt, isWritten, isNew, earlier }: DeviceSighting,
    ): Promise<boolean> {
      if (!isWritten) return false
      if (earlier.length > 0) await store.addDevices(tx, earlier)
      const isFirst =
        seenAt === null ? (await store.addDevices(tx, [row])) === 1 : await store.touchDevice(tx, row, seenAt)
      // Only now, when there is a later one: a person who returns after a year is notified of a new device.
      await store.deleteDevicesBefore(tx, row.user_id, row.last_seen_at - DEVICE_KEPT)
      return isFirst && isNew
    },

    /** Returns all stored devices of the person, most recently seen first. */
    async listStored(userId: string): Promise<KnownDevice[]> {
      const rows = await store.listDevices(db.read, userId, Number.MAX_SAFE_INTEGER)
      return rows.map(({ browser, os, first_seen_at, last_seen_at }) => ({
        browser,
        os,
        firstSeenAt: first_seen_at,
        lastSeenAt: last_seen_at,
      }))
    },
  }
}
