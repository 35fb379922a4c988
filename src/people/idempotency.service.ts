import { NONCE_BYTES } from '../basics/sealed-by-token.ts'
import { Refusal } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import { type Database, type Reader, type Transaction, UniqueViolation } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import * as store from './idempotency.store.ts'
import {
  RESPONSE_TIME,
  type RepeatableRequest,
  readStored,
  type StoredResponse,
  storedText,
} from './idempotency.ts'

export type Idempotency = ReturnType<typeof createIdempotency>

/** A change, and the person that its response is about; null: nobody who is left. */
export interface Made {
  response: StoredResponse
  userId: string | null
}

/** A change as it is made and stored. */
export interface Making<P> {
  /** Runs before the transaction, unless the change was made before. */
  prepare: () => Promise<P>
  work: (tx: Transaction, prepared: P) => Promise<Made>
  /** Whether the response contains a secret, which is then stored so that only the sender of the key can read it. */
  isSecret?: boolean
}

/** Another node made the change first; nothing of this transaction remains. */
class MadeBefore extends Error {
  readonly response: StoredResponse
  constructor(response: StoredResponse) {
    super('the change was made before')
    this.response = response
  }
}

/**
 * Makes changes that may be repeated once each: the response is stored in the transaction of the change, so that either both
 * are there or neither. A refusal is not stored, and the change may be tried again with the same key.
 */
export function createIdempotency({ db, clock, random }: { db: Database; clock: Clock; random: Random }) {
  /** Changes that this process is making. */
  const running = new Set<string>()

  /** @throws {Refusal} `idempotency_key_reused` */
  const find = async (reader: Reader, request: RepeatableRequest): Promise<StoredResponse | null> => {
    const row = await store.findChange(reader, request.id, clock.now() - RESPONSE_TIME)
    if (!row) return null
    if (row.request_hash !== request.hash) throw new Refusal('idempotency_key_reused')
    return readStored(request, row.response)
  }

  const insert = (
    tx: Transaction,
    request: RepeatableRequest,
    { response, userId }: Made,
    isSecret: boolean,
  ) =>
    store.insertChange(tx, {
      id: request.id,
      request_hash: request.hash,
      user_id: userId,
      response: storedText(request, response, isSecret ? random.secret(NONCE_BYTES) : null),
      created_at: clock.now(),
    })

  /** Runs a change, of which this process makes one at a time, unless it was made before. */
  const once = async (
    request: RepeatableRequest,
    run: () => Promise<StoredResponse>,
  ): Promise<StoredResponse> => {
    if (running.has(request.id)) throw new Refusal('idempotency_key_in_use')
    running.add(request.id)
    try {
      return (await find(db.read, request)) ?? (await run())
    } finally {
      running.delete(request.id)
    }
  }

  return {
    /**
     * Makes the change, unless it was made with this key before; then returns the response of that time. Without a
     * request, the change is simply made.
     * @throws {Refusal} `idempotency_key_reused`, `idempotency_key_in_use` while this process makes the change
     */
    async make<P>(request: RepeatableRequest | null, making: Making<P>): Promise<StoredResponse> {
      const { prepare, work, isSecret = false } = making
      if (request === null) {
        const prepared = await prepare()
        return (await db.write((tx) => work(tx, prepared))).response
      }
      return once(request, async () => {
        const prepared = await prepare()
        const run = () =>
          db.write(async (tx) => {
            const earlier = await find(tx, request)
            if (earlier) return earlier
            const made = await work(tx, prepared)
            await insert(tx, request, made, isSecret)
            return made.response
          })
        // Another node made the change meanwhile.
        return run().catch((error: unknown) => (isTaken(error) ? run() : Promise.reject(error)))
      })
    },

    /**
     * The same for work that has transactions of its own. It calls `store` at the end of the one that makes the change, and
     * lets its errors pass, which undo that transaction.
     */
    async makeElsewhere(
      request: RepeatableRequest | null,
      work: (store: (tx: Transaction, made: Made) => Promise<void>) => Promise<StoredResponse>,
    ): Promise<StoredResponse> {
      if (request === null) return work(async () => {})
      const storeOnce = async (tx: Transaction, made: Made) => {
        const earlier = await find(tx, request)
        if (earlier) throw new MadeBefore(earlier)
        await insert(tx, request, made, false)
      }
      return once(request, () =>
        work(storeOnce).catch(async (error: unknown) => {
          if (error instanceof MadeBefore) return error.response
          const earlier = isTaken(error) ? await find(db.read, request) : null
          if (earlier) return earlier
          throw error
        }),
      )
    },

    /** Removes changes whose response is no longer needed, a few at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.deleteChangesUntil(tx, clock.now() - RESPONSE_TIME)),
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof UniqueViolation && error.target.includes('idempotency')
