import { z } from 'zod'
import { type FieldResult, field } from '../fields.ts'

const address = (value: unknown): FieldResult<string> =>
  typeof value === 'string' ? { value } : { fault: { key: 'address_not_registered' } }

/** Query of `return-to/`. */
export const returnQuery = z.object({ url: field(address, { type: 'string' }) })
