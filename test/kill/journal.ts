/** What a run counts, and what it finds. */
export interface Journal {
  /** The round that runs; in every violation. */
  round: number
  /** How calls of each kind ended. */
  counts: Map<string, { acknowledged: number; undecided: number; refused: number }>
  violations: string[]
  count(kind: string, outcome: Outcome): void
  violation(who: string, what: string): void
  /** Events that are worth a figure and no fault. */
  notes: Map<string, number>
  note(what: string, times?: number): void
}

/**
 * What a client may conclude from an answer: the call is done, it was refused and changed nothing, or nobody knows (no
 * answer, or a part of the service was unavailable).
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

/** Seeded numbers (mulberry32): the same seed gives the same choices. */
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
    /** A whole number from 0 to below `n`. */
    below: (n: number) => Math.floor(next() * n),
    isBelow: (share: number) => next() < share,
    /** One of the entries, each as likely as its weight says. */
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
