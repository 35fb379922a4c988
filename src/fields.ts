import { z } from 'zod'
import type { FieldMessageKey } from './error-catalogue.ts'
import type { Fault, Faults } from './errors.ts'

/** A file part of a request. */
export class FilePart {
  /** Where the bytes lie, or `null` if the route takes no file of this name and they were skipped. */
  readonly path: string | null
  /** Bytes received. */
  readonly size: number
  constructor(path: string | null, size: number) {
    this.path = path
    this.size = size
  }
}

/** The largest integer that a field takes: 15 digits. */
export const INTEGER_MAX = 999_999_999_999_999

/** What reading one field gives. */
export type FieldResult<T> = { value: T } | { fault: Fault }

/**
 * A field of a request message: how a raw value is read, and how OpenAPI describes it. Used inside `z.object`; with
 * `.optional()` the field may be absent; else its absence is the fault `missing`.
 */
export function field<T>(
  read: (value: unknown) => FieldResult<T>,
  describe: Record<string, unknown> = {},
  missing: FieldMessageKey = 'required',
) {
  const schema = z
    .unknown()
    .transform((value, context): T => {
      const result = read(value)
      if ('value' in result) return result.value
      context.issues.push({
        code: 'custom',
        input: value,
        params: { fault: result.fault },
        message: result.fault.key,
      })
      return z.NEVER
    })
    .meta(describe)
  missingFaults.set(schema, missing)
  return schema
}

const missingFaults = new WeakMap<z.ZodType, FieldMessageKey>()

/** A message read field by field: what is right stands in `values` even where other fields are at fault. */
export interface Parsed<T> {
  values: Partial<T>
  faults: Faults
}

/** Reads every field of the schema from the body; keys the schema does not name are ignored. */
export function parseFields<S extends z.ZodObject>(schema: S, body: unknown): Parsed<z.output<S>> {
  const raw = body as Record<string, unknown>
  const values: Record<string, unknown> = {}
  const faults: Faults = {}
  for (const [name, type] of Object.entries(schema.shape)) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined
    if (value === undefined) {
      if (!(type instanceof z.ZodOptional))
        faults[name] = [{ key: missingFaults.get(type as z.ZodType) ?? 'required' }]
      continue
    }
    const result = (type as z.ZodType).safeParse(value)
    if (result.success) values[name] = result.data
    else faults[name] = result.error.issues.map(toFault)
  }
  return { values: values as Partial<z.output<S>>, faults }
}

function toFault(issue: z.core.$ZodIssue): Fault {
  const fault = (issue as { params?: { fault?: Fault } }).params?.fault
  if (!fault) throw new TypeError(`a field schema must be made by field(): ${issue.message}`)
  return fault
}
