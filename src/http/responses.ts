import { z } from 'zod'
import { type FailureKey, type FieldMessageKey, failures } from '../error-catalogue.ts'

/** The success envelope around a message (contract: Every request). */
export function envelopeOf<T extends z.ZodType>(data: T) {
  return z.object({ status_code: z.literal(200), errors: z.object({}), data })
}

const texts = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** The failure envelope (contract: Every request). */
export const failureMessage = z
  .object({
    status_code: z.int().min(400).max(599),
    errors: texts.describe('The published English text: per field a list, under `detail` one string.'),
    data: z.object({}),
    error_type: z.string(),
    error_codes: texts.describe('Machine-readable, same keys and shape as `errors`.'),
    error_messages: texts.optional().describe("In the reader's language, where it is not English."),
    second_factor_ticket: z
      .string()
      .optional()
      .describe(
        'With `second_factor_required` and `second_factor_enrollment_required`: what the next step takes.',
      ),
    enrollment_url: z
      .string()
      .optional()
      .describe('With `second_factor_enrollment_required`: the page on which people set one up.'),
  })
  .meta({ id: 'Failure' })

/** Refusals that every route with this access can answer. */
const common = {
  open: [],
  key: ['api_key_missing', 'api_key_invalid', 'origin_not_allowed', 'unavailable'],
  user: [
    'api_key_missing',
    'api_key_invalid',
    'not_authenticated',
    'authorization_malformed',
    'token_not_valid',
    'origin_not_allowed',
    'unavailable',
  ],
} as const satisfies Record<string, readonly FailureKey[]>

/** What the documentation says of a route's answers beside their schemas. */
export interface Answers {
  /** Failures as a whole; field faults count as `validation`. */
  failures: readonly FailureKey[]
  /** Faults by field that the service finds; those that the body's schema finds need not be named. */
  faults: Readonly<Record<string, readonly FieldMessageKey[]>>
  /** Whether the success carries an `ETag`. */
  hasTag: boolean
}

/** Under this key `responses` keeps the `Answers`; a symbol, so that only the documentation sees it. */
const ANSWERS = Symbol('answers')

/**
 * The answers of a route: its success message, and the statuses of the failures that it can meet. Every status a
 * route can answer stands here, and so in OpenAPI, each failure with an example.
 */
export function responses<T extends z.ZodType>(
  success: T,
  access: 'open' | 'key' | 'user',
  keys: readonly FailureKey[] = [],
  details: AnswerDetails = {},
): { 200: T } & Record<number, z.ZodType> {
  return { 200: success, ...failureResponses(access, keys, details) } as { 200: T } & Record<
    number,
    z.ZodType
  >
}

type AnswerDetails = Partial<Omit<Answers, 'failures'>>

/** The failures of a route whose success is no JSON; `produces` in its schema names the media types of that. */
export function failureResponses(
  access: 'open' | 'key' | 'user',
  keys: readonly FailureKey[],
  { faults = {}, hasTag = false }: AnswerDetails = {},
): Record<number, z.ZodType> {
  const all = [...new Set<FailureKey>([...common[access], ...keys])]
  const statuses = new Set(all.map((key) => failures[key].status))
  const answers: Answers = { failures: all, faults, hasTag }
  const byStatus: object = {
    ...Object.fromEntries([...statuses].map((status) => [status, failureMessage])),
    [ANSWERS]: answers,
  }
  return byStatus as Record<number, z.ZodType>
}

/** What `responses` was told about the answers of a route. */
export function answersOf(response: unknown): Answers {
  const answers = (response as { [ANSWERS]?: Answers } | undefined)?.[ANSWERS]
  return answers ?? { failures: [], faults: {}, hasTag: false }
}
