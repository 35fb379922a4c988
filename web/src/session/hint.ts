/**
 * Remembers whether this browser probably has a session, so that the page does not request one needlessly. It contains
 * no secret: that is in the cookie, which scripts cannot see. If nothing can be stored, a session is assumed.
 */
export function createHint(name: string) {
  return {
    get(): boolean {
      try {
        return localStorage.getItem(name) !== null
      } catch {
        return true
      }
    },
    set(isThere: boolean): void {
      try {
        if (isThere) localStorage.setItem(name, '1')
        else localStorage.removeItem(name)
      } catch {
        // The next load asks the service.
      }
    },
  }
}
