import { z } from 'zod'
import { type FailureKey, failures } from '../errors.ts'

/** The success envelope around a message (contract: Every request). */
export function envelopeOf<T extends z.ZodType>(data: T) {
  return z.object({ status_code: z.literal(200), errors: z.object({}), data })
}

/** The success envelope of calls that answer nothing more. */
export const emptyEnvelope = envelopeOf(z.object({}))

const texts = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** The failure envelope (contract: Every request). */
export const failureMessage = z
  .object({
    status_code: z.int(),
    errors: texts.describe('The published English text: per field a list, under `detail` one string.'),
    data: z.object({}),
    error_type: z.string(),
    error_codes: texts.describe('Machine-readable, same keys and shape as `errors`.'),
    error_messages: texts.optional().describe("In the reader's language, where it is not English."),
  })
  .meta({ id: 'Failure' })

/** Refusals that every route with this access can answer. */
const common = {
  open: [],
  key: ['api_key_missing'],
  user: ['api_key_missing', 'token_not_valid'],
} as const satisfies Record<string, readonly FailureKey[]>

/**
 * The answers of a route: its success message, and the statuses of the failures that it can meet. Every status a
 * route can answer stands here, and so in OpenAPI.
 */
export function responses<T extends z.ZodType>(
  success: T,
  access: 'open' | 'key' | 'user',
  keys: readonly FailureKey[] = [],
): { 200: T } & Record<number, z.ZodType> {
  const statuses = new Set([...common[access], ...keys].map((key) => failures[key].status))
  return {
    200: success,
    ...Object.fromEntries([...statuses].map((status) => [status, failureMessage])),
  } as { 200: T } & Record<number, z.ZodType>
}
