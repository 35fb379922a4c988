/** Functions that are called when something happens. */
export function createListeners<A extends unknown[] = []>() {
  const listeners = new Set<(...about: A) => void>()
  return {
    /** Adds a listener. Returns a function that removes it. */
    subscribe(listener: (...about: A) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    notify(...about: A): void {
      for (const listener of listeners) listener(...about)
    },
  }
}
