import { z } from 'zod'
import { type FieldResult, field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { CODE_TRIES } from '../one-time-code/one-time-code.ts'
import { parseEmail } from '../profile/email-address.ts'
import { readText } from '../text.ts'
import type { PendingChange } from './email-change.ts'

/** Longer than any address, so that the rule of the address gives the message. */
const TEXT_MAX = 1000

/** An address as sent: every fault but an empty or missing one is that it is no address. */
export function readEmail(value: unknown): FieldResult<string> {
  const result = readText(value, { max: TEXT_MAX, blank: false })
  if ('fault' in result) {
    const isBad = result.fault.key === 'not_a_string' || result.fault.key === 'max_length'
    return isBad ? { fault: { key: 'email_invalid' } } : result
  }
  const email = parseEmail(result.value)
  return email === null ? { fault: { key: 'email_invalid' } } : { value: email }
}

export const emailBody = z.object({
  email: field(readEmail, {
    type: 'string',
    format: 'email',
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
    tries_left: z.int(),
  })
  .meta({ id: 'PendingEmailChange' })

export const pendingAnswer = envelopeOf(z.object({ pending: pendingChange.nullable() }))

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
