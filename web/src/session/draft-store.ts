import { warnBeforeUnload } from '../unload-warning.ts'

const KEY = 'page-draft'

interface Kept {
  /** User name. */
  owner: string
  draft: unknown
}

let kept: Kept | null = stored()
warnBeforeUnload(KEY, kept !== null)

function stored(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

/**
 * Keeps what somebody typed and has not saved: over other screens, a reload, an expired session and a lost connection.
 * It is in the storage of the tab: other tabs do not see it and it ends with the tab, so that nothing typed stays behind
 * on a shared machine. Whoever closes the tab is therefore warned first, on every screen.
 */
export function storeDraft(owner: string, draft: object): void {
  kept = { owner, draft }
  warnBeforeUnload(KEY, true)
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // It lasts until the page is left.
  }
}

/** Returns the draft of the person, as it was stored, or null. Forgets that of anybody else. */
export function recallDraft(owner: string): unknown {
  if (kept?.owner === owner) return kept.draft
  forgetDraft()
  return null
}

export function forgetDraft(): void {
  kept = null
  warnBeforeUnload(KEY, false)
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // There is nothing to remove.
  }
}
