import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../errors/errors.ts'
import { parseIfMatch, satisfies } from '../protocol/etag.ts'
import { IDEMPOTENCY_KEY } from '../protocol/idempotency-key.ts'
import { serverOf } from './caller.ts'
import { answerUnlessHeld, plainUnlessHeld, sendReady, taggedAnswer } from './ready-answer.ts'

/** Sends the JSON of `data` as it is, with its entity tag if it has one. */
export const sendTagged = (reply: FastifyReply, data: Parameters<typeof taggedAnswer>[0]): never =>
  sendReady(reply, taggedAnswer(data))

/** Sends 304 if the caller already has what the tag stands for (`If-None-Match`); otherwise the JSON of `data`. */
export const sendUnlessHeld = (
  { headers }: FastifyRequest,
  reply: FastifyReply,
  data: Parameters<typeof answerUnlessHeld>[1],
): never => sendReady(reply, answerUnlessHeld(headers, data))

/** The same for JSON that is not in the envelope. */
export const sendPlainUnlessHeld = (
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { tag, json }: { tag: string; json: string },
): never =>
  sendReady(
    reply,
    plainUnlessHeld(headers, tag, () => json),
  )

/**
 * Returns whether an entity tag satisfies `If-Match`; null without the header.
 * @throws {Refusal} `if_match_malformed`
 */
export function ifMatchOf({ headers }: Pick<IncomingMessage, 'headers'>): ((tag: string) => boolean) | null {
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

/**
 * Returns which server asks for a change, and on what conditions.
 * @throws {Refusal} `if_match_malformed`, `idempotency_key_malformed`
 */
export function askedOf(request: FastifyRequest) {
  const { application, keyId, address } = serverOf(request)
  const { method, url: path } = request
  const ifMatch = ifMatchOf(request)
  return {
    applicationId: application.id,
    keyId,
    address,
    method,
    path,
    ifMatch,
    idempotencyKey: idempotencyKeyOf(request),
  }
}
