import type { FastifyRequest } from 'fastify'
import { Refusal } from '../errors/errors.ts'
import type { SecurityEvent, SecurityEventKind } from '../ports/security-events.ts'
import { clientAddress } from './client-address.ts'

/** Refusals that are attempts on an account, by key. */
const byKey: Readonly<Partial<Record<Refusal['key'], SecurityEventKind>>> = {
  credentials_invalid: 'sign_in.failed',
  throttled: 'request.throttled',
  origin_not_allowed: 'origin.refused',
  cross_site_request: 'origin.refused',
  server_key_from_browser: 'server_key.exposed',
  foreign_token_refused: 'foreign_token.refused',
}

/** Faults of single fields that are such attempts, by key. */
const byFault: Readonly<Record<string, SecurityEventKind>> = {
  password_wrong: 'password.wrong',
  own_password_wrong: 'password.wrong',
  token_mismatch: 'code.wrong',
}

/** Returns the security event of a failed request, or null. */
export function securityEventOf(error: unknown, request: FastifyRequest): SecurityEvent | null {
  const kind = error instanceof Refusal ? kindOf(error) : null
  if (kind === null) return null
  const { about } = error as Refusal
  const { knownCaller, knownApplication, knownServer } = request
  return {
    kind,
    address: clientAddress(request),
    userId: knownCaller?.user.id ?? about.userId,
    applicationId:
      knownCaller?.application.id ??
      knownServer?.application.id ??
      knownApplication?.id ??
      about.applicationId,
    route: request.routeOptions.url,
    requestId: request.id,
  }
}

function kindOf({ key, faults }: Refusal): SecurityEventKind | null {
  const keys = Object.values(faults ?? {}).flatMap((list) => list.map((fault) => fault.key))
  const fault = keys.find((one) => one in byFault)
  return byKey[key] ?? (fault === undefined ? null : (byFault[fault] ?? null))
}
