import { LRUCache } from 'lru-cache'
import type { AuditService } from '../audit/audit.service.ts'
import { DAY } from '../basics/durations.ts'
import { lazy } from '../basics/lazy.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import * as store from './application.store.ts'
import type { ServerCaller } from './application.ts'

/** Maximum number of keys whose last day of use is remembered. */
const KEYS_REMEMBERED = 10_000

/** Recognizes servers by their keys, and records that a key is used. */
export function createServerCallers(
  { db, clock, audit }: { db: Database; clock: Clock; audit: AuditService },
  keyOf: (apiKey: string) => Promise<store.FoundKey | null>,
) {
  /** The last day on which this process knows that a key's use is stored. */
  const stored = lazy(() => new LRUCache<string, number>({ max: KEYS_REMEMBERED }))

  /** The first use on a day leaves an event, on whichever node it is. */
  const recordUse = async ({ application, keyId, lastUsedAt }: store.FoundKey, address: string) => {
    const day = Math.floor(clock.now() / DAY) * DAY
    if (Math.max(stored().get(keyId) ?? 0, lastUsedAt ?? 0) >= day) return
    await db.write(async (tx) => {
      if (!(await store.markKeyUsed(tx, keyId, day))) return
      const actor = { kind: 'application', applicationId: application.id, keyId, address } as const
      await audit.record(tx, 'application.key_used', actor)
    })
    stored().set(keyId, day)
  }

  return {
    /**
     * Returns the application and key of a caller with an active key, of any kind. The use of a server's key is on record
     * when it returns.
     */
    async callerByKey(apiKey: string, address: string): Promise<ServerCaller | null> {
      const key = await keyOf(apiKey)
      if (!key) return null
      if (key.application.kind === 'server') await recordUse(key, address)
      return { application: key.application, keyId: key.keyId }
    },
  }
}
