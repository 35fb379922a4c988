import { LRUCache } from 'lru-cache'
import { HOUR, MINUTE } from '../ports/durations.ts'

/** What is wrong with a file of a picture: its master is damaged or gone, or a derived form cannot be kept. */
export interface PictureFault {
  fault: 'damaged' | 'missing' | 'not_kept'
  /** Object key. */
  key: string
  /** What the store says. */
  reason?: string
}

/** How often a fault is told again, in milliseconds: of a master each one, of a store that takes nothing just one. */
const MASTER_PAUSE = HOUR
const STORE_PAUSE = MINUTE
/** Faults that are remembered; of more, some are told again early. */
const REMEMBERED = 10_000

/** Lets each fault through once in a while, so that a picture that many ask for does not fill the log. */
export function createFaultFilter(): (fault: PictureFault) => boolean {
  const told = new LRUCache<string, true>({ max: REMEMBERED })
  return ({ fault, key }) => {
    const about = fault === 'not_kept' ? fault : key
    if (told.has(about)) return false
    told.set(about, true, { ttl: fault === 'not_kept' ? STORE_PAUSE : MASTER_PAUSE })
    return true
  }
}
