/**
 * The catalogue: every kind of refused attempt that is reported, with its meaning. A name never changes once
 * it is released.
 */
export const securityEvents = {
  'sign_in.failed': 'a sign-in with an unknown user name or a wrong password',
  'password.wrong': 'a signed-in caller confirmed an action with a wrong password',
  'code.wrong': 'a wrong code for a new address or a new password',
  'request.throttled': 'an abuse limit refused a request',
  'origin.refused': 'a call from a page of another site',
  'server_key.exposed': 'the key of a server was sent from a browser, where others can read it',
  'foreign_token.refused':
    'an access token of a provider in `ISSUERS` was refused for another reason than its age',
  'refresh_token.reused': 'a rotated refresh token was reused, and its session ended',
} as const satisfies Record<string, string>

export type SecurityEventKind = keyof typeof securityEvents

/** An attempt. Unknown values are omitted. Never contains user input, which may be a password. */
export interface SecurityEvent {
  kind: SecurityEventKind
  /** The client's IP address. */
  address?: string | undefined
  /** Id of the person whose account it is about. */
  userId?: string | undefined
  applicationId?: string | undefined
  /** Pattern of the route, which distinguishes limits and codes. */
  route?: string | undefined
  /** `X-Request-Id` of the response. */
  requestId?: string | undefined
}
