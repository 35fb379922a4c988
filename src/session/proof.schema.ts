import { z } from 'zod'
import { field } from '../basics/fields.ts'
import { readText } from '../basics/text.ts'
import { readAssertion } from '../passkey/passkey.ts'
import { PASSWORD_LENGTH_MAX } from '../password/password-length.ts'
import { readPassword } from '../password/password-text.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { CODE_TEXT_MAX } from '../second-factor/second-factor-code.ts'

/** Reads a typed code; its kind is determined when it is compared. */
export const readCode = (value: unknown) => readText(value, { max: CODE_TEXT_MAX, blank: false })

/** Proves a request beyond its access token: part of the body of every call that may require it. */
export const proofBody = z
  .object({
    password: field(readPassword, {
      type: 'string',
      format: 'password',
      maxLength: PASSWORD_LENGTH_MAX,
      description: 'The current password.',
      example: 'correct horse battery staple',
    }).optional(),
    second_factor_code: field(readCode, {
      type: 'string',
      maxLength: CODE_TEXT_MAX,
      description: 'Alternatively, the current code of the authenticator app, or a recovery code.',
    }).optional(),
    passkey: field(readAssertion, {
      type: 'object',
      description:
        'Alternatively, the response of a passkey to the options of `user/proof/passkey/`: `AuthenticationResponseJSON`, as returned by `PublicKeyCredential.toJSON()`.',
    }).optional(),
  })
  .meta({ id: 'ProofBody' })

/** `publicKey` of `navigator.credentials.get()`, for `PublicKeyCredential.parseRequestOptionsFromJSON()`. */
const requestOptions = z
  .looseObject({ challenge: z.string(), rpId: z.string().optional() })
  .meta({ id: 'PublicKeyCredentialRequestOptions' })

export const requestOptionsAnswer = envelopeOf(z.object({ public_key: requestOptions }))

export const proofAnswer = envelopeOf(
  z.object({
    success: z.literal(true),
    recent_until: z.iso.datetime().describe('Until when the proof of this session counts as recent.'),
  }),
)
