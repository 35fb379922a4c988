import { secretHash } from '../hash.ts'
import { DAY } from '../ports/durations.ts'
import type { KnownDeviceRow } from '../ports/tables.ts'
import { deviceOf } from './device.ts'

/** A device on which nobody signed in for so long is forgotten, and new when it comes back; in milliseconds. */
export const DEVICE_KEPT = 90 * DAY
/** How exact the last sign-in on a device is kept, in milliseconds: most sign-ins write nothing. */
const SEEN_EXACT = DAY

/** A device as its person sees it. Instants are in milliseconds. */
export interface KnownDevice {
  /** `""` where it is not known, as `os`. */
  browser: string
  os: string
  firstSeenAt: number
  lastSeenAt: number
}

/** Where a sign-in came from. */
export interface Place {
  userId: string
  applicationId: string
  userAgent: string
}

/** What is done about the device of a sign-in. */
export interface Sighting {
  /** The row as it is to be. */
  row: KnownDeviceRow
  /** When it was seen before; null: it is not known yet. */
  seenAt: number | null
  /** Whether the row is written: most sign-ins are on a device that was seen less than a day ago. */
  isWritten: boolean
  /** Whether the person is told, where the row is written. */
  isNew: boolean
  /** Devices of sessions from before devices were noted, which are known too. */
  earlier: KnownDeviceRow[]
}

/**
 * A device is browser and operating system, whichever application uses them and whatever their versions are. A client that
 * tells neither is as good as a device for its application.
 */
export function knownDeviceOf(place: Place, now: number): KnownDeviceRow {
  const { browser, os } = deviceOf(place.userAgent)
  const client = browser === '' && os === '' ? place.applicationId : ''
  return {
    id: secretHash(JSON.stringify([place.userId, browser, os, client])),
    user_id: place.userId,
    browser,
    os,
    first_seen_at: now,
    last_seen_at: now,
  }
}

/**
 * Judges the device of a sign-in by what is known: its own row, whether the person has any, and, where they have none,
 * their sessions. The first device of all is not new: there is nobody yet whom it could surprise.
 */
export function judgeDevice(
  row: KnownDeviceRow,
  known: { row: KnownDeviceRow | null; hasOthers: boolean; earlier: readonly KnownDeviceRow[] },
): Sighting {
  const now = row.last_seen_at
  if (known.row) {
    const { first_seen_at, last_seen_at } = known.row
    // A clock that ran ahead leaves an instant to come: it is put right.
    const isExact = Math.abs(now - last_seen_at) < SEEN_EXACT
    const isForgotten = now - last_seen_at > DEVICE_KEPT
    const seen = { ...row, first_seen_at: isForgotten ? now : first_seen_at }
    return { row: seen, seenAt: last_seen_at, isWritten: !isExact, isNew: isForgotten, earlier: [] }
  }
  const earlier = new Map(known.earlier.map((one) => [one.id, one]))
  const isNew = known.hasOthers || (earlier.size > 0 && !earlier.has(row.id))
  earlier.delete(row.id)
  return { row, seenAt: null, isWritten: true, isNew, earlier: [...earlier.values()] }
}
