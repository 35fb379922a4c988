import { z } from 'zod'
import { PASSKEY_NAME_MAX } from '../../common/limits.ts'
import { field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { PASSKEYS_MAX, type Passkey, readAttestation } from '../passkey/passkey.ts'
import { readText } from '../text.ts'

const name = field((value: unknown) => readText(value, { max: PASSKEY_NAME_MAX, blank: false }), {
  type: 'string',
  maxLength: PASSKEY_NAME_MAX,
  description: 'What the person calls it.',
  example: 'Work laptop',
})

export const passkeyBody = z.object({
  credential: field(readAttestation, {
    type: 'object',
    description:
      '`RegistrationResponseJSON`, which `PublicKeyCredential.toJSON()` gives; a form sends it as text.',
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
      .describe('What keeps it, where that is well known; empty otherwise.')
      .meta({ example: 'iCloud Keychain' }),
    backed_up: z.boolean().describe('Whether it is kept in more than one place.'),
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

/** A passkey as its person sees it. */
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
