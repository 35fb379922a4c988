import { okJson } from './envelope.ts'
import { entityTag } from './etag.ts'

/** A response that is sent again and again. */
export interface WholeText {
  /** Strong entity tag (RFC 9110, 8.8.3) of the data. */
  tag: string
  /** The JSON with its envelope. */
  text: string
  /** Its length in bytes. */
  bytes: number
}

/** Prepares a response from the JSON of its data. */
export function wholeText(json: string): WholeText {
  const text = okJson(json)
  return { tag: entityTag(json), text, bytes: Buffer.byteLength(text) }
}
