import type { Actor } from '../audit/audit.ts'
import type { FailureKey } from '../errors/error-catalogue.ts'
import { type RepeatableRequest, repeatableRequest } from './idempotency.ts'

/** A change that a server asks for. */
export interface Change {
  actor: Actor & { applicationId: string }
  /** From the `Idempotency-Key`; null without one. */
  request: RepeatableRequest | null
  /** Whether an entity tag allows the change; null without `If-Match`. */
  ifMatch: ((tag: string) => boolean) | null
}

/** What a request says about a change beside its body. */
interface Asked {
  applicationId: string
  keyId: string
  address: string
  method: string
  path: string
  idempotencyKey: string | null
  ifMatch: Change['ifMatch']
}

/** Returns the change; `body` is what tells it from another one with the same key. */
export function changeOf(asked: Asked, body: unknown): Change {
  const { applicationId, keyId, address, method, path, idempotencyKey: key, ifMatch } = asked
  return {
    actor: { kind: 'application', applicationId, keyId, address },
    request: key === null ? null : repeatableRequest(applicationId, key, { method, path, body }),
    ifMatch,
  }
}

/** Refusals of every change. */
export const ofChange: readonly FailureKey[] = [
  'idempotency_key_malformed',
  'idempotency_key_in_use',
  'idempotency_key_reused',
]
/** Refusals of every change of a person. */
export const ofPerson: readonly FailureKey[] = [
  'not_found',
  'if_match_malformed',
  'precondition_failed',
  ...ofChange,
]
