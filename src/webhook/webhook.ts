import { createHmac } from 'node:crypto'
import { DAY, SECOND } from '../basics/durations.ts'
import type { FeedEvent, FeedPosition, FeedType } from '../feed/feed.ts'
import type { WebhookFault, WebhookOutcome } from '../ports/webhook-sender.ts'

export type { WebhookFault }

/** Why an endpoint receives nothing: the operator, its own 410, or no success for three days. */
export type DisabledReason = 'operator' | 'gone' | 'failing'

/** Where an application receives events. Instants are in milliseconds. */
export interface Endpoint {
  id: string
  applicationId: string
  url: string
  /** Only these types; null for all, including later ones. */
  types: readonly FeedType[] | null
  /** Whether the person's card is sent along. */
  hasCard: boolean
  /** The place of the last event that was delivered or passed over. */
  after: FeedPosition
  createdAt: number
  /** Since when no delivery has succeeded; null if the last one did. */
  failingSince: number | null
  disabledAt: number | null
  disabledReason: DisabledReason | null
  /** When the previous secret stops signing; null if there is none. */
  previousUntil: number | null
}

/** One attempt to deliver an event. */
export interface Delivery {
  id: string
  endpointId: string
  eventId: string
  type: string
  createdAt: number
  /** Status of the response; null if there was none. */
  status: number | null
  fault: WebhookFault | null
  /** In milliseconds. */
  duration: number
}

/** How long the previous secret keeps signing after a rotation, in milliseconds. */
export const SECRET_OVERLAP = DAY
/** An endpoint without success for this long is disabled, in milliseconds. */
export const FAILING_MAX = 3 * DAY
/** Attempts kept for each endpoint, and for how long, in milliseconds. */
export const DELIVERIES_MAX = 1000
export const DELIVERIES_KEPT = 7 * DAY
/** Endpoints of one application. */
export const ENDPOINTS_MAX = 10
const URL_MAX = 2000

/** Prefix of a secret (Standard Webhooks 1.0, symmetric signatures). */
const SECRET = 'whsec_'

/** Returns the text of a secret of 32 bytes: its prefix and base64. */
export const secretOf = (bytes: Uint8Array): string => SECRET + Buffer.from(bytes).toString('base64')

/**
 * Returns the headers of an attempt at this instant (Standard Webhooks 1.0): HMAC-SHA-256 over id, timestamp and body, one
 * signature for each secret.
 */
export function signedHeaders(
  { id, body }: { id: string; body: string },
  secrets: readonly string[],
  now: number,
): Record<string, string> {
  const timestamp = String(Math.floor(now / SECOND))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'user-profile',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}

/** What an attempt means. */
export function judge(outcome: WebhookOutcome): 'delivered' | 'gone' | 'failed' {
  if (!('status' in outcome)) return 'failed'
  if (outcome.status >= 200 && outcome.status < 300) return 'delivered'
  return outcome.status === 410 ? 'gone' : 'failed'
}

/** Whether the endpoint wants events of the type. */
export const wants = ({ types }: Pick<Endpoint, 'types'>, { type }: Pick<FeedEvent, 'type'>): boolean =>
  types === null || types.includes(type)

/** Whether an endpoint that fails now has failed for too long. */
export const isDead = (failingSince: number | null, now: number): boolean =>
  failingSince !== null && now - failingSince >= FAILING_MAX

/**
 * Reads the address of an endpoint. Returns it, or what is wrong with it. Names and addresses are checked when a request
 * is sent, since what they lead to may change.
 */
export function readEndpointUrl(text: string, isPlainAllowed: boolean): { url: string } | { fault: string } {
  if (text.length > URL_MAX) return { fault: `must have no more than ${URL_MAX} characters` }
  if (!URL.canParse(text)) return { fault: 'must be an address such as https://app.example.com/webhooks' }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { fault: 'must begin with https://' }
  if (url.protocol === 'http:' && !isPlainAllowed)
    return { fault: 'must begin with https://, unless WEBHOOK_NETWORKS lists its network' }
  if (url.username !== '' || url.password !== '')
    return { fault: 'must not contain a user name or password: requests are signed instead' }
  if (url.hash !== '') return { fault: 'must not contain a fragment (#…)' }
  return { url: url.href }
}
