import { pageHeader } from '../../../common/page-header.ts'
import { asFailure, failureOf } from '../api/failure.ts'
import { pageUrl } from '../base.ts'
import { noteSilence } from '../connection.ts'
import type { Entry } from './session-state.ts'

export type PageCalls = ReturnType<typeof createPageCalls>

/** Calls of the page endpoints, which are the only ones that read the cookie of the session. */
export function createPageCalls(language: () => string) {
  /** Shown in the list of sessions. */
  const { timeZone: timezone } = new Intl.DateTimeFormat().resolvedOptions()

  const ask = (method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<Response> =>
    fetch(new URL(`session/${path}`, pageUrl), {
      method,
      // A tab that is closed or reloaded meanwhile still gets the new cookie; the old one is used up.
      keepalive: true,
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/json',
        [pageHeader.name]: pageHeader.value,
        'accept-language': language(),
      },
      ...(method === 'POST' ? { body: JSON.stringify({ ...body, timezone }) } : {}),
    }).catch((error: unknown) => {
      noteSilence()
      throw error
    })

  return {
    ask,
    /** Signs in. @throws {Failure} */
    async enter(path: string, body: object): Promise<Entry> {
      let answer: Response
      try {
        answer = await ask('POST', path, body)
      } catch (error) {
        throw asFailure(error)
      }
      if (!answer.ok) throw await failureOf(answer)
      return (await answer.json()) as Entry
    },
  }
}
