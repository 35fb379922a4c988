import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply } from 'fastify'
import { okJson } from '../protocol/envelope.ts'
import { matchesNone } from '../protocol/etag.ts'
import type { WholeText } from '../protocol/whole-text.ts'

/** A response whose bytes are final: there is nothing left to serialize. */
export interface ReadyAnswer {
  status: 200 | 304
  /** Names in lower case and values in turn, without `content-length` and `vary`. */
  headers: readonly string[]
  /** Replaces `vary` of every response. */
  vary?: string
  /** Null for 304. */
  body: string | Buffer | null
  /** Bytes of the body, if they are known. */
  bytes?: number
}

export const JSON_TYPE = 'application/json; charset=utf-8'
const TYPE = ['content-type', JSON_TYPE]

/** Returns the response with the JSON of `data` as it is, with its entity tag if it has one. */
export function taggedAnswer({ json, tag }: { json: string; tag: string | null }): ReadyAnswer {
  return { status: 200, headers: [...(tag === null ? [] : withTag(tag)), ...TYPE], body: okJson(json) }
}

/** Returns a response that was prepared. */
export const wholeAnswer = ({ tag, text, bytes }: WholeText): ReadyAnswer => ({
  status: 200,
  headers: [...withTag(tag), ...TYPE],
  body: text,
  bytes,
})

/** The same, or 304 if the caller already has it (`If-None-Match`). */
export const wholeUnlessHeld = (headers: IncomingHttpHeaders, whole: WholeText): ReadyAnswer =>
  matchesNone(headers['if-none-match'], whole.tag) ? held(whole.tag) : wholeAnswer(whole)

/** Returns 304 if the caller already has what the tag stands for (`If-None-Match`); otherwise the JSON of `data`. */
export const answerUnlessHeld = (
  headers: IncomingHttpHeaders,
  { tag, json }: { tag: string; json: () => string },
): ReadyAnswer => plainUnlessHeld(headers, tag, () => okJson(json()))

/** The same for JSON that is not in the envelope. */
export function plainUnlessHeld(headers: IncomingHttpHeaders, tag: string, json: () => string): ReadyAnswer {
  if (matchesNone(headers['if-none-match'], tag)) return held(tag)
  return { status: 200, headers: [...withTag(tag), ...TYPE], body: json() }
}

const held = (tag: string): ReadyAnswer => ({ status: 304, headers: withTag(tag), body: null })

const withTag = (tag: string) => ['etag', tag, 'cache-control', 'private, no-cache']

/** Sends the response through the framework. */
export function sendReady(reply: FastifyReply, { status, headers, vary, body }: ReadyAnswer): never {
  for (let i = 0; i < headers.length; i += 2) reply.header(headers[i]!, headers[i + 1]!)
  if (vary !== undefined) reply.header('vary', vary)
  return reply.code(status).send(body ?? undefined) as never
}
