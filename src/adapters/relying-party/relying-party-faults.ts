import { RelyingPartyFault } from '../../ports/relying-party.ts'

/** Longest message of a library that is repeated. */
const MESSAGE_MAX = 300

/**
 * Converts an error of `openid-client`. A response with a status from 500 says that the provider is unavailable; every
 * other one was not acceptable. The message has codes of the library and of OAuth, never a token.
 */
export function faultOf(error: unknown): RelyingPartyFault {
  for (let cause: unknown = error, depth = 0; cause && depth < 5; depth++) {
    if (cause instanceof RelyingPartyFault) return cause
    cause = (cause as { cause?: unknown }).cause
  }
  const { message, code, status, cause, error: name } = error as Error & Details
  const isDown = (status ?? (cause as Response | undefined)?.status ?? 0) >= 500
  const parts = [code, name, message].filter((part) => typeof part === 'string')
  const text = [...new Set(parts)].join(': ').slice(0, MESSAGE_MAX)
  return new RelyingPartyFault(isDown ? 'unavailable' : 'refused', text, { cause: error })
}

interface Details {
  code?: string
  /** Of a response. */
  status?: number
  /** `error` of OAuth (RFC 6749, 5.2). */
  error?: string
}
