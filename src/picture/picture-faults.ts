import { LRUCache } from 'lru-cache'
import { HOUR, MINUTE } from '../basics/durations.ts'
import { lazy } from '../basics/lazy.ts'

/** A problem with a file of a picture: its master is damaged or missing, or a variant cannot be stored. */
export interface PictureFault {
  fault: 'damaged' | 'missing' | 'not_kept'
  /** Object key. */
  key: string
  /** The error of the store. */
  reason?: string
}

/**
 * How often a problem is reported again, in milliseconds: per file for masters, once in total for a store
 * that accepts nothing.
 */
const MASTER_PAUSE = HOUR
const STORE_PAUSE = MINUTE
/** Maximum number of problems remembered; beyond it, some are reported again early. */
const REMEMBERED = 10_000

/**
 * Returns a filter that passes each problem only once in a while, so that a frequently requested picture does
 * not flood the log.
 */
export function createFaultFilter(): (fault: PictureFault) => boolean {
  // An LRU cache takes its memory at once, and most installations have no fault to remember.
  const reported = lazy(() => new LRUCache<string, true>({ max: REMEMBERED }))
  return ({ fault, key }) => {
    const about = fault === 'not_kept' ? fault : key
    if (reported().has(about)) return false
    reported().set(about, true, { ttl: fault === 'not_kept' ? STORE_PAUSE : MASTER_PAUSE })
    return true
  }
}
