import type { JsonSchema } from '../protocol/json-schema.ts'

/** The parts of the OpenAPI document that the reference shows. */
export interface ApiDocument {
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, DescribedOperation>>
  components: { schemas: Record<string, JsonSchema>; examples: Record<string, Example> }
}

interface DescribedOperation {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  security: Record<string, unknown>[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, DescribedResponse>
  'x-codeSamples': Sample[]
  'x-same-as'?: string
}

interface DescribedResponse {
  content?: Record<string, { schema: JsonSchema; example?: unknown; examples?: Record<string, Example> }>
}

type Example = { $ref: string } | { value: unknown }

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
}

export interface Sample {
  label: string
  source: string
}

/** A refused request, as an example of the document shows it. */
export interface Failure {
  key: string
  status: number
  type: string
  /** `null` if it concerns the request as a whole. */
  field: string | null
  code: string
  text: string
}

export interface Operation {
  id: string
  method: string
  path: string
  title: string
  description: string
  group: string
  /** The scope that a server's key needs; null for other access. */
  scope: string | null
  access: 'open' | 'key' | 'user' | 'server'
  parameters: readonly Parameter[]
  /** The body in its richest media type, and all of its media types. */
  body: { schema: JsonSchema; types: readonly string[] } | null
  /** What it returns when all went well; `null` for what is no JSON, of the media types. */
  answer: { schema: JsonSchema; example: unknown } | null
  types: readonly string[]
  failures: readonly Failure[]
  samples: readonly Sample[]
  /** The operation that does the same at another address. */
  sameAs: string | null
}

/** Returns the operations, in the order of their groups. */
export function operationsOf(document: ApiDocument): Operation[] {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(document, path, method, described)),
  )
  return document.tags.flatMap(({ name }) => all.filter(({ group }) => group === name))
}

function operationOf(
  document: ApiDocument,
  path: string,
  method: string,
  described: DescribedOperation,
): Operation {
  const bodies = Object.entries(described.requestBody?.content ?? {})
  const content = described.responses[200]?.content ?? {}
  const json = content['application/json']
  return {
    id: described.operationId,
    method: method.toUpperCase(),
    path,
    title: described.summary,
    description: described.description ?? '',
    group: described.tags[0] ?? '',
    access: accessOf(described.security),
    scope: scopeOf(described.security),
    parameters: described.parameters ?? [],
    body: bodies[0]
      ? { schema: resolve(document, bodies[0][1].schema), types: bodies.map(([type]) => type) }
      : null,
    answer: json ? { schema: resolve(document, json.schema), example: json.example } : null,
    types: Object.keys(content),
    failures: failuresOf(document, described),
    samples: described['x-codeSamples'],
    sameAs: described['x-same-as'] ?? null,
  }
}

function accessOf(security: readonly Record<string, unknown>[]): Operation['access'] {
  const [first] = security
  if (!first) return 'open'
  if ('serverKey' in first) return 'server'
  return 'bearer' in first ? 'user' : 'key'
}

function scopeOf([first]: readonly Record<string, unknown>[]): string | null {
  return (first?.serverKey as string[] | undefined)?.[0] ?? null
}

/** Returns the schema itself, or the shared one that it refers to. */
export function resolve(document: ApiDocument, schema: JsonSchema): JsonSchema {
  if (typeof schema.$ref !== 'string') return schema
  return document.components.schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {}
}

type Texts = Record<string, string | string[]>

function failuresOf(document: ApiDocument, { responses }: DescribedOperation): Failure[] {
  return Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, { content }]) =>
      Object.entries(content?.['application/json']?.examples ?? {}).map(([key, example]) => {
        const value = exampleIn(document, example) as {
          error_type: string
          errors: Texts
          error_codes: Texts
        }
        const [field = '', text = ''] = Object.entries(value.errors)[0] ?? []
        return {
          key,
          status: Number(status),
          type: value.error_type,
          field: field === 'detail' ? null : field,
          code: [value.error_codes[field] ?? ''].flat()[0] ?? '',
          text: [text].flat().join(' '),
        }
      }),
    )
}

function exampleIn(document: ApiDocument, example: Example): unknown {
  if (!('$ref' in example)) return example.value
  const shared = document.components.examples[example.$ref.slice(example.$ref.lastIndexOf('/') + 1)]
  return shared && 'value' in shared ? shared.value : {}
}
