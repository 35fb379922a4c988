/** Numbers the turns of the event loop. */
export interface Turns {
  /**
   * Returns a number that is the same only within one turn: what was looked at under this number was looked at after
   * every request arrived that is being handled.
   */
  current(): number
}

/** Creates the counter. Until something calls `begin`, every call is a turn of its own. */
export function createTurns(): Turns & { begin(): void } {
  let number = 0
  let isTold = false
  return {
    current: () => (isTold ? number : ++number),
    /** A new turn begins. Whoever calls it once must do so before each turn handles requests. */
    begin() {
      isTold = true
      number++
    },
  }
}
