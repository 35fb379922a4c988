import { z } from 'zod'
import { parseFields } from '../basics/fields.ts'
import { NOT_BLANK } from '../basics/text.ts'
import type { JsonSchema } from '../protocol/json-schema.ts'
import { type Messages, resolveSchema } from './messages.ts'
import { isFile } from './samples.ts'

/** A request body: its complete schema, and the media types with references to it. */
export interface DescribedBody {
  schema: JsonSchema
  content: Record<string, { schema: JsonSchema }>
}

type Properties = Record<string, JsonSchema>

/**
 * Turns bodies into shared schemas. A body with a name (`.meta({ id })`) keeps it; others are named after the
 * first operation described: `updateProfile` has `UpdateProfileBody`.
 */
export function createBodies(messages: Messages) {
  const known = new Map<z.ZodObject, DescribedBody>()
  return (body: z.ZodObject, operationId: string): DescribedBody => {
    const described = known.get(body) ?? describeBody(messages, body, operationId)
    known.set(body, described)
    return described
  }
}

export type Bodies = ReturnType<typeof createBodies>

/** Describes a body that is one object of JSON instead of fields. */
export function describeDocument(
  { shared, schemaOf }: Messages,
  body: z.ZodType,
  types: readonly string[],
): DescribedBody {
  const schema = schemaOf(body, 'input')
  return {
    schema: resolveSchema(schema, shared),
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  }
}

function describeBody({ shared, schemaOf }: Messages, body: z.ZodObject, operationId: string): DescribedBody {
  const name = z.globalRegistry.get(body)?.id ?? `${operationId[0]?.toUpperCase()}${operationId.slice(1)}Body`
  const schema = withFiles(withoutBlanks(resolveSchema(schemaOf(body, 'input'), shared), body))
  const share = (schemaName: string, given: JsonSchema) => {
    shared[schemaName] = given
    return { schema: { $ref: `#/components/schemas/${schemaName}` } }
  }
  return { schema, content: bodyContent(schema, name, share) }
}

/** The three body types are equivalent (contract: Every request); files require `multipart/form-data`. */
function bodyContent(
  body: JsonSchema,
  name: string,
  share: (name: string, schema: JsonSchema) => { schema: JsonSchema },
): DescribedBody['content'] {
  const properties = Object.entries((body.properties ?? {}) as Properties)
  const required = (body.required ?? []) as string[]
  const files = properties.filter(([, schema]) => isFile(schema)).map(([field]) => field)
  const whole = share(name, body)
  if (files.some((field) => required.includes(field))) return { 'multipart/form-data': whole }
  const rest = Object.fromEntries(properties.filter(([field]) => !files.includes(field)))
  const text = files.length === 0 ? whole : share(`${name}WithoutFiles`, { ...body, properties: rest })
  return { 'multipart/form-data': whole, 'application/x-www-form-urlencoded': text, 'application/json': text }
}

/** Marks every text that must not be blank: the schema itself determines which. */
function withoutBlanks(body: JsonSchema, schema: z.ZodObject): JsonSchema {
  const names = Object.keys((body.properties ?? {}) as Properties)
  const { faults } = parseFields(schema, Object.fromEntries(names.map((name) => [name, ' '])))
  return mapProperties(body, (property, name) =>
    faults[name]?.some(({ key }) => key === 'blank')
      ? { minLength: 1, ...property, pattern: NOT_BLANK }
      : property,
  )
}

/** Marks files as in JSON Schema, in addition to the `format` of OpenAPI 3.0, which tools still read. */
function withFiles(body: JsonSchema): JsonSchema {
  return mapProperties(body, (schema) =>
    isFile(schema)
      ? { ...schema, type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' }
      : schema,
  )
}

function mapProperties(
  body: JsonSchema,
  change: (schema: JsonSchema, name: string) => JsonSchema,
): JsonSchema {
  const properties = Object.entries((body.properties ?? {}) as Properties)
  return {
    ...body,
    properties: Object.fromEntries(properties.map(([name, schema]) => [name, change(schema, name)])),
  }
}
