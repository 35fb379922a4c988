import { z } from 'zod'
import { type FailureKey, type FieldMessageKey, failures } from '../errors/error-catalogue.ts'

/** Returns the success envelope of a message (contract: Every request). */
export function envelopeOf<T extends z.ZodType>(data: T) {
  return z.object({ status_code: z.literal(200), errors: z.object({}), data })
}

const texts = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** The failure envelope (contract: Every request). */
export const failureMessage = z
  .object({
    status_code: z.int().min(400).max(599),
    errors: texts.describe('The published English texts: a list per field, a single string in `detail`.'),
    data: z.object({}),
    error_type: z.string(),
    error_codes: texts.describe('Machine-readable, same keys and shape as `errors`.'),
    error_messages: texts
      .optional()
      .describe("In the reader's language, if it is not English or if it says more than `errors`."),
    second_factor_ticket: z
      .string()
      .optional()
      .describe(
        'With `second_factor_required` and `second_factor_enrollment_required`: the ticket for the next step.',
      ),
    enrollment_url: z
      .string()
      .optional()
      .describe('With `second_factor_enrollment_required`: the page on which people set one up.'),
    required_scope: z
      .string()
      .optional()
      .describe('With `insufficient_scope`: the scope that the key lacks.'),
  })
  .meta({ id: 'Failure' })

/** Refusals of every route with this access. */
export const sharedFailures = {
  open: [],
  key: [
    'api_key_missing',
    'api_key_invalid',
    'server_key_not_allowed',
    'server_key_from_browser',
    'origin_not_allowed',
    'unavailable',
  ],
  user: [
    'api_key_missing',
    'api_key_invalid',
    'not_authenticated',
    'authorization_malformed',
    'token_not_valid',
    'foreign_token_refused',
    'inactive_account',
    'account_missing',
    'account_exists',
    'origin_not_allowed',
    'unavailable',
  ],
  server: [
    'api_key_missing',
    'api_key_invalid',
    'server_key_required',
    'server_key_from_browser',
    'insufficient_scope',
    'throttled',
    'unavailable',
  ],
} as const satisfies Record<string, readonly FailureKey[]>

/** What the documentation says about responses in addition to their schemas. */
export interface Answers {
  /** Failures of the request as a whole; field faults count as `validation`. */
  failures: readonly FailureKey[]
  /** Faults found by the service, by field; those found by the body's schema are omitted. */
  faults: Readonly<Record<string, readonly FieldMessageKey[]>>
  /** Whether a success response has an `ETag`. */
  hasTag: boolean
}

/** Key under which `responses` stores the `Answers`; a symbol, so that only the documentation sees it. */
const ANSWERS = Symbol('answers')

/**
 * Describes the responses of a route: its success message, and the statuses of its failures. Every status
 * that a route can return is listed here, and therefore in OpenAPI, with an example of each failure.
 */
export function responses<T extends z.ZodType>(
  success: T,
  access: keyof typeof sharedFailures,
  keys: readonly FailureKey[] = [],
  details: AnswerDetails = {},
): { 200: T } & Record<number, z.ZodType> {
  return { 200: success, ...failureResponses(access, keys, details) } as { 200: T } & Record<
    number,
    z.ZodType
  >
}

type AnswerDetails = Partial<Omit<Answers, 'failures'>>

/**
 * Describes the failures of a route whose success is not JSON; `produces` in its schema names its media
 * types.
 */
export function failureResponses(
  access: keyof typeof sharedFailures,
  keys: readonly FailureKey[],
  { faults = {}, hasTag = false }: AnswerDetails = {},
): Record<number, z.ZodType> {
  const all = [...new Set<FailureKey>([...sharedFailures[access], ...keys])]
  const statuses = new Set(all.map((key) => failures[key].status))
  const answers: Answers = { failures: all, faults, hasTag }
  const byStatus: object = {
    ...Object.fromEntries([...statuses].map((status) => [status, failureMessage])),
    [ANSWERS]: answers,
  }
  return byStatus as Record<number, z.ZodType>
}

/** Returns the details that were passed to `responses`. */
export function answersOf(response: unknown): Answers {
  const answers = (response as { [ANSWERS]?: Answers } | undefined)?.[ANSWERS]
  return answers ?? { failures: [], faults: {}, hasTag: false }
}
