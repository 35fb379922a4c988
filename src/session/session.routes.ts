import { applicationOf, callerOf } from '../http/caller.ts'
import { arrivalOf, clientAddress } from '../http/client-address.ts'
import { type App, accepted } from '../http/schemas.ts'
import { ok } from '../protocol/envelope.ts'
import { responses } from '../protocol/responses.ts'
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

const tags = ['Sign-in']

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
          'Returns an access token and a refresh token. For a person with a second factor, it returns 401 `second_factor_required` with a `second_factor_ticket`; complete the sign-in with `user/login/second-factor/`.',
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
        summary: 'Refresh an access token',
        description:
          'Call it when an access token has expired. For browser and mobile applications, the response has a new `refresh` that replaces the one you sent; for web servers, only `access` comes back.\n\nIf a response is lost, or two tabs refresh at once, send the same token again. For 60 seconds after its first use (or as long as the operator allows, at least 30), you get the newest token of the session. Using it later ends the session, since somebody else may have the token.\n\nHowever often it is refreshed, a session ends after the number of days that the operator has set (90 by default). It also ends when the person signs in to the application for the 51st time and it is the session unused for longest.',
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
        description:
          'Ends the session of the access token. Its tokens stop working within seconds. With a token of another provider, sign out there, or end the session by `DELETE user/sessions/{id}/`.',
        body: logoutBody,
        response: responses(loggedOut, 'user', ['validation', 'act_at_provider'], {
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
        summary: 'Get the signing keys',
        description: 'The public keys that verify access tokens, as a JWK set (RFC 7517).',
        response: { 200: jwkSet },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300').header('access-control-allow-origin', '*')
      return (await keyring.jwks()) as { keys: never[] }
    },
  )
}
