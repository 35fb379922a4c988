import type { Params } from '../../common/message-format.ts'
import { type FailureKey, type FieldMessageKey, failures } from './error-catalogue.ts'

export type { Params }

/** A fault of a field: its key in the catalogue and the values that fill its text. */
export interface Fault {
  key: FieldMessageKey
  params?: Params
}

/** Faults by field, in the order found. */
export type Faults = Record<string, Fault[]>

/**
 * A refused request. Code above the rules throws this, and nothing else, for mistakes of the caller; `http/`
 * turns it into a response.
 */
export class Refusal extends Error {
  readonly key: FailureKey
  readonly params: Params
  /** Set if single fields are at fault; then the response has no `detail`. */
  readonly faults: Faults | undefined
  /** For `Retry-After`, in whole seconds. */
  readonly retryAfter: number | undefined
  /** Whose account an attempt was about, for operators; never included in a response. */
  readonly about: { userId?: string | undefined; applicationId?: string | undefined }
  /** Additional top-level members of the response: extension members (RFC 9457, 3.2). */
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

/** Returns the refusal for faults in single fields: 400 `Validation Error`. */
export function invalid(faults: Faults): Refusal {
  return new Refusal('validation', { faults })
}

/** Returns the refusal by an abuse limit: 429 with `Retry-After`. `seconds` is a whole number, at least 1. */
export function throttled(seconds: number): Refusal {
  return new Refusal('throttled', { params: { seconds }, retryAfter: seconds })
}

/**
 * Replaces `{name}` in a text of the catalogue. Placeholders without a value remain. Numbers are not
 * localized.
 */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
