import { z } from 'zod'
import { parseFields } from '../fields.ts'
import { NOT_BLANK } from '../text.ts'
import { type JsonSchema, type Messages, resolveSchema } from './openapi-messages.ts'
import { isFile } from './openapi-samples.ts'

/** A body of requests: its schema in full, and the media types with references to it. */
export interface DescribedBody {
  schema: JsonSchema
  content: Record<string, { schema: JsonSchema }>
}

type Properties = Record<string, JsonSchema>

/**
 * Turns bodies into shared schemas. One with a name (`.meta({ id })`) keeps it; any other is named after the operation
 * that is described first: `updateProfile` has `UpdateProfileBody`.
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

function describeBody({ shared, schemaOf }: Messages, body: z.ZodObject, operationId: string): DescribedBody {
  const name = z.globalRegistry.get(body)?.id ?? `${operationId[0]?.toUpperCase()}${operationId.slice(1)}Body`
  const schema = withFiles(withoutBlanks(resolveSchema(schemaOf(body, 'input'), shared), body))
  const share = (schemaName: string, given: JsonSchema) => {
    shared[schemaName] = given
    return { schema: { $ref: `#/components/schemas/${schemaName}` } }
  }
  return { schema, content: bodyContent(schema, name, share) }
}

/** The three body types mean the same (contract: Every request); a file travels in `multipart/form-data` alone. */
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

/** Says of every text that may not be blank that it may not: the schema itself tells which those are. */
function withoutBlanks(body: JsonSchema, schema: z.ZodObject): JsonSchema {
  const names = Object.keys((body.properties ?? {}) as Properties)
  const { faults } = parseFields(schema, Object.fromEntries(names.map((name) => [name, ' '])))
  return mapProperties(body, (property, name) =>
    faults[name]?.some(({ key }) => key === 'blank')
      ? { minLength: 1, ...property, pattern: NOT_BLANK }
      : property,
  )
}

/** Marks files as JSON Schema has them beside the `format` of OpenAPI 3.0, which tools still read. */
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
