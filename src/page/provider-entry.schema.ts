import { z } from 'zod'
import { type FieldResult, field } from '../basics/fields.ts'
import { timezone } from '../session/session.schema.ts'

/** Longer than an authorization code, a state or an issuer of any provider. */
const PARAMETER_MAX = 4000

const text = (max: number) =>
  field(
    (value: unknown): FieldResult<string> =>
      typeof value === 'string' && value.length <= max
        ? { value }
        : { fault: { key: 'max_length', params: { max } } },
    { type: 'string', maxLength: max },
  )
const flag = field((value: unknown): FieldResult<boolean> => ({ value: value === true }), {
  type: 'boolean',
})

/** Body of `session/provider/`. */
export const beginBody = z.object({ provider: text(40), fresh: flag.optional(), timezone })

const parameter = text(PARAMETER_MAX).optional()

/** Body of `session/provider/callback/`. */
export const callbackBody = z.object({
  provider: text(40),
  code: parameter,
  state: parameter,
  iss: parameter,
  error: parameter,
  timezone,
})
