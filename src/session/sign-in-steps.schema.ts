import { z } from 'zod'
import { field } from '../basics/fields.ts'
import { readText } from '../basics/text.ts'
import { readAssertion } from '../passkey/passkey.ts'
import { envelopeOf } from '../protocol/responses.ts'
import type { Enrollment } from '../second-factor/second-factor.ts'
import { CODE_TEXT_MAX, RECOVERY_CODES } from '../second-factor/second-factor-code.ts'
import { readCode } from './proof.schema.ts'
import { timezone, tokenPair } from './session.schema.ts'

const TICKET_MAX = 200

const ticket = field((value: unknown) => readText(value, { max: TICKET_MAX, blank: false }), {
  type: 'string',
  maxLength: TICKET_MAX,
  description: '`second_factor_ticket` of the response to `user/login/`.',
})

export const enrollmentBody = z.object({ second_factor_ticket: ticket })

export const secondStepBody = z.object({
  second_factor_ticket: ticket,
  code: field(readCode, {
    type: 'string',
    maxLength: CODE_TEXT_MAX,
    description:
      'The current code of the authenticator app, or a recovery code. Spaces and hyphens are ignored.',
  }),
  timezone,
})

export const enrollmentMessage = z
  .object({
    secret: z
      .string()
      .describe('The seed in base32, for manual entry.')
      .meta({ example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }),
    otpauth_uri: z.string().describe('For a QR code: SHA-1, six digits, 30 seconds.').meta({
      example:
        'otpauth://totp/Acme:ada?issuer=Acme&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
    }),
    expires_at: z.iso.datetime().describe('Until when its first code is accepted.'),
  })
  .meta({ id: 'SecondFactorEnrollment' })

export const enrollmentAnswer = envelopeOf(enrollmentMessage)

export const recoveryCodes = z
  .array(z.string().meta({ example: '7m2k-q9wd-4xzr-h3tn' }))
  .max(RECOVERY_CODES)
  .describe('Ten codes, each valid once instead of an authenticator code. They are not shown again.')

/** Not in the envelope, like the response to `user/login/`. */
export const completedSignIn = tokenPair.extend({ recovery_codes: recoveryCodes.optional() }).meta({
  id: 'CompletedSignIn',
  example: { refresh: 'def50200a1b2c3…', access: 'eyJhbGciOiJFUzI1NiJ9.…' },
})

export const passkeySignInBody = z.object({
  credential: field(readAssertion, {
    type: 'object',
    description:
      '`AuthenticationResponseJSON`, which `PublicKeyCredential.toJSON()` gives; a form sends it as text.',
  }),
  timezone,
})

/** Converts a seed for clients. */
export function enrollmentOf({ secret, uri, expiresAt }: Enrollment): z.output<typeof enrollmentMessage> {
  return { secret, otpauth_uri: uri, expires_at: new Date(expiresAt).toISOString() }
}
