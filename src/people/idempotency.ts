import { secretHash } from '../basics/hash.ts'

/** How long the response to a change is stored, in milliseconds. */
export { DAY as RESPONSE_TIME } from '../basics/durations.ts'

/** A change that may be repeated. */
export interface RepeatableRequest {
  /** Identifies the change: SHA-256 of the application and the key. */
  id: string
  /** SHA-256 of method, path and body. */
  hash: string
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
  return { id: secretHash(`${applicationId} ${key}`), hash: secretHash(JSON.stringify([method, path, body])) }
}
