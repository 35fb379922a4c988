import type { Limiter } from '../ports/limiter.ts'
import { type Count, type Counter, type Counters, createLimiter } from './limiter.ts'

/** Keys of one limit that have a counter of their own, at most, and the counters that further ones share. */
const KEYS_MAX = 50_000
const SHARED = 4096

interface Entry {
  used: number
  held: number
  /** `performance.now()`: a change of the machine's clock moves no window. */
  endsAt: number
}

/** Counts in this process alone, in bounded memory. */
export function createMemoryLimiter(scale: number, keysMax = KEYS_MAX): Limiter {
  return createLimiter(scale, createMemoryCounters(keysMax))
}

/**
 * Counters of one process. At most `keysMax` keys of a limit have one of their own; those that come while so many live
 * share a fixed number of counters by their hash. So memory is bounded, and yet no count is ever forgotten before its
 * window ends: a flood of names cannot wipe out what is known of one, as it could if the oldest had to go.
 */
function createMemoryCounters(keysMax: number): Counters {
  /** By limit, then by id. The windows of a limit are of one length: the first entry is the first to end. */
  const limits = new Map<string, Map<string, Entry>>()

  const entriesOf = ({ limit }: Counter): Map<string, Entry> => {
    const entries = limits.get(limit) ?? new Map<string, Entry>()
    limits.set(limit, entries)
    const now = performance.now()
    for (const [id, { endsAt }] of entries) {
      if (endsAt > now) break
      entries.delete(id)
    }
    return entries
  }
  /** Where the key is counted, and what is there. */
  const find = (counter: Counter) => {
    const entries = entriesOf(counter)
    const own = entries.get(counter.id)
    const sharedId = String(Buffer.from(counter.id, 'base64url').readUInt16LE() % SHARED)
    const shared = own ? undefined : entries.get(sharedId)
    // A key that was counted with others stays with them until their window ends.
    const isOwn = own !== undefined || (shared === undefined && entries.size < keysMax)
    return isOwn ? { entries, id: counter.id, entry: own } : { entries, id: sharedId, entry: shared }
  }
  const countOf = ({ used, held, endsAt }: Entry): Count => ({ used, held, left: endsAt - performance.now() })

  return {
    async take(counters, cost, isHeld) {
      for (const [index, counter] of counters.entries()) {
        const { entry = { used: 0, held: 0, endsAt: performance.now() + counter.window } } = find(counter)
        if (entry.used + cost > counter.points) return { index, count: countOf(entry) }
      }
      for (const counter of counters) {
        const {
          entries,
          id,
          entry = { used: 0, held: 0, endsAt: performance.now() + counter.window },
        } = find(counter)
        entry.used += cost
        if (isHeld) entry.held += cost
        entries.set(id, entry)
      }
      return null
    },
    async give(counters, used, held) {
      for (const counter of counters) {
        const { entries, id, entry } = find(counter)
        if (!entry) continue
        entry.used = Math.max(0, entry.used - used)
        entry.held = Math.max(0, entry.held - held)
        if (entry.used === 0) entries.delete(id)
      }
    },
    async get(counter) {
      const { entry } = find(counter)
      return entry ? countOf(entry) : null
    },
  }
}
