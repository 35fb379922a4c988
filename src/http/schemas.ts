import fastJson from 'fast-json-stringify'
import type { FastifyInstance, FastifyTypeProvider } from 'fastify'
import { z } from 'zod'
import { type Faults, invalid } from '../errors.ts'
import { type Parsed, parseFields } from '../fields.ts'

/** Types of a route from its zod schemas: body and query are `Parsed`, an answer is what the schema takes in. */
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

/** One schema for each message: it reads requests and writes answers, dropping what it does not name. */
export function useSchemas(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => (data) => {
    if (!(schema instanceof z.ZodObject)) return { value: data }
    if (httpPart === 'body' || httpPart === 'querystring') return { value: parseFields(schema, data ?? {}) }
    return { value: data }
  })
  // Every route names the same failure message for many statuses: one serializer serves them all.
  const serializers = new WeakMap<z.ZodType, ReturnType<typeof fastJson>>()
  app.setSerializerCompiler(({ schema }) => {
    if (!(schema instanceof z.ZodType)) return JSON.stringify
    const known = serializers.get(schema)
    if (known) return known
    const made = fastJson(toJsonSchema(schema, 'output') as unknown as fastJson.Schema, { rounding: 'trunc' })
    serializers.set(schema, made)
    return made
  })
}

/** The values of a message in which nothing is at fault. @throws {Refusal} `validation` with all faulty fields */
export function accepted<T>(parsed: Parsed<T>): T {
  if (hasFaults(parsed.faults)) throw invalid(parsed.faults)
  return parsed.values as T
}

function hasFaults(faults: Faults): boolean {
  return Object.keys(faults).length > 0
}

/** The JSON Schema (draft 7 for the serializer) of a message. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, target: 'draft-7', unrepresentable: 'any' })
  return json
}
