/** A request to the endpoint of an application. */
export interface WebhookRequest {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
}

/**
 * Why there is no response that counts: the name cannot be resolved; an address is neither public nor in
 * `WEBHOOK_NETWORKS`; an address outside them requires https; the certificate is not trusted; no connection, or it broke;
 * no response in time.
 */
export type WebhookFault =
  | 'name_unknown'
  | 'address_refused'
  | 'not_encrypted'
  | 'certificate'
  | 'connection'
  | 'timeout'

/** How a request ended. The body of a response is never read. */
export type WebhookOutcome = { status: number } | { fault: WebhookFault; detail: string }

/** Sends requests to servers of applications. Never rejects, and takes at most 15 seconds. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<WebhookOutcome>
}
