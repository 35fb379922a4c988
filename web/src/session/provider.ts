import { pageUrl } from '../base.ts'
import { leavePage } from '../reload.ts'
import type { Session } from './session.ts'

/** Where the person was when they left for the provider: a path of this page, in the storage of the tab. */
const KEY = 'page-left-from'

/** Returns the path of this page to which a person returns from a provider. */
export function placeBefore(): string {
  try {
    const kept = sessionStorage.getItem(KEY)
    const url = kept === null ? null : new URL(kept, location.origin)
    if (url?.origin === location.origin && url.pathname.startsWith(pageUrl.pathname))
      return url.pathname + url.search
  } catch {
    // The first screen is shown.
  }
  return pageUrl.pathname
}

function rememberPlace(): void {
  try {
    // Another attempt, from the screen that completes the sign-in, leads to where the first one began.
    if (!location.pathname.endsWith('/signed-in'))
      sessionStorage.setItem(KEY, location.pathname + location.search)
  } catch {
    // The person returns to the first screen.
  }
}

/**
 * Leaves for the provider, from where the person returns to the screen that completes the sign-in.
 * @param isFresh whether they must sign in there again, as a proof
 * @throws {Failure}
 */
export async function leaveFor({ enter }: Entrance, provider: string, isFresh = false): Promise<void> {
  const { url = '' } = await enter('provider/', { provider, fresh: isFresh })
  rememberPlace()
  leavePage(url)
}

/** Completes a sign-in with what the provider sent. @throws {Failure} */
export async function returnFrom({ enter, take }: Entrance, response: URLSearchParams): Promise<void> {
  take(await enter('provider/callback/', Object.fromEntries(response)))
}

type Entrance = Pick<Session, 'enter' | 'take'>
