import { z } from 'zod'
import { PASSWORD_MAX, PASSWORD_MIN } from '../../common/password-rules.ts'
import { field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { CODE_MAX, readChecksumText, readCodeText } from '../one-time-code/code-text.ts'
import { ADDRESS_MAX, readEmail } from '../profile/email-address.ts'
import { readPassword } from '../session/password-text.ts'
import { PASSWORD_LENGTH_MAX } from '../session/session.ts'

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
  `${PASSWORD_MIN} to ${PASSWORD_MAX} characters, any but NUL; neither common nor breached, no repetition or row of keys, and not made of the name or address of the person or the service.`,
  { minLength: PASSWORD_MIN, maxLength: PASSWORD_MAX },
)

export const changeBody = z.object({
  old_password: password('The present password.', { maxLength: PASSWORD_LENGTH_MAX }),
  new_password: newPassword,
})

export const forgotBody = z.object({ email })

export const resetBody = z.object({
  email,
  token_checksum_field: field(readChecksumText, {
    type: 'string',
    description: '`token_checksum` of the answer that announced the code.',
  }),
  token_field: field(readCodeText, {
    type: 'string',
    maxLength: CODE_MAX,
    description: 'The mailed code: eight letters and digits, in any case, with or without the hyphen.',
  }),
  new_password: newPassword,
})

const checksumFields = { success: z.literal(true), token_checksum: z.string() }

/** In the envelope and beside it, as the answer for a change of address. */
export const forgotAnswer = envelopeOf(z.object(checksumFields)).extend(checksumFields)

/** A new password whose code had to go to an address before takes effect later. */
export const resetAnswer = envelopeOf(
  z.object({
    success: z.literal(true),
    takes_effect_at: z.iso
      .datetime()
      .optional()
      .describe(
        'When the new password takes effect, give or take ten minutes; absent: it has. It waits if the address of the account is so new that the code went to the address before.',
      ),
  }),
)

export const waitingAnswer = envelopeOf(
  z.object({
    waiting: z
      .object({
        created_at: z.iso.datetime(),
        takes_effect_at: z.iso.datetime().describe('Give or take ten minutes.'),
      })
      .meta({ id: 'WaitingPassword' })
      .nullable(),
  }),
)

export const doneAnswer = envelopeOf(z.object({ success: z.literal(true) }))
