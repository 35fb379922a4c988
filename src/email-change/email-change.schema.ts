import { z } from 'zod'
import { field } from '../basics/fields.ts'
import { CODE_TRIES } from '../one-time-code/one-time-code.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { ADDRESS_MAX, readEmail } from '../user/email-address.ts'
import { mailboxes, type PendingChange, type Undo } from './email-change.ts'

export const emailBody = z.object({
  email: field(readEmail, {
    type: 'string',
    format: 'email',
    maxLength: ADDRESS_MAX,
    description: 'The new address.',
    example: 'ada@example.org',
  }),
})

const checksumFields = {
  success: z.literal(true),
  token_checksum: z.string().describe('Send it as `token_checksum_field` with the code.'),
}

/** In the envelope, and next to it, where existing clients read it (contract: The e-mail code). */
export const codeAnswer = envelopeOf(z.object(checksumFields)).extend(checksumFields)

const pendingChange = z
  .object({
    email: z.string().describe('The new address.'),
    created_at: z.iso.datetime(),
    sent_at: z.iso.datetime().describe('When the codes were last requested.'),
    expires_at: z.iso.datetime(),
    tries_left: z.int().min(0).max(CODE_TRIES),
  })
  .meta({ id: 'PendingEmailChange' })

export const pendingAnswer = envelopeOf(
  z.object({
    pending: pendingChange.nullable(),
    mailboxes: z
      .array(z.enum(mailboxes))
      .max(mailboxes.length)
      .describe(
        'Who receives a code when this person changes the address: the `new` address, the `current` one, or both. A single code is sent as `token_field`; of two, the one for `current` is sent as `current_token_field`.',
      ),
    can_be_undone: z
      .array(
        z
          .object({ email: z.string().describe('The previous address.'), until: z.iso.datetime() })
          .meta({ id: 'EmailUndo' }),
      )
      .describe('Changes that can still be undone by the mail to the previous address, newest first.'),
  }),
)

/** A change that can be undone, as shown to the person. */
export const undoMessage = (undo: Undo) => ({
  email: undo.oldEmail,
  until: new Date(undo.expiresAt).toISOString(),
})

export const cancelledAnswer = envelopeOf(z.object({ success: z.literal(true) }))

export const resentAnswer = envelopeOf(z.object({ success: z.literal(true), pending: pendingChange }))

/** The request, as shown to the person. */
export function pendingMessage(change: PendingChange): z.output<typeof pendingChange> {
  return {
    email: change.newEmail,
    created_at: new Date(change.createdAt).toISOString(),
    sent_at: new Date(change.sentAt).toISOString(),
    expires_at: new Date(change.expiresAt).toISOString(),
    tries_left: Math.max(0, CODE_TRIES - change.tries),
  }
}
