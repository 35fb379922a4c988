import type { Journal, Outcome } from './journal.ts'

/** The result of one call. */
export interface Answer {
  outcome: Outcome
  /** 0: no response. */
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
  body: any
  tag: string
}

export interface Call {
  /** The counter to increment. */
  kind: string
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/api/v1/user/`, or below `/api/v1` if it begins with a slash. */
  path: string
  key: string
  access?: string
  fields?: Record<string, string | Blob>
  /** The type of body; multipart if a field is a file. */
  as?: 'multipart' | 'urlencoded' | 'json'
  ifMatch?: string
  headers?: Record<string, string>
}

/** Deadline for a response. */
const TIMEOUT = 60_000

/** Calls the service and returns what a client may conclude from the response. */
export function createApi(journal: Journal) {
  return {
    /** `http://127.0.0.1:PORT` of the running service. */
    origin: '',
    async call(who: string, sent: Call): Promise<Answer> {
      const answer = await request(this.origin, sent)
      journal.count(sent.kind, answer.outcome)
      // 500 is a defect, whatever the client did.
      if (answer.status === 500) journal.violation(who, `${sent.kind} was answered with 500`)
      if (answer.status === 503) journal.note(`503 ${sent.kind}`)
      if (answer.status === -1) journal.violation(who, `${sent.kind} was not answered in ${TIMEOUT} ms`)
      return answer
    },
  }
}

export type Api = ReturnType<typeof createApi>

async function request(origin: string, sent: Call): Promise<Answer> {
  try {
    const { headers, body } = encode(sent)
    const path = sent.path.startsWith('/') ? sent.path : `/user/${sent.path}`
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method: sent.method ?? 'POST',
      headers: {
        apikey: sent.key,
        ...(sent.access !== undefined && { authorization: `Bearer ${sent.access}` }),
        ...(sent.ifMatch !== undefined && { 'if-match': sent.ifMatch }),
        ...headers,
        ...sent.headers,
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(TIMEOUT),
    })
    const text = await answer.text()
    const outcome = answer.ok ? 'acknowledged' : answer.status >= 500 ? 'undecided' : 'refused'
    return { outcome, status: answer.status, body: JSON.parse(text), tag: answer.headers.get('etag') ?? '' }
  } catch (error) {
    const isOverdue = (error as Error).name === 'TimeoutError'
    return { outcome: 'undecided', status: isOverdue ? -1 : 0, body: {}, tag: '' }
  }
}

function encode({ fields, as = 'multipart' }: Call) {
  if (fields === undefined) return { headers: {}, body: undefined }
  if (as === 'json') {
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) }
  }
  const body = as === 'urlencoded' ? new URLSearchParams() : new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value as string)
  return { headers: {}, body }
}
