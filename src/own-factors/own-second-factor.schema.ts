import { z } from 'zod'
import { field } from '../basics/fields.ts'
import { envelopeOf } from '../protocol/responses.ts'
import { CODE_TEXT_MAX, RECOVERY_CODES } from '../second-factor/second-factor-code.ts'
import { readCode } from '../session/proof.schema.ts'
import { recoveryCodes } from '../session/sign-in-steps.schema.ts'
import type { OwnSecondFactor } from './own-second-factor.ts'

export const confirmBody = z.object({
  code: field(readCode, {
    type: 'string',
    maxLength: CODE_TEXT_MAX,
    description: 'The current code of the authenticator app.',
  }),
})

const stateMessage = z
  .object({
    enabled: z.boolean(),
    enabled_at: z.iso.datetime().nullable().describe('Since when it is active.'),
    recovery_codes_left: z.int().min(0).max(RECOVERY_CODES).describe('Number of unused recovery codes.'),
    required: z.boolean().describe('Whether the operator requires one, now or from a date on.'),
    required_from: z.iso
      .datetime()
      .nullable()
      .describe('From when on it is required to sign in; null if it is not required, or already.'),
  })
  .meta({ id: 'SecondFactor' })

export const stateAnswer = envelopeOf(stateMessage)

export const recoveryCodesAnswer = envelopeOf(z.object({ recovery_codes: recoveryCodes }))

export const factorDone = envelopeOf(z.object({ success: z.literal(true) }))

/** Converts a second factor for its person. */
export function stateOf(state: OwnSecondFactor): z.output<typeof stateMessage> {
  const { confirmedAt, codesLeft, isRequired, requiredFrom } = state
  return {
    enabled: confirmedAt !== null,
    enabled_at: confirmedAt === null ? null : new Date(confirmedAt).toISOString(),
    recovery_codes_left: codesLeft,
    required: isRequired,
    required_from: requiredFrom ? new Date(requiredFrom).toISOString() : null,
  }
}
