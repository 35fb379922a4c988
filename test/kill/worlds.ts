/** A client's knowledge of its account. One call changes each field, entirely or not at all. */
export interface Account {
  /** First and last name, which an update always sets to the same text. */
  name: string
  /** Currency and time zone, which one update sets together, as their joined indexes in the client's lists. */
  choice: string
  email: string
  password: string
  /** Whether an undone change of address requires a new password. */
  mustReset: boolean
  /** Whether the person requested the removal of the account. */
  isLeaving: boolean
  /** `r,g,b` of the current picture; `""`: the default one. */
  picture: string
  /** Ids of sessions that have ended. */
  ended: readonly string[]
  /** Completed changes of address, by the id in their new address. */
  changes: readonly string[]
  /** Number of mails of these kinds that the actions require. */
  passwordNotices: number
  leavingNotices: number
  stayingNotices: number
}

/** The effect of one call. */
export type Effect = (account: Account) => Partial<Account>

/**
 * Everything that may be true of an account as far as its client can tell. An acknowledged call has happened in every
 * world; one without a response has happened entirely in some worlds and not in others. Later observations rule out
 * worlds. Nothing acknowledged is lost as long as one world is left.
 */
export interface Worlds {
  all(): readonly Account[]
  acknowledged(effect: Effect): void
  undecided(effect: Effect): void
  /** Parallel calls of the same kind in unknown order: one of those that happened was the last. */
  parallel(calls: readonly { isAcknowledged: boolean; effect: Effect }[]): void
  /** Whether it is true in every world. */
  isCertain(holds: (account: Account) => boolean): boolean
  /** Whether it is true in some world. */
  isPossible(holds: (account: Account) => boolean): boolean
  /**
   * Keeps the worlds in which the field has the observed value. Returns `false` if there is none; the field then takes
   * the observed value, so that one violation is reported once.
   */
  see<K extends keyof Account>(field: K, seen: Account[K]): boolean
  /** Keeps the worlds in which the session has ended, or is active. Returns `false` if there is none. */
  seeSession(id: string, isEnded: boolean): boolean
}

export function createWorlds(start: Account): Worlds {
  let worlds: readonly Account[] = [start]
  const keep = (next: readonly Account[]) => {
    worlds = [...new Map(next.map((world) => [JSON.stringify(world), world])).values()]
  }
  const happen = (effect: Effect) => worlds.map((world) => ({ ...world, ...effect(world) }))
  const rule = (holds: (account: Account) => boolean, otherwise: Effect): boolean => {
    const left = worlds.filter(holds)
    keep(left.length > 0 ? left : happen(otherwise))
    return left.length > 0
  }
  return {
    all: () => worlds,
    acknowledged: (effect) => keep(happen(effect)),
    undecided: (effect) => keep([...worlds, ...happen(effect)]),
    parallel(calls) {
      const results = calls.flatMap(({ effect }) => happen(effect))
      keep(calls.some((call) => call.isAcknowledged) ? results : [...worlds, ...results])
    },
    isCertain: (holds) => worlds.every(holds),
    isPossible: (holds) => worlds.some(holds),
    see: (field, seen) =>
      rule(
        (world) => world[field] === seen,
        () => ({ [field]: seen }),
      ),
    seeSession: (id, isEnded) =>
      rule(
        ({ ended }) => ended.includes(id) === isEnded,
        ({ ended }) => ({ ended: isEnded ? [...ended, id] : ended.filter((other) => other !== id) }),
      ),
  }
}

/** The session has ended. */
export const endSession =
  (id: string): Effect =>
  ({ ended }) => ({ ended: ended.includes(id) ? ended : [...ended, id].sort() })

/** All of these sessions have ended. */
export const endSessions =
  (ids: readonly string[]): Effect =>
  ({ ended }) => ({ ended: [...new Set([...ended, ...ids])].sort() })
