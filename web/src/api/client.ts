import type { PageConfig } from '../config.ts'
import type { Session } from '../session/session.ts'
import { asFailure, Failure, failureOf } from './failure.ts'

/** Longest wait that a read sits out by itself where the service asks for one, in seconds. */
const PATIENCE = 5
const READ_TRIES = 3

export interface Answer<T> {
  data: T
  etag: string | null
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as JSON; a FormData as it is. */
  body?: object
  headers?: Record<string, string>
  /** Without an access token. */
  isOpen?: boolean
  signal?: AbortSignal
  /** What sends it instead of `fetch`. */
  transport?: Transport
}

export type Transport = (url: string, init: RequestInit) => Promise<Response>

export type Api = ReturnType<typeof createApi>

interface Reader {
  /** The language that the answers should come in. */
  language: () => string
  /** Has the person prove that it is them. */
  prove: () => Promise<boolean>
}

/** Calls of the published API. One that needs a recent proof waits for the person to give it. */
export function createApi(config: PageConfig, session: Session, { language, prove }: Reader) {
  const send = async (path: string, options: CallOptions): Promise<Response> => {
    const { method = 'GET', body, headers = {}, isOpen = false, signal, transport = fetch } = options
    const isForm = body instanceof FormData
    return transport(`${config.api_base}/${path}`, {
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
  const sendSignedIn = async (path: string, options: CallOptions): Promise<Response> => {
    const answer = await send(path, options)
    if (answer.status !== 401 || options.isOpen) return answer
    await session.renew()
    const second = await send(path, options)
    if (second.status === 401) session.end('ended')
    return second
  }

  const attempt = async (path: string, options: CallOptions): Promise<Response> => {
    const tries = (options.method ?? 'GET') === 'GET' ? READ_TRIES : 1
    for (let left = tries; ; left--) {
      const answer = await sendSignedIn(path, options)
      if (answer.ok) return answer
      const failure = await failureOf(answer)
      const wait = failure.kind === 'unavailable' ? (failure.retryAfter ?? PATIENCE + 1) : PATIENCE + 1
      if (left <= 1 || wait > PATIENCE) throw failure
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    }
  }

  const attemptProven = async (path: string, options: CallOptions): Promise<Response> => {
    try {
      return await attempt(path, options)
    } catch (error) {
      const needsProof = error instanceof Failure && error.has('recent_sign_in_required')
      if (!needsProof || !(await prove())) throw error
      return attempt(path, options)
    }
  }

  return {
    /** The answer as it is. @throws {Failure} */
    raw: async (path: string, options: CallOptions = {}): Promise<Response> => {
      try {
        return await attemptProven(path, options)
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') throw error
        throw asFailure(error)
      }
    },
    /** `data` of the envelope, and the `ETag`. @throws {Failure} */
    async call<T>(path: string, options: CallOptions = {}): Promise<Answer<T>> {
      const answer = await this.raw(path, options)
      const text = await answer.text().catch((error: unknown) => {
        throw asFailure(error)
      })
      if (text === '') return { data: undefined as T, etag: null }
      try {
        return { data: (JSON.parse(text) as { data: T }).data, etag: answer.headers.get('etag') }
      } catch {
        throw new Failure('broken', answer.status)
      }
    },
  }
}
