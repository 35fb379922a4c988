/** The counters and findings of a run. */
export interface Journal {
  /** The current round, included in every violation. */
  round: number
  /** How calls of each kind ended. */
  counts: Map<string, { acknowledged: number; undecided: number; refused: number }>
  violations: string[]
  count(kind: string, outcome: Outcome): void
  violation(who: string, what: string): void
  /** Notable events that are not violations. */
  notes: Map<string, number>
  note(what: string, times?: number): void
}

/**
 * What a client may conclude from a response: the call was done, it was refused and changed nothing, or it is unknown
 * (no response, or a dependency was unavailable).
 */
export type Outcome = 'acknowledged' | 'refused' | 'undecided'

export function createJournal(report: (line: string) => void): Journal {
  return {
    round: 0,
    counts: new Map(),
    violations: [],
    notes: new Map(),
    count(kind, outcome) {
      const of = this.counts.get(kind) ?? { acknowledged: 0, undecided: 0, refused: 0 }
      of[outcome]++
      this.counts.set(kind, of)
    },
    violation(who, what) {
      const line = `VIOLATION in round ${this.round}, ${who}: ${what}`
      this.violations.push(line)
      report(line)
    },
    note(what, times = 1) {
      this.notes.set(what, (this.notes.get(what) ?? 0) + times)
    },
  }
}

/** Seeded random numbers (mulberry32): the same seed gives the same choices. */
export function createDice(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    /** Returns an integer from 0 to below `n`. */
    below: (n: number) => Math.floor(next() * n),
    isBelow: (share: number) => next() < share,
    /** Returns one of the entries, with probability by weight. */
    pick<T>(weighted: readonly (readonly [number, T])[]): T {
      let at = next() * weighted.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, entry] of weighted) {
        at -= weight
        if (at < 0) return entry
      }
      return weighted.at(-1)![1]
    },
  }
}

export type Dice = ReturnType<typeof createDice>
