import type { Schemas } from './operations.ts'

/** The envelope of a failure; any part may be missing if something other than the service sent it. */
type FailureEnvelope = Partial<Schemas['Failure']>

/**
 * - `offline`: there was no response, so it is unknown what the service did
 * - `signed-out`: the session has ended
 * - `refused`: the service reports what is wrong
 * - `stale`: the resource has changed meanwhile (412)
 * - `throttled`, `unavailable`: try later; `retryAfter` says when
 * - `unloaded`: a part of the page could not be loaded
 * - `broken`: any other response
 */
export type FailureKind =
  | 'offline'
  | 'signed-out'
  | 'refused'
  | 'stale'
  | 'throttled'
  | 'unavailable'
  | 'unloaded'
  | 'broken'

/** One problem that the service found: its code and its message in the reader's language. */
export interface Problem {
  code: string
  message: string
}

/** Why a call failed. */
export class Failure extends Error {
  readonly kind: FailureKind
  readonly status: number
  /** By field; a problem that belongs to no field is under `detail`. */
  readonly problems: Readonly<Record<string, Problem[]>>
  /** Seconds to wait, if the service said so. */
  readonly retryAfter: number | undefined
  /** Ticket of a sign-in that continues with a second factor. */
  readonly ticket: string | undefined

  constructor(
    kind: FailureKind,
    status = 0,
    problems: Record<string, Problem[]> = {},
    retryAfter: number | undefined = undefined,
    ticket: string | undefined = undefined,
  ) {
    super(`${kind} ${status}`)
    this.name = 'Failure'
    this.kind = kind
    this.status = status
    this.problems = problems
    this.retryAfter = retryAfter
    this.ticket = ticket
  }

  /** Returns whether the service reported this code, for any field. */
  has(code: string): boolean {
    return Object.values(this.problems).some((list) => list.some((problem) => problem.code === code))
  }
}

/** Returns the failure in a response. */
export async function failureOf(answer: Response): Promise<Failure> {
  const body = (await answer.json().catch(() => ({}))) as FailureEnvelope
  const wait = Number(answer.headers.get('retry-after') ?? '')
  const { second_factor_ticket: ticket } = body
  const retryAfter = wait > 0 ? wait : undefined
  return new Failure(kindOf(answer.status), answer.status, problemsOf(body), retryAfter, ticket)
}

function kindOf(status: number): FailureKind {
  if (status === 401) return 'signed-out'
  if (status === 412) return 'stale'
  if (status === 429) return 'throttled'
  if (status === 503) return 'unavailable'
  return status >= 400 && status < 500 ? 'refused' : 'broken'
}

function problemsOf({ errors = {}, error_messages = {}, error_codes = {} }: FailureEnvelope) {
  const problems: Record<string, Problem[]> = {}
  for (const [field, texts] of Object.entries(errors)) {
    const messages = [error_messages[field] ?? texts].flat()
    const codes = [error_codes[field] ?? []].flat()
    problems[field] = messages.map((message, index) => ({ message, code: codes[index] ?? codes[0] ?? '' }))
  }
  return problems
}

/** Converts anything thrown to a failure; a fetch without a response rejects with a TypeError. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  return new Failure(error instanceof TypeError ? 'offline' : 'broken')
}
