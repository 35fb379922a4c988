import { DAY } from '../basics/durations.ts'
import { secretHash } from '../basics/hash.ts'
import type { KnownDeviceRow } from '../tables/tables.ts'
import { deviceOf } from './device.ts'

/** A device without sign-ins for this long is forgotten and counts as new afterwards; in milliseconds. */
export const DEVICE_KEPT = 90 * DAY
/** Precision of the last sign-in on a device, in milliseconds: most sign-ins write nothing. */
const SEEN_EXACT = DAY

/** A device, as shown to its person. Instants are in milliseconds. */
export interface KnownDevice {
  /** `""` if it is unknown, like `os`. */
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

/** What to do about the device of a sign-in. */
export interface DeviceSighting {
  /** The new row. */
  row: KnownDeviceRow
  /** When it was last seen; null if it is unknown. */
  seenAt: number | null
  /** Whether to write the row: most sign-ins are on a device seen less than a day ago. */
  isWritten: boolean
  /** Whether to notify the person if the row is written. */
  isNew: boolean
  /** Devices of sessions from before devices were recorded, which are known too. */
  earlier: KnownDeviceRow[]
}

/**
 * Identifies a device by browser and operating system, regardless of application and versions. A client that
 * reports neither counts as one device per application.
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
 * Evaluates the device of a sign-in: by its own row, whether the person has any devices, and, if not, by
 * their sessions. The very first device is not new: there is no one yet to be alarmed.
 */
export function judgeDevice(
  row: KnownDeviceRow,
  known: { row: KnownDeviceRow | null; hasOthers: boolean; earlier: readonly KnownDeviceRow[] },
): DeviceSighting {
  const now = row.last_seen_at
  if (known.row) {
    const { first_seen_at, last_seen_at } = known.row
    // A clock that ran ahead leaves a future instant, which is corrected.
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
