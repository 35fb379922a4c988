import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import * as store from './known-devices.store.ts'
import {
  DEVICE_KEPT,
  judgeDevice,
  type KnownDevice,
  knownDeviceOf,
  type Place,
  type Sighting,
} from './known-devices.ts'
import { listSessions } from './own-sessions.store.ts'

/** Sessions that are read of a person of whom no device was noted. */
const SESSIONS_READ = 100

export type KnownDevices = ReturnType<typeof createKnownDevices>

/** The devices that people sign in on. */
export function createKnownDevices({ db, clock }: { db: Database; clock: Clock }) {
  return {
    /** Looks whether the device of a sign-in is known: one row by its key, and only if it is not, one or two reads more. */
    async look(place: Place): Promise<Sighting> {
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
     * Notes the device inside the transaction of its sign-in. Returns whether the person is to be told: of parallel
     * sign-ins on a new device one answers yes.
     */
    async note(tx: Transaction, { row, seenAt, isWritten, isNew, earlier }: Sighting): Promise<boolean> {
      if (!isWritten) return false
      if (earlier.length > 0) await store.addDevices(tx, earlier)
      const isFirst =
        seenAt === null ? (await store.addDevices(tx, [row])) === 1 : await store.touchDevice(tx, row, seenAt)
      // Only now, when there is a later one: whoever comes back after a year is told of a device that is new.
      await store.deleteDevicesBefore(tx, row.user_id, row.last_seen_at - DEVICE_KEPT)
      return isFirst && isNew
    },

    /** Every device of the person that is stored, the last seen first. */
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
