import { createHmac } from 'node:crypto'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import { networkOf } from '../basics/client-network.ts'
import { DAY, HOUR } from '../basics/durations.ts'
import { inBackground } from '../basics/foreign-events.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Reader, Transaction } from '../ports/database.ts'
import type { Limit, Limiter, Use } from '../ports/limiter.ts'
import type { Random } from '../ports/random.ts'
import { addMark, knownBrowser, MARK_BYTES } from './browser-marks.ts'
import * as store from './known-places.store.ts'
import type { NotifyOwner } from './session.ts'

/**
 * Limits of failed sign-ins: from one network, for one name from one network, and for one name from anywhere;
 * in a known browser, the last one is replaced by a limit for one name in that browser. From a known network,
 * only the first two apply.
 */
export const failuresByAddress: Limit = { name: 'login-address', points: 100, seconds: 900 }
export const failuresByNameAndAddress: Limit = { name: 'login-name-address', points: 10, seconds: 900 }
const failuresByName: Limit = { name: 'login-name', points: 100, seconds: 3600 }
const failuresByBrowser: Limit = { name: 'login-browser', points: 30, seconds: 3600 }

/** How long a network is remembered after a sign-in, in milliseconds, and how many per person. */
const PLACE_KNOWN = 30 * DAY
const PLACES_MAX = 20

export type SignInLimits = ReturnType<typeof createSignInLimits>

/** An attempt to sign in, before anything is checked. */
export interface SignInAttempt {
  /** Owner of the name or address; null if it is unknown. */
  userId: string | null
  /** The folded input, by which attempts for unknown names are counted. */
  typed: string
  /** IP address of the caller. */
  address: string
  /** The marks of the caller's browser; absent or `''` if it has none. */
  browser?: string | undefined
}

interface Dependencies {
  db: Database
  clock: Clock
  random: Random
  limiter: Limiter
  audit: AuditService
  notifyOwner: NotifyOwner
}

/**
 * Limits how often a password may be guessed. Where its owner is known, guesses of others do not lock them
 * out (SECURITY.md: Guessed passwords). Whether a person exists changes neither the amount of work nor its
 * order.
 */
export function createSignInLimits({ db, clock, random, limiter, audit, notifyOwner }: Dependencies) {
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
      if (!(await store.recordLock(tx, userId, now, now - failuresByName.seconds * 1000))) return
      const actor: Actor = { kind: 'system', applicationId, address }
      await audit.record(tx, 'sign_in.locked', actor, { userId })
      if (await store.recordNotification(tx, userId, now, now - DAY))
        await notifyOwner(tx, userId, 'sign_in_locked', actor)
    })

  return {
    /**
     * Returns the limits that an attempt uses, in the order in which they are checked: the network comes
     * first, since it cannot be chosen as freely as names, and one network must not fill the limiter with
     * names. Call `onRefusal` when the attempt failed or was refused: if the limit of the name is used up,
     * its owner is notified.
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
        // Not awaited, so that the response time does not reveal who exists.
        if (userId !== null && !isNoted) inBackground('sign-in lock', lock(userId, applicationId, address))
      }
      return { uses, onRefusal }
    },

    /** Records, in the transaction of a sign-in, that the person is known at the address. */
    remember,

    /**
     * Records, in the transaction of a recovery, that the person is known at the address, and resets the
     * count of failures.
     */
    async recovered(tx: Transaction, userId: string, address: string): Promise<void> {
      await remember(tx, userId, address)
      await store.nextRound(tx, userId)
    },

    /**
     * Returns the cookie for a browser in which the person has just signed in, based on its previous value.
     */
    async markBrowser(userId: string, held = ''): Promise<string> {
      return addMark(held, { secret: await readSecret(), userId }, clock.now(), random.secret(MARK_BYTES))
    },

    /** Returns when the person last signed in from each known place, in milliseconds. */
    places: (userId: string): Promise<number[]> => store.listPlaces(db.read, userId),

    /** Resets the count of failures of the person, at every node and wherever they are counted. */
    unlock: (userId: string, actor: Actor): Promise<void> =>
      db.write(async (tx) => {
        await store.nextRound(tx, userId)
        await audit.record(tx, 'sign_in.unlocked', actor, { userId })
        await notifyOwner(tx, userId, 'account_unlocked', actor)
      }),

    /** Removes places that are no longer known, some at a time. Returns how many. */
    purge: (): Promise<number> => db.write((tx) => store.purgePlaces(tx, clock.now() - PLACE_KNOWN)),
  }
}
