import { randomBytes, randomFillSync, randomInt, randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'

export const systemClock: Clock = { now: () => Date.now() }

/** Random bytes that are fetched at once: asking the system for each id costs more than the rest of it. */
const POOL = 4096
/** What one id uses of them. */
const ID = 16

/** Returns a function that creates ids (RFC 9562, version 7), each greater than the one before it in this process. */
function createOrderedIds(): () => string {
  const pool = Buffer.allocUnsafe(POOL)
  let used = POOL
  let last = { msecs: Number.NEGATIVE_INFINITY, seq: 0 }
  return () => {
    if (used === POOL) {
      randomFillSync(pool)
      used = 0
    }
    const random = pool.subarray(used, used + ID)
    used += ID
    const now = Date.now()
    // The counter has 32 bits and starts below the half (RFC 9562, 6.2, method 1), so it does not overflow within a millisecond.
    if (now > last.msecs) last = { msecs: now, seq: random.readUInt32BE() >>> 1 }
    else last.seq++
    return v7({ random, ...last })
  }
}

export const systemRandom: Random = {
  id: () => randomUUID(),
  orderedId: createOrderedIds(),
  secret: (bytes = 32) => randomBytes(bytes).toString('base64url'),
  digits: (length) => String(randomInt(10 ** length)).padStart(length, '0'),
  between: (min, max) => randomInt(min, max + 1),
  code: (alphabet, length) =>
    Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(''),
}
