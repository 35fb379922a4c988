/** What a client knows of its account. Each field changes by one call, entirely or not at all. */
export interface Account {
  /** First and last name, which one update always sets to the same text. */
  name: string
  /** Currency and time zone, which one update sets together: their indexes in the client's lists, joined. */
  choice: string
  email: string
  password: string
  /** Whether an undone change of address asks for a new password. */
  mustReset: boolean
  /** Whether the person asked for the removal of the account. */
  isLeaving: boolean
  /** `r,g,b` of the picture on show; `""`: the default one. */
  picture: string
  /** Ids of sessions that have ended. */
  ended: readonly string[]
  /** Changes of address that were made, by the id that their new address carries. */
  changes: readonly string[]
  /** How many mails of these kinds are due for what was done. */
  passwordNotices: number
  leavingNotices: number
  stayingNotices: number
}

/** The effect of one call. */
export type Effect = (account: Account) => Partial<Account>

/**
 * All that may be true of an account as far as its client can tell. A call that was acknowledged has happened in every
 * world; one that was never answered has happened in some, as a whole, and not in others. What is seen later rules
 * worlds out. Nothing acknowledged is lost as long as one world is left.
 */
export interface Worlds {
  all(): readonly Account[]
  acknowledged(effect: Effect): void
  undecided(effect: Effect): void
  /** Parallel calls of the same kind, whose order is unknown: one of those that happened was the last. */
  parallel(calls: readonly { isAcknowledged: boolean; effect: Effect }[]): void
  /** Whether it is so in every world. */
  isCertain(holds: (account: Account) => boolean): boolean
  /** Whether it is so in some world. */
  isPossible(holds: (account: Account) => boolean): boolean
  /**
   * Keeps the worlds in which the field is what was seen. Returns `false` if there is none; the field is then taken
   * over as seen, so that one fault is reported once.
   */
  see<K extends keyof Account>(field: K, seen: Account[K]): boolean
  /** Keeps the worlds in which the session has ended, or lives. Returns `false` if there is none. */
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
