import type { CallerChanges } from '../ports/database.ts'
import type { User } from '../user/user.ts'
import type { KnownToken } from './access-token.ts'
import type { KeptCaller, SignedIn } from './session.ts'

/** Maximum number of callers that are kept, some 40 MB. */
const KEPT_MAX = 25_000

/**
 * Keeps callers for as long as the database knows that no row that decides about them has changed. Their times are compared
 * with the clock at each use.
 */
export function createKeptCallers(changes: CallerChanges, most = KEPT_MAX) {
  /** In the order in which they were kept. */
  const tokens = new Set<KnownToken>()
  const byPerson = new Map<string, Set<KnownToken>>()

  const drop = (token: KnownToken): void => {
    token.kept = null
    tokens.delete(token)
    const ofPerson = byPerson.get(token.userId)
    ofPerson?.delete(token)
    if (ofPerson?.size === 0) byPerson.delete(token.userId)
  }
  changes.onChange((userId, become) => {
    const about = userId === null ? [...tokens] : [...(byPerson.get(userId) ?? [])]
    // What is kept is as committed. So if the change is of a person who is kept, all who are kept of them are the same.
    const isKnown = become !== undefined && about.some(({ kept }) => kept?.caller.user === become.before)
    for (const token of about) {
      if (isKnown) token.kept = withUser(token.kept!, become.after as User)
      else drop(token)
    }
  })
  return {
    /** Returns the caller with the token and the key, or null if it must be read. */
    find(token: KnownToken, keyHash: string, now: number): SignedIn | null {
      if (token.kept === null || !changes.areKnown()) return null
      // Looking for changes may have dropped it.
      const { kept } = token
      return kept !== null && kept.keyHash === keyHash && now < kept.until ? kept.caller : null
    },
    /** Returns a function that keeps what is read from now on, unless something changes meanwhile. */
    begin(): (token: KnownToken, kept: KeptCaller) => void {
      const before = changes.areKnown() ? changes.count() : null
      return (token, kept) => {
        if (changes.count() !== before) return
        drop(token)
        if (tokens.size >= most) drop(tokens.values().next().value!)
        token.kept = kept
        tokens.add(token)
        const ofPerson = byPerson.get(token.userId)
        if (ofPerson) ofPerson.add(token)
        else byPerson.set(token.userId, new Set([token]))
      }
    },
  }
}

const withUser = (kept: KeptCaller, user: User): KeptCaller => ({ ...kept, caller: { ...kept.caller, user } })
