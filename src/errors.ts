import type { Params } from '../common/message-format.ts'
import { type FailureKey, type FieldMessageKey, failures } from './error-catalogue.ts'

export type { Params }

/** One fault of one field: a key of the catalogue and what fills its text. */
export interface Fault {
  key: FieldMessageKey
  params?: Params
}

/** Faults by field, in the order found. */
export type Faults = Record<string, Fault[]>

/**
 * A request is refused. Everything above the rules throws this and nothing else for what the caller did wrong; `http/`
 * turns it into an answer.
 */
export class Refusal extends Error {
  readonly key: FailureKey
  readonly params: Params
  /** Set where single fields are at fault; then `detail` is not answered. */
  readonly faults: Faults | undefined
  /** For `Retry-After`, in whole seconds. */
  readonly retryAfter: number | undefined
  /** Whose account an attempt was about, for operators; never answered. */
  readonly about: { userId?: string | undefined; applicationId?: string | undefined }
  /** What the answer has at its top level besides: extension members (RFC 9457, 3.2). */
  readonly members: Readonly<Record<string, string>>

  constructor(
    key: FailureKey,
    options: {
      params?: Params
      faults?: Faults
      retryAfter?: number
      members?: Readonly<Record<string, string>>
      about?: Refusal['about']
      cause?: unknown
    } = {},
  ) {
    super(
      fill(failures[key].text, options.params),
      options.cause === undefined ? {} : { cause: options.cause },
    )
    this.name = 'Refusal'
    this.key = key
    this.params = options.params ?? {}
    this.faults = options.faults
    this.retryAfter = options.retryAfter
    this.about = options.about ?? {}
    this.members = options.members ?? {}
  }
}

/** The refusal of single fields: 400 `Validation Error`. */
export function invalid(faults: Faults): Refusal {
  return new Refusal('validation', { faults })
}

/** The refusal by an abuse limit: 429 with `Retry-After`. `seconds` is whole and at least 1. */
export function throttled(seconds: number): Refusal {
  return new Refusal('throttled', { params: { seconds }, retryAfter: seconds })
}

/** Fills `{name}` in a text of the catalogue; a name without a value stays as it is. Numbers are published as they are. */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
