import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../ports/clock.ts'
import { HOUR, MINUTE } from '../ports/durations.ts'
import { within } from '../ports/foreign-events.ts'
import type { UserService } from '../user/user.service.ts'
import type { Credentials } from '../user/user.ts'
import { OWN_HASH_PREFIX, OWN_HASH_SAMPLE, textsOf } from './password.ts'
import { type KnownHash, readHash } from './password-schemes.ts'

/** Hashes read at a time, and milliseconds between two reads. */
const PAGE = 500
const BREATH = 5
/** Milliseconds after which new hashes are looked for, and after which all are looked through again. */
const LOOK_AFTER = MINUTE
const SWEEP_AFTER = 6 * HOUR
/** Milliseconds by which the clocks of those who add people may differ, and that a transaction of theirs may take. */
const LATE = 10 * MINUTE
/** Milliseconds that the first sign-ins of a process wait for what is stored, at most. */
const FIRST_LOOK = 1000
/** Costs that are kept apart: far more than any installation has had. */
const KINDS_MAX = 64
/** People of each cost who are remembered, so that one look tells whether it is still in use. */
const WITNESSES = 20

export type PasswordKinds = ReturnType<typeof createPasswordKinds>

/** A cost that some stored hash has. */
interface Kind {
  hash: KnownHash
  witnesses: Set<string>
}

/** Where the ids of people begin who are added after the instant: UUIDs of version 7 (RFC 9562) begin with the time. */
function idAfter(instant: number): string {
  const hex = Math.max(0, instant).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

const own: Kind = { hash: readHash(OWN_HASH_SAMPLE)!, witnesses: new Set() }

/**
 * Knows what the stored password hashes cost, so that a sign-in that is refused costs the same whatever the name: hashes
 * taken over from another system take many times as long as ours, and a name that nobody has takes none. Every refusal is
 * made up to one comparison of each family of work, at the highest cost stored: not the costliest alone, since how two
 * families compare depends on the machine and on what else it does. When the last hash of another system is renewed, our
 * own is all that is left.
 */
export function createPasswordKinds({ users, clock }: { users: UserService; clock: Clock }) {
  let kinds = new Map<string, Kind>()
  /** The id after which hashes are new. */
  let tail = ''
  let lookedAt = Number.NEGATIVE_INFINITY
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
  const readFrom = async (after: string, into: Map<string, Kind>): Promise<string> => {
    let last = after
    for (;;) {
      const page = await users.otherHashes(OWN_HASH_PREFIX, last, PAGE)
      for (const { id, passwordHash } of page) note(into, id, passwordHash)
      last = page.at(-1)?.id ?? last
      if (page.length < PAGE) return last
      await sleep(BREATH, undefined, { ref: false })
    }
  }
  const moveTail = async (after: string, into: Map<string, Kind>, now: number): Promise<void> => {
    const last = await readFrom(after, into)
    const open = idAfter(now - LATE)
    tail = last < open ? last : open
  }
  const sweep = async (): Promise<void> => {
    // At first what is found counts at once.
    const found = isKnown ? new Map<string, Kind>() : kinds
    const now = clock.now()
    await moveTail('', found, now)
    kinds = found
    isKnown = true
    sweptAt = now
  }
  /** Whether one of the people remembered still has a hash of this cost. */
  const isInUse = async (key: string, { witnesses }: Kind): Promise<boolean> => {
    for (const id of witnesses) {
      const cost = readHash((await users.passwordHash(id)) ?? '')?.cost
      if (cost && `${cost.family} ${cost.units}` === key) return true
      witnesses.delete(id)
    }
    return false
  }
  const look = async (): Promise<void> => {
    const now = clock.now()
    if (now - sweptAt >= SWEEP_AFTER || now < sweptAt) return sweep()
    await moveTail(tail, kinds, now)
    for (const [key, kind] of kinds) if (!(await isInUse(key, kind))) return sweep()
  }
  /** Looks once at a time. A database that is unavailable leaves what was known: a sign-in cannot do without it either. */
  const refresh = (): Promise<void> => {
    running ??= look()
      .catch(() => {})
      .finally(() => {
        lookedAt = clock.now()
        running = null
      })
    return running
  }
  /** What a refusal costs in all: of each family the most that is stored. */
  const highest = (): Map<string, KnownHash> => {
    const most = new Map<string, KnownHash>()
    for (const { hash } of [own, ...kinds.values()]) {
      const known = most.get(hash.cost.family)
      if (!known || known.cost.units < hash.cost.units) most.set(hash.cost.family, hash)
    }
    return most
  }

  return {
    /** Looks what is stored now, all of it; for tests, and where the wait does not matter. */
    async refresh(): Promise<void> {
      sweptAt = Number.NEGATIVE_INFINITY
      await running
      await refresh()
    },

    /** Resolves when nothing is being looked for; for tests. */
    looked: (): Promise<void> => running ?? Promise.resolve(),

    /** Has what is stored be known: the first sign-ins of a process wait for it, up to a second, later ones do not. */
    async ready(): Promise<void> {
      if (isKnown && clock.now() - lookedAt < LOOK_AFTER) return
      const looking = refresh()
      if (isKnown) return
      waitsUntil ??= performance.now() + FIRST_LOOK
      const left = waitsUntil - performance.now()
      if (left > 0) await within(left, looking, () => new Error('there are many')).catch(() => {})
    },

    /**
     * Does what is missing after the password was compared with the person's hash, or with none, so that every refusal is
     * the same work. To be called in the hashing turn of the comparison.
     */
    async makeUp(password: string, found: Credentials | null): Promise<void> {
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
