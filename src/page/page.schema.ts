import { z } from 'zod'
import { type FieldResult, field } from '../basics/fields.ts'
import { resetBody } from '../password-change/password-change.schema.ts'
import { timezone } from '../session/session.schema.ts'

const address = (value: unknown): FieldResult<string> =>
  typeof value === 'string' ? { value } : { fault: { key: 'address_not_registered' } }

/** Body of `session/refresh/`. */
export const pageRefreshBody = z.object({ timezone })

/** Body of `session/reset/`. */
export const pageResetBody = resetBody.extend({ timezone })

/** Query of `return-to/`. */
export const returnQuery = z.object({ url: field(address, { type: 'string' }) })
