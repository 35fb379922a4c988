import { z } from 'zod'
import { PASSKEY_NAME_MAX } from '../../common/limits.ts'
import { field } from '../basics/fields.ts'
import { readText } from '../basics/text.ts'
import { PASSKEYS_MAX, type Passkey, readAttestation } from '../passkey/passkey.ts'
import { envelopeOf } from '../protocol/responses.ts'

const name = field((value: unknown) => readText(value, { max: PASSKEY_NAME_MAX, blank: false }), {
  type: 'string',
  maxLength: PASSKEY_NAME_MAX,
  description: 'Name given by the person.',
  example: 'Work laptop',
})

export const passkeyBody = z.object({
  credential: field(readAttestation, {
    type: 'object',
    description:
      '`RegistrationResponseJSON`, as returned by `PublicKeyCredential.toJSON()`; forms send it as text.',
  }),
  name: name.optional(),
})

export const renameBody = z.object({ name })

const passkeyMessage = z
  .object({
    id: z.string().meta({ example: '0d7c9f0e-4b7e-4a1c-9a53-4e2f7c0e6d11' }),
    name: z.string().meta({ example: 'Work laptop' }),
    authenticator: z
      .string()
      .describe('Name of its authenticator if it is well known; otherwise empty.')
      .meta({ example: 'iCloud Keychain' }),
    backed_up: z.boolean().describe('Whether it is backed up.'),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Passkey' })

export const passkeysAnswer = envelopeOf(z.object({ passkeys: z.array(passkeyMessage).max(PASSKEYS_MAX) }))

export const passkeyAnswer = envelopeOf(z.object({ passkey: passkeyMessage }))

/** `publicKey` of `navigator.credentials.create()`, for `PublicKeyCredential.parseCreationOptionsFromJSON()`. */
const creationOptions = z
  .looseObject({ challenge: z.string() })
  .meta({ id: 'PublicKeyCredentialCreationOptions' })

export const creationOptionsAnswer = envelopeOf(z.object({ public_key: creationOptions }))

export const passkeyDone = envelopeOf(z.object({ success: z.literal(true) }))

/** Converts a passkey for its person. */
export function passkeyOf(passkey: Passkey): z.output<typeof passkeyMessage> {
  const { id, name: called, authenticator, isBackedUp, createdAt, lastUsedAt } = passkey
  return {
    id,
    name: called,
    authenticator,
    backed_up: isBackedUp,
    created_at: new Date(createdAt).toISOString(),
    last_used_at: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  }
}
