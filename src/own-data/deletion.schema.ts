import { z } from 'zod'
import { envelopeOf } from '../protocol/responses.ts'

export const deletionAnswer = envelopeOf(
  z.object({ delete_at: z.iso.datetime().describe('When the account is removed.') }),
)

export const deletionCancelled = envelopeOf(z.object({ success: z.literal(true) }))
