import { z } from 'zod'
import { field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { readAssertion } from '../passkey/passkey.ts'
import { CODE_TEXT_MAX } from '../second-factor/second-factor-code.ts'
import { readText } from '../text.ts'
import { readPassword } from './password-text.ts'
import { PASSWORD_LENGTH_MAX } from './session.ts'

/** A code as typed; what it is, is found out when it is compared. */
export const readCode = (value: unknown) => readText(value, { max: CODE_TEXT_MAX, blank: false })

/** What proves a request beyond its access token: the body of every call that may ask for it. */
export const proofBody = z
  .object({
    password: field(readPassword, {
      type: 'string',
      format: 'password',
      maxLength: PASSWORD_LENGTH_MAX,
      description: 'The present password.',
      example: 'correct horse battery staple',
    }).optional(),
    second_factor_code: field(readCode, {
      type: 'string',
      maxLength: CODE_TEXT_MAX,
      description: 'Or: the present code of the authenticator app, or a recovery code.',
    }).optional(),
    passkey: field(readAssertion, {
      type: 'object',
      description:
        'Or: the answer of a passkey to the options of `user/proof/passkey/`: `AuthenticationResponseJSON`, which `PublicKeyCredential.toJSON()` gives.',
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
    recent_until: z.iso.datetime().describe('Until when this session counts as recently proven.'),
  }),
)
