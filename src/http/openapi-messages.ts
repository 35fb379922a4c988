import { z } from 'zod'

/** A JSON Schema (draft 2020-12, the dialect of OpenAPI 3.1). */
export type JsonSchema = Record<string, unknown>

/** Turns messages into JSON Schema and keeps those that have a name (`.meta({ id })`) as shared schemas. */
export function createMessages() {
  const shared: Record<string, JsonSchema> = {}
  return {
    /** The named messages met so far, by name. */
    shared,
    /** The JSON Schema of a message as it is sent (`input`) or answered (`output`). */
    schemaOf(message: z.ZodType, io: 'input' | 'output'): JsonSchema {
      // Inside another object, so that a message with a name becomes a reference too.
      const { properties, $defs = {} } = z.toJSONSchema(z.object({ message }), {
        io,
        unrepresentable: 'any',
        override: ({ jsonSchema }) => openUp(jsonSchema as JsonSchema),
      })
      for (const [name, schema] of Object.entries($defs))
        shared[name] = pointToComponents(schema as JsonSchema)
      return pointToComponents((properties as { message: JsonSchema }).message)
    },
  }
}

export type Messages = ReturnType<typeof createMessages>

/** Answers may gain keys, so no message forbids them; `example` is the old name of `examples` (OpenAPI 3.1, 4.8.24). */
function openUp(schema: JsonSchema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties
  delete schema.propertyNames
  if (schema.type === 'integer') schema.format ??= integerFormat(schema)
  // The pattern beside a format says the same at great length.
  if (schema.format !== undefined) delete schema.pattern
  if ('example' in schema) {
    schema.examples = [schema.example]
    delete schema.example
  }
}

const INT32_MAX = 2 ** 31 - 1

/** The OpenAPI format that holds every value. */
function integerFormat({ minimum, maximum }: JsonSchema): 'int32' | 'int64' {
  const isSmall = Number(minimum) >= -INT32_MAX - 1 && Number(maximum) <= INT32_MAX
  return isSmall ? 'int32' : 'int64'
}

function pointToComponents<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as T
}

/** The schema itself, or the shared one that it points to. */
export function resolveSchema(schema: JsonSchema, shared: Record<string, JsonSchema>): JsonSchema {
  if (typeof schema.$ref !== 'string') return schema
  return shared[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {}
}

/** A value that fits the schema: its own example where it has one. */
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

/** A text of each format. */
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
