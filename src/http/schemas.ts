import fastJson from 'fast-json-stringify'
import type { FastifyInstance, FastifyTypeProvider } from 'fastify'
import { z } from 'zod'
import { type Parsed, parseFields } from '../basics/fields.ts'
import { type Faults, invalid } from '../errors/errors.ts'

/**
 * Types of a route from its zod schemas: body and query are `Parsed`, a response is the input of its schema.
 */
export interface ZodProvider extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodObject ? Parsed<z.output<this['schema']>> : unknown
  serializer: this['schema'] extends z.ZodType ? z.input<this['schema']> : unknown
}

export type App = FastifyInstance<
  import('fastify').RawServerDefault,
  import('http').IncomingMessage,
  import('http').ServerResponse,
  import('fastify').FastifyBaseLogger,
  ZodProvider
>

/** One schema per message: it parses requests and serializes responses, dropping undeclared properties. */
export function useSchemas(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => (data) => {
    if (!(schema instanceof z.ZodObject)) return { value: data }
    if (httpPart === 'body' || httpPart === 'querystring') return { value: parseFields(schema, data ?? {}) }
    return { value: data }
  })
  // Every route uses the same failure message for many statuses: one serializer serves them all. Each is made when it is
  // needed first: all of them would take a tenth of the start.
  const serializers = new WeakMap<z.ZodType, Serializer>()
  app.setSerializerCompiler(({ schema }) => {
    if (!(schema instanceof z.ZodType)) return JSON.stringify
    return (data) => {
      const serializer = serializers.get(schema) ?? serializerOf(schema)
      serializers.set(schema, serializer)
      return serializer(data)
    }
  })
}

type Serializer = ReturnType<typeof fastJson>

const serializerOf = (schema: z.ZodType): Serializer =>
  fastJson(toJsonSchema(schema, 'output') as unknown as fastJson.Schema, { rounding: 'trunc' })

/** Returns the values of a valid message. @throws {Refusal} `validation` with all faulty fields */
export function accepted<T>(parsed: Parsed<T>): T {
  if (hasFaults(parsed.faults)) throw invalid(parsed.faults)
  return parsed.values as T
}

function hasFaults(faults: Faults): boolean {
  return Object.keys(faults).length > 0
}

/** Returns the JSON Schema (draft 7 for the serializer) of a message. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, target: 'draft-7', unrepresentable: 'any' })
  return json
}
