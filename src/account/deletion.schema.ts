import { z } from 'zod'
import { field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { readPassword } from '../session/password-text.ts'

export const deletionBody = z.object({
  password: field(readPassword, {
    type: 'string',
    format: 'password',
    description: 'The present password.',
    example: 'correct horse battery staple',
  }),
})

export const deletionAnswer = envelopeOf(
  z.object({ delete_at: z.iso.datetime().describe('When the account is removed.') }),
)

export const deletionCancelled = envelopeOf(z.object({ success: z.literal(true) }))
