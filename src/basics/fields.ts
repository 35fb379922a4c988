import { closest, distance } from 'fastest-levenshtein'
import { z } from 'zod'
import type { FieldMessageKey } from '../errors/error-catalogue.ts'
import type { Fault, Faults } from '../errors/errors.ts'

/** A file part of a request. */
export class FilePart {
  /**
   * Path of the temporary file, or `null` if the route accepts no file of this name and the bytes were
   * skipped.
   */
  readonly path: string | null
  /** Bytes received. */
  readonly size: number
  constructor(path: string | null, size: number) {
    this.path = path
    this.size = size
  }
}

/** Largest integer that a field accepts: 15 digits. */
export const INTEGER_MAX = 999_999_999_999_999

/** Result of reading one field. */
export type FieldResult<T> = { value: T } | { fault: Fault }

/**
 * Returns a reader of a whole number in a query, of at most 15 digits.
 * @param beyond whether values above `max` count as `max`, or are refused
 */
export function readWhole(min: number, max: number, beyond: 'clamp' | 'refuse') {
  return (value: unknown): FieldResult<number> => {
    if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) return { fault: { key: 'not_an_integer' } }
    const number = Number(value)
    if (number < min) return { fault: { key: 'min_value', params: { min } } }
    if (number > max && beyond === 'refuse') return { fault: { key: 'max_value', params: { max } } }
    return { value: Math.min(number, max) }
  }
}

/**
 * A field of a request message: how a raw value is read, and how OpenAPI describes it. Used inside
 * `z.object`. With `.optional()` the field may be absent; otherwise its absence is the fault `missing`.
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

/** Result of reading a message: `values` contains the valid fields even if others are at fault. */
export interface Parsed<T> {
  values: Partial<T>
  faults: Faults
  /** Fields that are not in the schema, as they were sent; absent unless the schema has a `catchall` and there are any. */
  others?: Readonly<Record<string, unknown>>
}

/**
 * Reads every field of the schema from the body. Ignores keys that are not in the schema, unless it is a
 * `z.strictObject`: then each of them is a fault `unknown_field`. With a `catchall`, which describes them, they are
 * returned as they are.
 */
export function parseFields<S extends z.ZodObject>(schema: S, body: unknown): Parsed<z.output<S>> {
  const raw = body as Record<string, unknown>
  const values: Record<string, unknown> = {}
  const { names, fields, isStrict, isOpen } = shapeOf(schema)
  const faults: Faults = isStrict ? unknownFields(names, raw) : {}
  for (const { name, type, missing } of fields) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined
    if (value === undefined) {
      if (missing !== null) faults[name] = [{ key: missing }]
      continue
    }
    const result = type.safeParse(value)
    if (result.success) values[name] = result.data
    else faults[name] = result.error.issues.map(toFault)
  }
  const others = isOpen ? othersIn(names, raw) : null
  return { values: values as Partial<z.output<S>>, faults, ...(others && { others }) }
}

/** What reading a message needs to know of its schema. */
interface Shape {
  names: readonly string[]
  /** `missing` is the fault of a field that was not sent; null if it is optional. */
  fields: readonly { name: string; type: z.ZodType; missing: FieldMessageKey | null }[]
  isStrict: boolean
  isOpen: boolean
}

/** Asking a schema takes longer than reading a short text. */
const shapes = new WeakMap<z.ZodObject, Shape>()

function shapeOf(schema: z.ZodObject): Shape {
  const known = shapes.get(schema)
  if (known) return known
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, type]) => ({
    name,
    type,
    missing: type instanceof z.ZodOptional ? null : (missingFaults.get(type) ?? 'required'),
  }))
  const { catchall } = schema.def
  const isStrict = catchall instanceof z.ZodNever
  const isOpen = catchall !== undefined && !isStrict
  const shape = { names: fields.map(({ name }) => name), fields, isStrict, isOpen }
  shapes.set(schema, shape)
  return shape
}

/** Returns what is not among the known names, or null if there is nothing. */
function othersIn(
  known: readonly string[],
  raw: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  let others: Record<string, unknown> | null = null
  for (const name of Object.keys(raw)) {
    if (known.includes(name) || raw[name] === undefined) continue
    others ??= Object.create(null) as Record<string, unknown>
    others[name] = raw[name]
  }
  return others
}

/** Longest unknown name, in UTF-16 units, that is compared with the known ones. */
const COMPARED_MAX = 64

/** Returns a fault for each name that is not among the known ones. */
export function unknownFields(known: readonly string[], raw: Readonly<Record<string, unknown>>): Faults {
  const unknown = Object.keys(raw).filter((name) => !known.includes(name))
  return Object.fromEntries(unknown.map((name) => [name, [unknownField(known, name)]]))
}

/** Names the nearest known field if a few typing errors lie between. */
function unknownField(known: readonly string[], name: string): Fault {
  if (name.length > COMPARED_MAX) return { key: 'unknown_field' }
  const folded = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()
  const nearest = closest(folded, known)
  const isNear = distance(folded, nearest) <= Math.max(2, nearest.length / 3)
  return isNear ? { key: 'unknown_field_near', params: { name: nearest } } : { key: 'unknown_field' }
}

function toFault(issue: z.core.$ZodIssue): Fault {
  const fault = (issue as { params?: { fault?: Fault } }).params?.fault
  if (!fault) throw new TypeError(`a field schema must be created by field(): ${issue.message}`)
  return fault
}
