import { z } from 'zod'
import type { JsonSchema } from '../protocol/json-schema.ts'

/** Converts messages to JSON Schema and collects those with a name (`.meta({ id })`) as shared schemas. */
export function createMessages() {
  const shared: Record<string, JsonSchema> = {}
  return {
    /** The named messages so far, by name. */
    shared,
    /** Returns the JSON Schema of a message in a request (`input`) or response (`output`). */
    schemaOf(message: z.ZodType, io: 'input' | 'output'): JsonSchema {
      // Wrapped in an object, so that a named message becomes a reference too.
      const { properties, $defs = {} } = z.toJSONSchema(z.object({ message }), {
        io,
        unrepresentable: 'any',
        override: ({ jsonSchema }) => adaptSchema(jsonSchema as JsonSchema, io),
      })
      for (const [name, schema] of Object.entries($defs))
        shared[name] = pointToComponents(schema as JsonSchema)
      return pointToComponents((properties as { message: JsonSchema }).message)
    },
  }
}

export type Messages = ReturnType<typeof createMessages>

/**
 * Responses may gain keys, so none forbids them; `example` is the old name of `examples` (OpenAPI 3.1,
 * 4.8.24).
 */
function adaptSchema(schema: JsonSchema, io: 'input' | 'output'): void {
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties
  delete schema.propertyNames
  if (schema.type === 'integer') schema.format ??= integerFormat(schema)
  // The pattern duplicates the format at great length.
  if (schema.format !== undefined) delete schema.pattern
  if ('example' in schema) {
    schema.examples = [schema.example]
    delete schema.example
  }
}

const INT32_MAX = 2 ** 31 - 1

/** Returns the OpenAPI format that fits every value. */
function integerFormat({ minimum, maximum }: JsonSchema): 'int32' | 'int64' {
  const isSmall = Number(minimum) >= -INT32_MAX - 1 && Number(maximum) <= INT32_MAX
  return isSmall ? 'int32' : 'int64'
}

function pointToComponents<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as T
}

/** Returns the schema itself, or the shared one that it refers to. */
export function resolveSchema(schema: JsonSchema, shared: Record<string, JsonSchema>): JsonSchema {
  if (typeof schema.$ref !== 'string') return schema
  return shared[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {}
}

/** Returns a value that fits the schema: its own example if it has one. */
export function exampleOf(schema: JsonSchema, shared: Record<string, JsonSchema>): unknown {
  if (schema.$ref !== undefined) return exampleOf(resolveSchema(schema, shared), shared)
  for (const list of [schema.examples, schema.enum]) if (Array.isArray(list)) return list[0]
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  const choice = choices?.find(({ type }) => type !== 'null') ?? choices?.[0]
  if (choice) return exampleOf(choice, shared)
  if (Array.isArray(schema.allOf))
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, shared)))
  return exampleOfType(schema, shared)
}

/** An example of each format. */
const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T09:30:00.000Z',
  date: '2026-01-31',
  email: 'ada@example.com',
  uri: 'https://id.example.com/',
  uuid: 'f81d4fae-7dec-41d0-a765-00a0c91e6bf6',
}

function exampleOfType(schema: JsonSchema, shared: Record<string, JsonSchema>): unknown {
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => [
          name,
          exampleOf(property, shared),
        ]),
      )
    case 'array':
      return [exampleOf((schema.items ?? {}) as JsonSchema, shared)]
    case 'integer':
    case 'number':
      return Math.max(0, Number(schema.minimum ?? 0))
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return formats[String(schema.format)] ?? 'string'
  }
}
