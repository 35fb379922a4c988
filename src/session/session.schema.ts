import { z } from 'zod'
import { field } from '../basics/fields.ts'
import { readText } from '../basics/text.ts'
import { readTimeZone } from '../local-info/time-zones.ts'
import { PASSWORD_LENGTH_MAX } from '../password/password-length.ts'
import { readPassword } from '../password/password-text.ts'
import { envelopeOf } from '../protocol/responses.ts'

const NAME_MAX = 255
const TOKEN_MAX = 4096
const name = (value: unknown) => readText(value, { max: NAME_MAX, blank: false })
const token = (value: unknown) => readText(value, { max: TOKEN_MAX, blank: false })

/** Only shows where a session is used: an unknown zone is ignored, so that it cannot prevent a sign-in. */
export const timezone = field((value: unknown) => ({ value: readTimeZone(value) }), {
  type: 'string',
  description: 'IANA time zone of the client, shown in the list of sessions. An unknown one is ignored.',
  example: 'Europe/Madrid',
}).optional()

export const loginBody = z.object({
  username: field(name, {
    type: 'string',
    maxLength: NAME_MAX,
    description:
      'The user name or, unless disabled by the operator, the e-mail address of the person, verified or not. A user name takes precedence over an address.',
    example: 'ada',
  }),
  password: field(readPassword, {
    type: 'string',
    format: 'password',
    maxLength: PASSWORD_LENGTH_MAX,
    example: 'correct horse battery staple',
  }),
  timezone,
})

export const refreshBody = z.object({
  refresh: field(token, { type: 'string', maxLength: TOKEN_MAX }),
  timezone,
})

export const logoutBody = z.object({
  refresh: field(token, { type: 'string', maxLength: TOKEN_MAX }).optional(),
})

/** Not in the envelope (contract: Signing in). */
export const tokenPair = z
  .object({ refresh: z.string(), access: z.string() })
  .meta({ id: 'TokenPair', example: { refresh: 'def50200a1b2c3…', access: 'eyJhbGciOiJFUzI1NiJ9.…' } })

export const refreshedTokens = z
  .object({ access: z.string(), refresh: z.string().optional() })
  .meta({ id: 'RefreshedTokens', example: { access: 'eyJhbGciOiJFUzI1NiJ9.…' } })

export const loggedOut = envelopeOf(z.object({ success: z.literal(true) }))

export const jwkSet = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      crv: z.string(),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      alg: z.string(),
      use: z.string(),
    }),
  ),
})
