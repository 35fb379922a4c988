import { setTimeout as sleep } from 'node:timers/promises'
import { HOUR, MINUTE } from '../basics/durations.ts'
import { within } from '../basics/foreign-events.ts'
import type { Clock } from '../ports/clock.ts'
import type { UserService } from '../user/user.service.ts'
import type { Credentials, StoredHash } from '../user/user.ts'
import { type KnownHash, readHash } from './known-hash.ts'
import { OWN_HASH_PREFIX, OWN_HASH_SAMPLE, textsOf } from './password.ts'

/** Number of hashes read at a time, and the pause between two reads in milliseconds. */
const PAGE = 500
const MIN_PAUSE = 5
/** Intervals for finding new hashes, and for scanning all of them again, in milliseconds. */
const SCAN_INTERVAL = MINUTE
const FULL_SCAN_INTERVAL = 6 * HOUR
/**
 * Allowance for clock differences between nodes that add people, and for the duration of their transactions,
 * in milliseconds.
 */
const LATE = 10 * MINUTE
/** How long the first sign-ins of a process wait for the scan, in milliseconds. */
const FIRST_SCAN_WAIT = 1000
/** Maximum number of distinct costs: far more than any installation has had. */
const KINDS_MAX = 64
/** Number of people remembered per cost, so that one query shows whether it is still in use. */
const WITNESSES = 20

export type PasswordKinds = ReturnType<typeof createPasswordKinds>

/** A cost that occurs in stored hashes. */
interface Kind {
  hash: KnownHash
  witnesses: Set<string>
}

const own: Kind = { hash: readHash(OWN_HASH_SAMPLE)!, witnesses: new Set() }

/**
 * Knows the costs of the stored password hashes, so that a refused sign-in costs the same whatever the name:
 * hashes imported from another system take many times as long as ours, and an unknown name would take no
 * time. Every refusal is padded to one comparison of each family of work, at the highest stored cost: not
 * just the most expensive one, since how two families compare depends on the machine and its load. When the
 * last hash of another system has been renewed, only our own remains.
 */
export function createPasswordKinds({ users, clock }: { users: UserService; clock: Clock }) {
  let kinds = new Map<string, Kind>()
  /** Hashes of people who were changed later may be new. */
  let changesSince = 0
  let scannedAt = Number.NEGATIVE_INFINITY
  let sweptAt = Number.NEGATIVE_INFINITY
  let isKnown = false
  let waitsUntil: number | null = null
  let running: Promise<void> | null = null

  const note = (into: Map<string, Kind>, id: string, passwordHash: string): void => {
    const hash = readHash(passwordHash)
    if (!hash || passwordHash.startsWith(OWN_HASH_PREFIX)) return
    const key = `${hash.cost.family} ${hash.cost.units}`
    const kind = into.get(key) ?? { hash, witnesses: new Set() }
    if (kind.witnesses.size < WITNESSES) kind.witnesses.add(id)
    if (into.has(key) || into.size < KINDS_MAX) into.set(key, kind)
  }
  const readAll = async (
    into: Map<string, Kind>,
    read: (last: StoredHash | undefined) => Promise<StoredHash[]>,
  ): Promise<void> => {
    let last: StoredHash | undefined
    for (;;) {
      const page = await read(last)
      for (const { id, passwordHash } of page) note(into, id, passwordHash)
      last = page.at(-1)
      if (page.length < PAGE) return
      await sleep(MIN_PAUSE, undefined, { ref: false })
    }
  }
  const sweep = async (): Promise<void> => {
    // During the first scan, results count immediately.
    const found = isKnown ? new Map<string, Kind>() : kinds
    const now = clock.now()
    await readAll(found, (last) => users.otherHashes(OWN_HASH_PREFIX, last?.id ?? '', PAGE))
    changesSince = now - LATE
    kinds = found
    isKnown = true
    sweptAt = now
  }
  /** Whether one of the remembered people still has a hash of this cost. */
  const isInUse = async (key: string, { witnesses }: Kind): Promise<boolean> => {
    for (const id of witnesses) {
      const cost = readHash((await users.passwordHash(id)) ?? '')?.cost
      if (cost && `${cost.family} ${cost.units}` === key) return true
      witnesses.delete(id)
    }
    return false
  }
  const scan = async (): Promise<void> => {
    const now = clock.now()
    if (now - sweptAt >= FULL_SCAN_INTERVAL || now < sweptAt) return sweep()
    // An import keeps ids and may replace passwords, so ids tell nothing about what is new.
    const start = { updatedAt: changesSince, id: '' }
    await readAll(kinds, (last) => users.changedHashes(OWN_HASH_PREFIX, last ?? start, PAGE))
    changesSince = now - LATE
    for (const [key, kind] of kinds) if (!(await isInUse(key, kind))) return sweep()
  }
  /**
   * Runs one scan at a time. If the database is unavailable, the previous state remains: a sign-in needs the
   * database too.
   */
  const refresh = (): Promise<void> => {
    running ??= scan()
      .catch(() => {})
      .finally(() => {
        scannedAt = clock.now()
        running = null
      })
    return running
  }
  /** Returns the cost of a refusal: the highest stored cost of each family. */
  const highest = (): Map<string, KnownHash> => {
    const most = new Map<string, KnownHash>()
    for (const { hash } of [own, ...kinds.values()]) {
      const known = most.get(hash.cost.family)
      if (!known || known.cost.units < hash.cost.units) most.set(hash.cost.family, hash)
    }
    return most
  }

  return {
    /** Scans all stored hashes now; for tests, and for callers that can wait. */
    async refresh(): Promise<void> {
      sweptAt = Number.NEGATIVE_INFINITY
      await running
      await refresh()
    },

    /** Resolves when no scan is running; for tests. */
    whenIdle: (): Promise<void> => running ?? Promise.resolve(),

    /**
     * Waits until the stored hashes are known: the first sign-ins of a process wait up to a second, later
     * ones do not wait.
     */
    async ready(): Promise<void> {
      if (isKnown && clock.now() - scannedAt < SCAN_INTERVAL) return
      const scanning = refresh()
      if (isKnown) return
      waitsUntil ??= performance.now() + FIRST_SCAN_WAIT
      const left = waitsUntil - performance.now()
      if (left > 0) await within(left, scanning, () => new Error('there are many')).catch(() => {})
    },

    /**
     * Does the missing work after a password was compared with the person's hash, or with none, so that every
     * refusal costs the same. Call it in the hashing turn of the comparison.
     */
    async equalizeWork(password: string, found: Credentials | null): Promise<void> {
      const compared = readHash(found?.passwordHash ?? '')?.cost
      if (found && compared) note(kinds, found.user.id, found.passwordHash)
      for (const text of textsOf(password)) {
        for (const [family, hash] of highest()) {
          const done = family === compared?.family ? compared.units : 0
          await hash.spend(text, hash.cost.units - done)
        }
      }
    },
  }
}
