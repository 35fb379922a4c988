import { ok } from '../http/answer.ts'
import { applicationOf, callerOf } from '../http/caller.ts'
import { arrivalOf, clientAddress } from '../http/client-address.ts'
import { responses } from '../http/responses.ts'
import { type App, accepted } from '../http/schemas.ts'
import type { Keyring } from './keyring.service.ts'
import {
  jwkSet,
  loggedOut,
  loginBody,
  logoutBody,
  refreshBody,
  refreshedTokens,
  tokenPair,
} from './session.schema.ts'
import type { SessionService } from './session.service.ts'

const tags = ['Session']

export function sessionRoutes(
  app: App,
  options: { base: string; sessions: SessionService; keyring: Keyring },
): void {
  const { base, sessions, keyring } = options
  app.post(
    `${base}/user/login`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'signIn',
        summary: 'Sign in',
        description:
          'Where the person has a second factor, the answer is 401 `second_factor_required`, with `second_factor_ticket` at its top level for `user/login/second-factor/`.',
        body: loginBody,
        response: responses(tokenPair, 'key', [
          'validation',
          'credentials_invalid',
          'inactive_account',
          'password_reset_required',
          'second_factor_required',
          'second_factor_enrollment_required',
          'throttled',
        ]),
      },
    },
    async (request) =>
      sessions.login(applicationOf(request), { ...accepted(request.body), ...arrivalOf(request) }),
  )
  app.post(
    `${base}/user/token/refresh`,
    {
      config: { access: 'key' },
      schema: {
        tags,
        operationId: 'refreshToken',
        summary: 'Refresh the access token',
        description:
          'Where the application rotates refresh tokens, the answer holds a new `refresh`, which takes the place of the one sent. If an answer is lost, or two tabs refresh at once, send the token that you have again: within 60 seconds of its first use (a setting of the operator, never below 30) it gets the newest token of the session. A later use ends the session, since somebody else may have the token. Where tokens are kept, `access` comes back alone. However often it is refreshed, a session ends after the days that the operator sets (90 unless set), and the least recently used one ends at the 51st sign-in of a person in the application.',
        body: refreshBody,
        response: responses(refreshedTokens, 'key', ['validation', 'refresh_not_valid']),
      },
    },
    async (request) =>
      sessions.refresh(applicationOf(request), {
        ...accepted(request.body),
        address: clientAddress(request),
      }),
  )
  app.post(
    `${base}/user/logout`,
    {
      config: { access: 'user' },
      schema: {
        tags,
        operationId: 'signOut',
        summary: 'Sign out',
        body: logoutBody,
        response: responses(loggedOut, 'user', ['validation'], {
          faults: { refresh: ['refresh_of_another'] },
        }),
      },
    },
    async (request) => {
      await sessions.logout(callerOf(request), accepted(request.body).refresh)
      return ok({ success: true as const })
    },
  )
  app.get(
    '/.well-known/jwks.json',
    {
      config: { access: 'open' },
      schema: {
        tags,
        operationId: 'getSigningKeys',
        summary: 'The keys that sign access tokens (JWK set, RFC 7517)',
        response: { 200: jwkSet },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300').header('access-control-allow-origin', '*')
      return (await keyring.jwks()) as { keys: never[] }
    },
  )
}
