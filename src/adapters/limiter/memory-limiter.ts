import type { Limiter } from '../../ports/limiter.ts'
import { type Count, type Counter, type Counters, createLimiter } from './limiter.ts'

/**
 * Maximum number of keys per limit with a counter of their own, and the number of counters shared by the
 * others.
 */
const KEYS_MAX = 50_000
const SHARED = 4096

interface Entry {
  used: number
  held: number
  /** `performance.now()`, so that clock changes do not affect windows. */
  endsAt: number
}

/** Creates a limiter that counts in this process only, in bounded memory. */
export function createMemoryLimiter(scale: number, keysMax = KEYS_MAX): Limiter {
  return createLimiter(scale, createMemoryCounters(keysMax))
}

/**
 * Counters of one process. At most `keysMax` keys of a limit have their own counter; while that many are
 * active, further keys share a fixed number of counters by hash. So memory is bounded, and yet no count is
 * lost before its window ends: a flood of names cannot evict the count of another, as it could if the oldest
 * were dropped.
 */
function createMemoryCounters(keysMax: number): Counters {
  /**
   * By limit, then by id. All windows of a limit have the same length, so the first entry is the first to
   * end.
   */
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
  /** Finds where the key is counted, and its entry. */
  const find = (counter: Counter) => {
    const entries = entriesOf(counter)
    const own = entries.get(counter.id)
    if (own !== undefined) return { entries, id: counter.id, entry: own }
    const sharedId = String(Buffer.from(counter.id, 'base64url').readUInt16LE() % SHARED)
    const shared = entries.get(sharedId)
    // A key on a shared counter stays there until the window ends.
    const isOwn = shared === undefined && entries.size < keysMax
    return isOwn ? { entries, id: counter.id, entry: undefined } : { entries, id: sharedId, entry: shared }
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
