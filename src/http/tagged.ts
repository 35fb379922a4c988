import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../errors/errors.ts'
import { okJson } from '../protocol/envelope.ts'
import { matchesNone, parseIfMatch, satisfies } from '../protocol/etag.ts'
import { IDEMPOTENCY_KEY } from '../protocol/idempotency-key.ts'

const withTag = (reply: FastifyReply, tag: string) =>
  reply.header('etag', tag).header('cache-control', 'private, no-cache')

/** Sends the JSON of `data` as it is, with its entity tag if it has one. */
export function sendTagged(reply: FastifyReply, { json, tag }: { json: string; tag: string | null }): never {
  if (tag !== null) withTag(reply, tag)
  return reply.type('application/json; charset=utf-8').send(okJson(json)) as never
}

/** Sends 304 if the caller already has what the tag stands for (`If-None-Match`); otherwise the JSON of `data`. */
export function sendUnlessHeld(
  request: FastifyRequest,
  reply: FastifyReply,
  { tag, json }: { tag: string; json: () => string },
): never {
  if (matchesNone(request.headers['if-none-match'], tag)) return withTag(reply, tag).code(304).send() as never
  return sendTagged(reply, { tag, json: json() })
}

/** The same for a message that is not in the envelope. */
export function sendPlainUnlessHeld(
  request: FastifyRequest,
  reply: FastifyReply,
  { tag, json }: { tag: string; json: string },
): never {
  withTag(reply, tag)
  if (matchesNone(request.headers['if-none-match'], tag)) return reply.code(304).send() as never
  return reply.type('application/json; charset=utf-8').send(json) as never
}

/**
 * Returns whether an entity tag satisfies `If-Match`; null without the header.
 * @throws {Refusal} `if_match_malformed`
 */
export function ifMatchOf({ headers }: FastifyRequest): ((tag: string) => boolean) | null {
  const condition = parseIfMatch(headers['if-match'])
  return condition === null ? null : (tag) => satisfies(condition, tag)
}

/**
 * Returns the `Idempotency-Key`, or null without one.
 * @throws {Refusal} `idempotency_key_malformed`
 */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) throw new Refusal('idempotency_key_malformed')
  return key
}
