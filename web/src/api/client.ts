import type { PageConfig } from '../config.ts'
import { noteResponse, noteSilence } from '../connection.ts'
import type { Session } from '../session/session.ts'
import { asFailure, Failure, failureOf } from './failure.ts'
import type { DataOf, Method, PathOf, Sent } from './operations.ts'

/** Longest delay requested by the service after which a read retries by itself, in seconds. */
const MAX_RETRY_DELAY = 5
const READ_TRIES = 3

export interface ApiResponse<T> {
  data: T
  etag: string | null
}

interface Common {
  headers?: Record<string, string>
  /** Sends no access token. */
  isOpen?: boolean
  signal?: AbortSignal
  /** Used instead of `fetch`. */
  transport?: Transport
}

/** The content of any call; `ApiClient` gives it the types of the document. */
interface CallOptions extends Common {
  /** Sent as JSON; FormData is sent unchanged. */
  body?: object
  params?: object
  query?: object
}

type Call = CallOptions & { method: Method; path: string }
type Options<M extends Method, P extends PathOf<M>> = Common & Sent<M, P>
type OptionsArgument<O> = object extends O ? [options?: O] : [options: O]

export type Transport = (url: string, init: RequestInit) => Promise<Response>

export type Api = ReturnType<typeof createApi>

interface Reader {
  /** The language for responses. */
  language: () => string
  /** Asks the person to prove their identity. */
  prove: () => Promise<boolean>
}

/** Returns the path with its parameters filled in, followed by the query. */
function addressOf({ path, params = {}, query = {} }: Call): string {
  const values = params as Record<string, string>
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const search = new URLSearchParams(query as Record<string, string>).toString()
  return search === '' ? filled : `${filled}?${search}`
}

/**
 * Calls the published API, with the types of its OpenAPI document. A call that needs a recent proof waits until the
 * person gives it. `openapi-fetch` would add 2.5 kB of compressed script, beyond the budget of the first screen, and
 * replace only `send`: tokens, retries, proofs and failures would still be handled here.
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

  /** Sends it with a valid access token; if the service refuses the token, retries once with a new one. */
  const sendSignedIn = async (call: Call): Promise<Response> => {
    const answer = await send(call)
    noteResponse()
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
      const wait =
        failure.kind === 'unavailable' ? (failure.retryAfter ?? MAX_RETRY_DELAY + 1) : MAX_RETRY_DELAY + 1
      if (left <= 1 || wait > MAX_RETRY_DELAY) throw failure
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
      const failure = asFailure(error)
      if (failure.kind === 'offline') noteSilence()
      throw failure
    }
  }

  return {
    /** Returns the response unchanged. @throws {Failure} */
    raw: <M extends Method, P extends PathOf<M>>(
      method: M,
      path: P,
      ...[options]: OptionsArgument<Options<M, P>>
    ): Promise<Response> => settled({ ...(options as CallOptions), method, path }),
    /** Returns `data` of the envelope, and the `ETag`. @throws {Failure} */
    async call<M extends Method, P extends PathOf<M>>(
      method: M,
      path: P,
      ...[options]: OptionsArgument<Options<M, P>>
    ): Promise<ApiResponse<DataOf<M, P>>> {
      const answer = await settled({ ...(options as CallOptions), method, path })
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
