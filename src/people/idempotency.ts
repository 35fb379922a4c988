import { secretHash } from '../basics/hash.ts'
import { openByToken, sealByToken } from '../basics/sealed-by-token.ts'

/** How long the response to a change is stored, in milliseconds. */
export { DAY as RESPONSE_TIME } from '../basics/durations.ts'

/** A change that may be repeated. */
export interface RepeatableRequest {
  /** Identifies the change: SHA-256 of the application and the key. */
  id: string
  /** SHA-256 of method, path and body. */
  hash: string
  /** The key itself, which is not stored. */
  key: string
}

/** What is sent in response to a change: the JSON of `data`, and the entity tag of the person. */
export interface StoredResponse {
  json: string
  tag: string | null
}

/** Returns the request with this key. The body is what was read of it, so that its three types are equal. */
export function repeatableRequest(
  applicationId: string,
  key: string,
  { method, path, body }: { method: string; path: string; body: unknown },
): RepeatableRequest {
  const hash = secretHash(JSON.stringify([method, path, body]))
  return { id: secretHash(`${applicationId} ${key}`), hash, key }
}

const PURPOSE = 'response to a repeated request'

/** Returns a response as it is stored. With a nonce (12 random bytes as base64url), only the sender of the key can read it. */
export function storedText(
  { key }: RepeatableRequest,
  response: StoredResponse,
  nonce: string | null,
): string {
  const text = JSON.stringify(response)
  return nonce === null ? text : JSON.stringify({ sealed: sealByToken(key, PURPOSE, text, nonce) })
}

/** Returns a stored response. */
export function readStored({ key }: RepeatableRequest, text: string): StoredResponse {
  const stored = JSON.parse(text) as StoredResponse | { sealed: string }
  if (!('sealed' in stored)) return stored
  const opened = openByToken(key, PURPOSE, stored.sealed)
  if (opened === null) throw new TypeError('a stored response does not open')
  return JSON.parse(opened) as StoredResponse
}
