import { z } from 'zod'
import { PASSWORD_MAX, PASSWORD_MIN } from '../../common/password-rules.ts'
import { field } from '../basics/fields.ts'
import { CODE_MAX, readChecksumText, readCodeText } from '../one-time-code/code-text.ts'
import { PASSWORD_LENGTH_MAX } from '../password/password-length.ts'
import { readPassword } from '../password/password-text.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { ADDRESS_MAX, readEmail } from '../user/email-address.ts'

const password = (description: string, lengths: { minLength?: number; maxLength: number }) =>
  field(readPassword, {
    type: 'string',
    format: 'password',
    ...lengths,
    description,
    example: 'correct horse battery staple',
  })
const email = field(readEmail, {
  type: 'string',
  format: 'email',
  maxLength: ADDRESS_MAX,
  example: 'ada@example.com',
})

const newPassword = password(
  `${PASSWORD_MIN} to ${PASSWORD_MAX} characters, all allowed except NUL; not common or breached, not a repetition or a row of keys, and not derived from the name or address of the person or the service.`,
  { minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX },
)

export const changeBody = z.object({
  old_password: password('The current password.', { maxLength: PASSWORD_LENGTH_MAX }),
  new_password: newPassword,
})

export const forgotBody = z.object({ email })

export const resetBody = z.object({
  email,
  token_checksum_field: field(readChecksumText, {
    type: 'string',
    description: '`token_checksum` of the response to the request for the code.',
  }),
  token_field: field(readCodeText, {
    type: 'string',
    maxLength: CODE_MAX,
    description:
      'The mailed code: eight letters and digits, in upper or lower case, with or without the hyphen.',
  }),
  new_password: newPassword,
})

const checksumFields = { success: z.literal(true), token_checksum: z.string() }

/** In the envelope and next to it, like the response for a change of address. */
export const forgotAnswer = envelopeOf(z.object(checksumFields)).extend(checksumFields)

/** A new password whose code was mailed to a previous address takes effect later. */
export const resetAnswer = envelopeOf(
  z.object({
    success: z.literal(true),
    takes_effect_at: z.iso
      .datetime()
      .optional()
      .describe(
        'When the new password takes effect, accurate to about ten minutes; absent if it already has. It is delayed if the address of the account is so new that the code was mailed to the previous address.',
      ),
  }),
)

export const passwordAnswer = envelopeOf(
  z.object({
    waiting: z
      .object({
        created_at: z.iso.datetime(),
        takes_effect_at: z.iso.datetime().describe('Accurate to about ten minutes.'),
      })
      .meta({ id: 'WaitingPassword' })
      .nullable()
      .describe('A new password that has not taken effect yet; null if there is none.'),
    changed_at: z.iso
      .datetime()
      .nullable()
      .describe(
        'When the password was last set; null if it is not known, as events are retained for a limited time.',
      ),
  }),
)

export const doneAnswer = envelopeOf(z.object({ success: z.literal(true) }))
