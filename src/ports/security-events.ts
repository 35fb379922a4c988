/**
 * The catalogue: what is told of attempts on accounts, and what has happened then. A name, once released, never changes.
 */
export const securityEvents = {
  'sign_in.failed': 'somebody gave a user name that does not exist, or a wrong password',
  'password.wrong': 'a signed-in caller gave a wrong password where it is asked for again',
  'code.wrong': 'somebody gave a wrong code, of a mail for another address or for a new password',
  'request.throttled': 'an abuse limit refused a request',
  'origin.refused': 'a page of another site called',
  'refresh_token.reused': 'a rotated refresh token was used again, and its session ended',
} as const satisfies Record<string, string>

export type SecurityEventKind = keyof typeof securityEvents

/** One attempt. What is not known is left out; what somebody typed is never in it, since it may be a password. */
export interface SecurityEvent {
  kind: SecurityEventKind
  /** The client's IP address. */
  address?: string | undefined
  /** Id of the person whose account it is about. */
  userId?: string | undefined
  applicationId?: string | undefined
  /** Pattern of the route, which tells one limit or code from another. */
  route?: string | undefined
  /** `X-Request-Id` of the answer. */
  requestId?: string | undefined
}
