import { networkOf } from '../basics/client-network.ts'
import { DAY, MINUTE } from '../basics/durations.ts'
import type { SecurityEvent, SecurityEventKind } from '../ports/security-events.ts'

/** A group of attempts counted together: one kind, person and network in one minute. */
export interface SecurityCount {
  kind: SecurityEventKind
  /** Null for an unknown name, or several people. */
  userId: string | null
  /** Address of the first attempt; null if it is unknown, or for several networks. */
  address: string | null
  applicationId: string | null
  /** Start of the minute, in milliseconds. */
  minute: number
  /** Instant of the first attempt, in milliseconds. */
  firstAt: number
  count: number
  /** The same on every node. */
  key: string
}

/**
 * Maximum number of rows per process and minute, and per day; further events share one row per kind and
 * minute.
 */
const ROWS_A_MINUTE = 100
const ROWS_A_DAY = 5000
/** Maximum number of counts waiting to be written. */
const WAITING_MAX = 1000

/**
 * Counts events until they are written. Both the memory and the number of resulting rows are bounded,
 * whatever the number and origin of the events.
 */
export function createSecurityCounts() {
  let waiting = new Map<string, SecurityCount>()
  let minute = { start: 0, keys: new Set<string>() }
  let day = { start: 0, rows: 0 }

  /** Whether the key has a row, or may start one. */
  const mayHaveRow = (key: string, now: number): boolean => {
    const [thisMinute, thisDay] = [floor(now, MINUTE), floor(now, DAY)]
    if (minute.start !== thisMinute) minute = { start: thisMinute, keys: new Set() }
    if (day.start !== thisDay) day = { start: thisDay, rows: 0 }
    if (minute.keys.has(key)) return true
    if (minute.keys.size >= ROWS_A_MINUTE || day.rows >= ROWS_A_DAY) return false
    minute.keys.add(key)
    day.rows += 1
    return true
  }

  /** Returns whether there was room. */
  const merge = (count: SecurityCount): boolean => {
    const known = waiting.get(count.key)
    if (known) known.count += count.count
    else if (waiting.size >= WAITING_MAX) return false
    else waiting.set(count.key, count)
    return true
  }

  return {
    /** Counts an event at this instant. Returns whether there was room for it. */
    add(event: SecurityEvent, now: number): boolean {
      const own = countOf(event, now)
      return merge(mayHaveRow(own.key, now) ? own : shared(own))
    },
    /** Returns all waiting counts and clears them. */
    take(): SecurityCount[] {
      const taken = [...waiting.values()]
      waiting = new Map()
      return taken
    },
    /** Adds counts again that could not be written. Returns how many events had no room. */
    putBack: (counts: readonly SecurityCount[]): number =>
      counts.reduce((lost, count) => (merge(count) ? lost : lost + count.count), 0),
  }
}

function countOf(event: SecurityEvent, now: number): SecurityCount {
  const minute = floor(now, MINUTE)
  const userId = event.userId ?? null
  const network = event.address === undefined ? '' : networkOf(event.address)
  return {
    kind: event.kind,
    userId,
    address: event.address ?? null,
    applicationId: event.applicationId ?? null,
    minute,
    firstAt: now,
    count: 1,
    key: JSON.stringify([event.kind, minute, userId, network]),
  }
}

/** The shared row for events without a row of their own. */
function shared(count: SecurityCount): SecurityCount {
  const { kind, minute } = count
  const key = JSON.stringify([kind, minute])
  return { ...count, userId: null, address: null, applicationId: null, key }
}

const floor = (now: number, step: number): number => Math.floor(now / step) * step
