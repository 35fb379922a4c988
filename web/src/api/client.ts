import type { PageConfig } from '../config.ts'
import type { Session } from '../session/session.ts'
import { asFailure, Failure, failureOf } from './failure.ts'
import type { DataOf, Method, PathOf, Sent } from './operations.ts'

/** Longest wait that a read sits out by itself where the service asks for one, in seconds. */
const PATIENCE = 5
const READ_TRIES = 3

export interface Answer<T> {
  data: T
  etag: string | null
}

interface Common {
  headers?: Record<string, string>
  /** Without an access token. */
  isOpen?: boolean
  signal?: AbortSignal
  /** What sends it instead of `fetch`. */
  transport?: Transport
}

/** What any call sends; its types are those of the document where it comes in. */
interface Given extends Common {
  /** Sent as JSON; a FormData as it is. */
  body?: object
  params?: object
  query?: object
}

type Call = Given & { method: Method; path: string }
type Options<M extends Method, P extends PathOf<M>> = Common & Sent<M, P>
type Rest<O> = object extends O ? [options?: O] : [options: O]

export type Transport = (url: string, init: RequestInit) => Promise<Response>

export type Api = ReturnType<typeof createApi>

interface Reader {
  /** The language that the answers should come in. */
  language: () => string
  /** Has the person prove that it is them. */
  prove: () => Promise<boolean>
}

/** The path with its parameters filled in, and the query behind it. */
function addressOf({ path, params = {}, query = {} }: Call): string {
  const values = params as Record<string, string>
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const search = new URLSearchParams(query as Record<string, string>).toString()
  return search === '' ? filled : `${filled}?${search}`
}

/**
 * Calls of the published API, tied to its OpenAPI document by their types alone. One that needs a recent proof waits for the
 * person to give it. `openapi-fetch` would add 2.5 kB of compressed script, beyond the budget of the first screen, and
 * replace no more than `send`: tokens, tries, proofs and failures are handled here.
 */
export function createApi(config: PageConfig, session: Session, { language, prove }: Reader) {
  const send = async (call: Call): Promise<Response> => {
    const { method, body, headers = {}, isOpen = false, signal, transport = fetch } = call
    const isForm = body instanceof FormData
    return transport(`${config.api_base}/${addressOf(call)}`, {
      method,
      credentials: 'omit',
      headers: {
        apikey: config.apikey,
        'accept-language': language(),
        ...(isOpen ? {} : { authorization: `Bearer ${await session.access()}` }),
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    })
  }

  /** Sends it with a good access token: where the service refuses the token, once more with a new one. */
  const sendSignedIn = async (call: Call): Promise<Response> => {
    const answer = await send(call)
    if (answer.status !== 401 || call.isOpen) return answer
    await session.renew()
    const second = await send(call)
    if (second.status === 401) session.end('ended')
    return second
  }

  const attempt = async (call: Call): Promise<Response> => {
    const tries = call.method === 'GET' ? READ_TRIES : 1
    for (let left = tries; ; left--) {
      const answer = await sendSignedIn(call)
      if (answer.ok) return answer
      const failure = await failureOf(answer)
      const wait = failure.kind === 'unavailable' ? (failure.retryAfter ?? PATIENCE + 1) : PATIENCE + 1
      if (left <= 1 || wait > PATIENCE) throw failure
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    }
  }

  const attemptProven = async (call: Call): Promise<Response> => {
    try {
      return await attempt(call)
    } catch (error) {
      const needsProof = error instanceof Failure && error.has('recent_sign_in_required')
      if (!needsProof || !(await prove())) throw error
      return attempt(call)
    }
  }

  /** @throws {Failure} */
  const settled = async (call: Call): Promise<Response> => {
    try {
      return await attemptProven(call)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw asFailure(error)
    }
  }

  return {
    /** The answer as it is. @throws {Failure} */
    raw: <M extends Method, P extends PathOf<M>>(
      method: M,
      path: P,
      ...[options]: Rest<Options<M, P>>
    ): Promise<Response> => settled({ ...(options as Given), method, path }),
    /** `data` of the envelope, and the `ETag`. @throws {Failure} */
    async call<M extends Method, P extends PathOf<M>>(
      method: M,
      path: P,
      ...[options]: Rest<Options<M, P>>
    ): Promise<Answer<DataOf<M, P>>> {
      const answer = await settled({ ...(options as Given), method, path })
      const text = await answer.text().catch((error: unknown) => {
        throw asFailure(error)
      })
      if (text === '') return { data: undefined as DataOf<M, P>, etag: null }
      try {
        return { data: (JSON.parse(text) as { data: DataOf<M, P> }).data, etag: answer.headers.get('etag') }
      } catch {
        throw new Failure('broken', answer.status)
      }
    },
  }
}
