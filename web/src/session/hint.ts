/**
 * Remembers whether this browser probably has a session, so that whoever has none is not asked for one first. It holds
 * no secret: the cookie does, which scripts cannot see. Where nothing can be remembered, a session is assumed.
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
