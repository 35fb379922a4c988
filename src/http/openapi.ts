import swagger from '@fastify/swagger'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { z } from 'zod'
import { type FailureKey, failures } from '../error-catalogue.ts'
import { lazy } from '../lazy.ts'
import type { Access } from './caller.ts'
import { createContent, sendContent } from './content.ts'
import { type Bodies, createBodies } from './openapi-bodies.ts'
import { failureExamples } from './openapi-examples.ts'
import {
  createMessages,
  exampleOf,
  type JsonSchema,
  type Messages,
  resolveSchema,
} from './openapi-messages.ts'
import {
  commonHeaders,
  commonParameters,
  describeTags,
  description,
  securitySchemes,
} from './openapi-parts.ts'
import { codeSamples, sampleFields } from './openapi-samples.ts'
import { answersOf } from './responses.ts'
import type { App } from './schemas.ts'

export interface OpenApiOptions {
  /** Path under which the API lives. */
  base: string
  /** Where clients reach the service, without a trailing slash. */
  publicUrl: string
  serviceName: string
  version: string
}

/** Refusals of any route, and of any route that reads a body. */
const everywhere: readonly FailureKey[] = ['malformed', 'server_error']
const everyBody: readonly FailureKey[] = [
  'parse_json',
  'not_an_object',
  'parse_multipart',
  'payload_too_large',
  'too_many_parts',
  'unsupported_media_type',
  'request_timeout',
]

/**
 * Describes the routes that are added after it as OpenAPI 3.1, from the schemas that read requests and write answers,
 * and serves the document at `<base>/openapi.json`. Routes without tags are left out; every other must have an
 * `operationId` of its own, or adding it throws.
 */
export async function describeApi(app: App, options: OpenApiOptions): Promise<void> {
  const messages = createMessages()
  const bodies = createBodies(messages)
  const examples = new Map<string, JsonSchema>()
  requireNames(app)
  await app.register(swagger, {
    hideUntagged: true,
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: options.serviceName,
        version: options.version,
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: { securitySchemes },
      servers: [{ url: options.publicUrl, description: 'This service' }],
    },
    transform: ({ schema, url, route }) => {
      if (!schema?.tags || schema.hide) return { schema, url }
      return {
        schema: operationOf(route, url, { messages, bodies, examples, options }) as typeof schema,
        url: publishedPath(url, options.base),
      }
    },
    transformObject: (given) => {
      if (!('openapiObject' in given)) return given.swaggerObject
      const document = given.openapiObject as unknown as JsonSchema
      return finish(document, messages, examples) as typeof given.openapiObject
    },
  })
  serveDocument(app, options.base)
}

/** Generators of clients name their methods by it, so it is chosen, and never changes with the address. */
function requireNames(app: App): void {
  const names = new Set<string>()
  app.addHook('onRoute', ({ method, url, schema }) => {
    if (!schema?.tags || schema.hide || method === 'HEAD') return
    const { operationId } = schema
    if (operationId === undefined) throw new TypeError(`${method} ${url} has no operationId`)
    if (names.has(operationId)) throw new TypeError(`${method} ${url}: ${operationId} is taken`)
    names.add(operationId)
  })
}

/** Compact, since it is read by programs, and made when it is first asked for: routes may come until then. */
function serveDocument(app: App, base: string): void {
  const content = lazy(() => createContent(Buffer.from(documentText(app)), 'application/json; charset=utf-8'))
  app.get(`${base}/openapi.json`, { config: { access: 'open' }, schema: { hide: true } }, (request, reply) =>
    sendContent(request, reply.header('access-control-allow-origin', '*'), content(), {
      vary: 'Accept-Encoding, Origin',
    }),
  )
}

/** The document as it is served, with line breaks and this indentation if one is given. The application must be ready. */
export function documentText(app: Pick<FastifyInstance, 'swagger'>, indentation = 0): string {
  return `${JSON.stringify(app.swagger(), null, indentation)}\n`
}

/** Paths of the API are published with a trailing slash (contract: Every request), except those of files. */
function publishedPath(url: string, base: string): string {
  return url.startsWith(`${base}/`) && !/\.\w+$/.test(url) ? `${url.replace(/\/$/, '')}/` : url
}

interface Context {
  messages: Messages
  bodies: Bodies
  examples: Map<string, JsonSchema>
  options: OpenApiOptions
}

type Described = Pick<RouteOptions, 'method' | 'config' | 'schema'>

/** A route in the form that @fastify/swagger reads. */
function operationOf(route: Described, url: string, context: Context): JsonSchema {
  const { body, response, params, querystring, ...rest } = (route.schema ?? {}) as JsonSchema
  const access = route.config?.access ?? 'user'
  const method = String([route.method].flat()[0])
  const described = body instanceof z.ZodObject && context.bodies(body, String(rest.operationId))
  const answers = answersOf(response)
  const path = publishedPath(url, context.options.base)
  return {
    ...rest,
    security: securityOf(access),
    ...(params ? { params } : {}),
    ...(querystring instanceof z.ZodType
      ? { querystring: context.messages.schemaOf(querystring, 'input') }
      : {}),
    headers: { type: 'object', properties: commonParameters(answers, method) },
    ...(described && { body: { content: described.content } }),
    response: responsesOf(route, context),
    'x-codeSamples': codeSamples({
      method,
      url: context.options.publicUrl + path.replace(/:(\w+)/g, '<$1>'),
      headers: sampleHeaders(access),
      fields: sampleFields(described ? described.schema : undefined),
    }),
  }
}

function securityOf(access: Access): Record<string, never[]>[] {
  if (access === 'open') return []
  return [access === 'key' ? { apikey: [] } : { apikey: [], bearer: [] }]
}

function sampleHeaders(access: Access): [string, string][] {
  if (access === 'open') return []
  const key: [string, string] = ['apikey', '<apikey>']
  return access === 'key' ? [key] : [key, ['Authorization', 'Bearer <access-token>']]
}

function responsesOf(route: Described, context: Context): Record<string, JsonSchema> {
  const { response, body, produces } = (route.schema ?? {}) as {
    response?: Record<string, unknown>
    body?: unknown
    produces?: string[]
  }
  const answers = answersOf(response)
  const result: Record<string, JsonSchema> = {}
  for (const [status, message] of Object.entries(response ?? {})) {
    if (!(message instanceof z.ZodType)) continue
    result[status] = answerOf(Number(status), context.messages.schemaOf(message, 'output'), answers.hasTag)
  }
  for (const type of produces ?? []) {
    result[200] ??= { description: 'Done', headers: commonHeaders(200, answers.hasTag), content: {} }
    Object.assign(result[200].content as object, { [type]: { schema: { type: 'string', format: 'binary' } } })
  }
  const failed = failureExamples(answers, body, body ? [...everyBody, ...everywhere] : everywhere)
  for (const [status, list] of failed) {
    const schema = (result[status] && schemaIn(result[status])) ?? { $ref: '#/components/schemas/Failure' }
    result[status] = answerOf(status, schema, false)
    const content = (result[status].content as Record<string, JsonSchema>)['application/json']
    if (content) content.examples = Object.fromEntries(list.map((one) => shareExample(context.examples, one)))
  }
  const isConditional = answers.hasTag && [route.method].flat().includes('GET')
  if (isConditional)
    result[304] = { type: 'null', description: 'Not modified', headers: commonHeaders(304, true) }
  return result
}

function answerOf(status: number, schema: JsonSchema, hasTag: boolean): JsonSchema {
  return {
    description: describeStatus(status),
    headers: commonHeaders(status, hasTag),
    content: { 'application/json': { schema } },
  }
}

function schemaIn(answer: JsonSchema): JsonSchema | undefined {
  return (answer.content as Record<string, { schema: JsonSchema }>)['application/json']?.schema
}

function describeStatus(status: number): string {
  if (status < 300) return 'Done'
  const types = Object.values(failures).filter((failure) => failure.status === status)
  return [...new Set(types.map(({ type }) => type))].join(', ')
}

/** One entry for an example that many routes share, named by the failure. */
function shareExample(
  shared: Map<string, JsonSchema>,
  { name, summary, value }: { name: string; summary: string; value: unknown },
): [string, JsonSchema] {
  const same = shared.get(name)
  if (same && JSON.stringify(same.value) !== JSON.stringify(value)) return [name, { summary, value }]
  shared.set(name, { summary, value })
  return [name, { $ref: `#/components/examples/${name}` }]
}

/** A body in which nothing is required may be left out; the plugin calls every body required. */
function settleBody({ requestBody }: JsonSchema, { shared }: Messages): void {
  if (!requestBody) return
  const body = requestBody as { required: boolean; content: Record<string, { schema: JsonSchema }> }
  body.required = Object.values(body.content).some(
    ({ schema }) => resolveSchema(schema, shared).required !== undefined,
  )
}

/** Adds what routes share, and the success examples, which need the shared schemas. */
function finish(document: JsonSchema, messages: Messages, examples: Map<string, JsonSchema>): JsonSchema {
  const paths = document.paths as Record<string, Record<string, JsonSchema>>
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    settleBody(operation, messages)
    for (const response of Object.values(operation.responses as Record<string, JsonSchema>)) {
      const content = (response.content as Record<string, JsonSchema> | undefined)?.['application/json']
      if (content && !content.examples)
        content.example = exampleOf(content.schema as JsonSchema, messages.shared)
    }
  }
  return {
    ...document,
    tags: describeTags(paths),
    components: {
      securitySchemes,
      schemas: messages.shared,
      examples: Object.fromEntries([...examples].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}
