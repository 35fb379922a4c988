/** Has the person prove that it is them, while a call waits that the service wants it for. */
export type Proof = ReturnType<typeof createProof>

export function createProof() {
  let waiting: ((isProven: boolean) => void)[] = []
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  return {
    /** Whether the person proved it; calls that ask at once share one answer. */
    ask: (): Promise<boolean> =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve]
        tell()
      }),
    /** Whether a call waits for it. */
    isAsked: () => waiting.length > 0,
    answer(isProven: boolean): void {
      const answered = waiting
      waiting = []
      for (const resolve of answered) resolve(isProven)
      tell()
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
