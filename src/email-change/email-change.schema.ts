import { z } from 'zod'
import { field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { CODE_TRIES } from '../one-time-code/one-time-code.ts'
import { ADDRESS_MAX, readEmail } from '../profile/email-address.ts'
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

/** In the envelope, and beside it, where existing clients read it (contract: The e-mail code). */
export const codeAnswer = envelopeOf(z.object(checksumFields)).extend(checksumFields)

const pendingChange = z
  .object({
    email: z.string().describe('The new address.'),
    created_at: z.iso.datetime(),
    sent_at: z.iso.datetime().describe('When the codes were last asked for.'),
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
        'Who gets a code when this person changes the address: the `new` address, the `current` one, or both. The code of the only one is `token_field`; of two, that of `current` is `current_token_field`.',
      ),
    can_be_undone: z
      .array(
        z
          .object({ email: z.string().describe('The address before.'), until: z.iso.datetime() })
          .meta({ id: 'EmailUndo' }),
      )
      .describe('Changes that the mail to the address before can still undo, the newest first.'),
  }),
)

/** A change that can be undone, as the person sees it. */
export const undoMessage = (undo: Undo) => ({
  email: undo.oldEmail,
  until: new Date(undo.expiresAt).toISOString(),
})

export const cancelledAnswer = envelopeOf(z.object({ success: z.literal(true) }))

export const resentAnswer = envelopeOf(z.object({ success: z.literal(true), pending: pendingChange }))

/** The request as the person sees it. */
export function pendingMessage(change: PendingChange): z.output<typeof pendingChange> {
  return {
    email: change.newEmail,
    created_at: new Date(change.createdAt).toISOString(),
    sent_at: new Date(change.sentAt).toISOString(),
    expires_at: new Date(change.expiresAt).toISOString(),
    tries_left: Math.max(0, CODE_TRIES - change.tries),
  }
}
