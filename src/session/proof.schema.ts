import { z } from 'zod'
import { field } from '../fields.ts'
import { envelopeOf } from '../http/responses.ts'
import { readPassword } from './password-text.ts'

/** What proves a request beyond its access token: fields of every call that may ask for it. */
export const proofFields = {
  password: field(readPassword, {
    type: 'string',
    format: 'password',
    description: 'The present password.',
    example: 'correct horse battery staple',
  }).optional(),
}

export const proofBody = z.object(proofFields)

export const proofAnswer = envelopeOf(
  z.object({
    success: z.literal(true),
    recent_until: z.iso.datetime().describe('Until when this session counts as recently proven.'),
  }),
)
