import { createHmac } from 'node:crypto'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../client-network.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import { DAY, HOUR } from '../ports/durations.ts'
import { inBackground } from '../ports/foreign-events.ts'
import type { Limit, Limiter, Use } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'
import { addMark, knownBrowser, MARK_BYTES } from './browser-marks.ts'
import * as store from './known-places.store.ts'
import type { TellOwner } from './session.ts'

/**
 * Failed sign-ins: from one network, of one name from one network, and of one name from anywhere; in the place of the last
 * of one name in one browser that is known. From a known network the first two count alone.
 */
const failuresByAddress: Limit = { name: 'login-address', points: 100, seconds: 900 }
const failuresByNameAndAddress: Limit = { name: 'login-name-address', points: 10, seconds: 900 }
const failuresByName: Limit = { name: 'login-name', points: 100, seconds: 3600 }
const failuresByBrowser: Limit = { name: 'login-browser', points: 30, seconds: 3600 }

/** How long a network is known after a sign-in, in milliseconds, and how many of a person. */
const PLACE_KNOWN = 30 * DAY
const PLACES_MAX = 20

export type SignInLimits = ReturnType<typeof createSignInLimits>

/** An attempt to sign in, before anything is checked. */
export interface SignInAttempt {
  /** Who the name or address belongs to; null: nobody. */
  userId: string | null
  /** What was typed, folded: nobody's attempts are counted by it. */
  typed: string
  /** IP address of the caller. */
  address: string
  /** The marks of the caller's browser; absent or `''`: it has none. */
  browser?: string | undefined
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  audit: AuditService
  tellOwner: TellOwner
}

/**
 * How often a password may be guessed, and from where its owner is known so well that the guesses of others do not lock
 * them out (SECURITY.md: Guessed passwords). Whether a person exists changes neither the work nor its order.
 */
export function createSignInLimits({ db, clock, random, limiter, audit, tellOwner }: Dependencies) {
  let secret: string | null = null
  const readSecret = async (reader: Reader = db.read): Promise<string> => {
    secret ??= await store.findPlaceSecret(reader)
    return secret
  }
  const placeOf = (key: string, subject: string, network: string): string =>
    createHmac('sha256', Buffer.from(key, 'base64url'))
      .update(`network\n${subject}\n${network}`)
      .digest('base64url')

  const remember = async (tx: Transaction, userId: string, address: string): Promise<void> => {
    const now = clock.now()
    const id = placeOf(await readSecret(tx), userId, networkOf(address))
    await store.rememberPlace(tx, { id, userId }, now, now - HOUR, PLACES_MAX)
  }
  const lock = (userId: string, applicationId: string, address: string) =>
    db.write(async (tx) => {
      const now = clock.now()
      if (!(await store.noteLock(tx, userId, now, now - failuresByName.seconds * 1000))) return
      const actor: Actor = { kind: 'system', applicationId, address }
      await audit.record(tx, 'sign_in.locked', actor, { userId })
      if (await store.noteTold(tx, userId, now, now - DAY))
        await tellOwner(tx, userId, 'sign_in_locked', actor)
    })

  return {
    /**
     * What an attempt uses, in the order in which it is looked at: the network comes first, since it cannot be chosen as
     * freely as names, of which one network must not fill the limiter. `onRefusal` is called when the attempt has failed or
     * was refused: where the limit of the name is used up, its owner is told.
     */
    async of({ userId, typed, address, browser = '' }: SignInAttempt) {
      const network = networkOf(address)
      const subject = userId === null ? `name ${typed}` : userId
      const now = clock.now()
      const key = await readSecret()
      const [{ round, lockedAt }, isKnownNetwork] = await Promise.all([
        store.findState(db, subject),
        store.isKnownPlace(db, placeOf(key, subject, network), now - PLACE_KNOWN),
      ])
      const name = `${subject} ${round}`
      const mark = knownBrowser(browser, { secret: key, userId: subject }, now)
      const ownBrowser = mark !== null && (await limiter.peek(failuresByBrowser, mark)) === 0 ? mark : null
      const places: Use[] = isKnownNetwork ? [] : [[failuresByName, name]]
      const uses: Use[] = [
        [failuresByAddress, network],
        [failuresByNameAndAddress, `${name} ${network}`],
        ...(ownBrowser === null ? places : [[failuresByBrowser, ownBrowser] as const]),
      ]
      const onRefusal = async (applicationId: string): Promise<void> => {
        if ((await limiter.peek(failuresByName, name)) === 0) return
        const isNoted = lockedAt !== null && lockedAt > now - failuresByName.seconds * 1000
        // Nobody waits for it, so that the time of the answer does not tell who exists.
        if (userId !== null && !isNoted) inBackground('sign-in lock', lock(userId, applicationId, address))
      }
      return { uses, onRefusal }
    },

    /** Notes, in the transaction of a sign-in, that the person is known at the address. */
    remember,

    /** Notes, in the transaction of a recovery, that the person is known at the address, and lets failures count anew. */
    async recovered(tx: Transaction, userId: string, address: string): Promise<void> {
      await remember(tx, userId, address)
      await store.nextRound(tx, userId)
    },

    /** The value of the cookie for a browser in which the person has just signed in, made of the one that it had. */
    async markBrowser(userId: string, held = ''): Promise<string> {
      return addMark(held, { secret: await readSecret(), userId }, clock.now(), random.secret(MARK_BYTES))
    },

    /** When the person signed in last from each place that is known, in milliseconds. */
    places: (userId: string): Promise<number[]> => store.listPlaces(db.read, userId),

    /** Lets sign-ins of the person count anew, at every node and wherever they are counted. */
    unlock: (userId: string, actor: Actor): Promise<void> =>
      db.write(async (tx) => {
        await store.nextRound(tx, userId)
        await audit.record(tx, 'sign_in.unlocked', actor, { userId })
        await tellOwner(tx, userId, 'account_unlocked', actor)
      }),

    /** Forgets places that are known no more, some at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.purgePlaces(tx, clock.now() - PLACE_KNOWN)),
  }
}
