import { createListeners } from '../listeners.ts'

/** Asks the person for a proof while the call that needs it waits. */
export type Proof = ReturnType<typeof createProof>

export function createProof() {
  let waiting: ((isProven: boolean) => void)[] = []
  const { subscribe, notify } = createListeners()
  return {
    /** Resolves to whether the person gave a proof; simultaneous calls share one prompt. */
    ask: (): Promise<boolean> =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve]
        notify()
      }),
    /** Whether a call is waiting for a proof. */
    isAsked: () => waiting.length > 0,
    answer(isProven: boolean): void {
      const answered = waiting
      waiting = []
      for (const resolve of answered) resolve(isProven)
      notify()
    },
    subscribe,
  }
}
