import { Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, type Reader, type Transaction, UniqueViolation } from '../ports/database.ts'
import * as store from './idempotency.store.ts'
import { RESPONSE_TIME, type RepeatableRequest, type StoredResponse } from './idempotency.ts'

export type Idempotency = ReturnType<typeof createIdempotency>

/** A change, and the person that its response is about; null: nobody who is left. */
export interface Made {
  response: StoredResponse
  userId: string | null
}

/**
 * Makes changes that may be repeated once each: the response is stored in the transaction of the change, so that either both
 * are there or neither. A refusal is not stored, and the change may be tried again with the same key.
 */
export function createIdempotency({ db, clock }: { db: Database; clock: Clock }) {
  /** Changes that this process is making. */
  const running = new Set<string>()

  /** @throws {Refusal} `idempotency_key_reused` */
  const find = async (reader: Reader, { id, hash }: RepeatableRequest): Promise<StoredResponse | null> => {
    const row = await store.findChange(reader, id, clock.now() - RESPONSE_TIME)
    if (!row) return null
    if (row.request_hash !== hash) throw new Refusal('idempotency_key_reused')
    return JSON.parse(row.response) as StoredResponse
  }

  const makeAndStore = (request: RepeatableRequest, work: (tx: Transaction) => Promise<Made>) =>
    db.write(async (tx) => {
      const earlier = await find(tx, request)
      if (earlier) return earlier
      const { response, userId } = await work(tx)
      await store.insertChange(tx, {
        id: request.id,
        request_hash: request.hash,
        user_id: userId,
        response: JSON.stringify(response),
        created_at: clock.now(),
      })
      return response
    })

  return {
    /**
     * Makes the change, unless it was made with this key before; then returns the response of that time. Without a
     * request, the change is simply made. `prepare` runs before the transaction.
     * @throws {Refusal} `idempotency_key_reused`, `idempotency_key_in_use` while this process makes the change
     */
    async make<P>(
      request: RepeatableRequest | null,
      prepare: () => Promise<P>,
      work: (tx: Transaction, prepared: P) => Promise<Made>,
    ): Promise<StoredResponse> {
      if (request === null) {
        const prepared = await prepare()
        return (await db.write((tx) => work(tx, prepared))).response
      }
      if (running.has(request.id)) throw new Refusal('idempotency_key_in_use')
      running.add(request.id)
      try {
        const earlier = await find(db.read, request)
        if (earlier) return earlier
        const prepared = await prepare()
        const run = () => makeAndStore(request, (tx) => work(tx, prepared))
        return await run().catch((error: unknown) => {
          // Another node made the change meanwhile.
          if (error instanceof UniqueViolation && error.target.includes('idempotency')) return run()
          throw error
        })
      } finally {
        running.delete(request.id)
      }
    },

    /** Removes changes whose response is no longer needed, a few at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.deleteChangesUntil(tx, clock.now() - RESPONSE_TIME)),
  }
}
