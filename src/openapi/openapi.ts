import swagger from '@fastify/swagger'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { z } from 'zod'
import { lazy } from '../basics/lazy.ts'
import { type FailureKey, failures } from '../errors/error-catalogue.ts'
import type { Access } from '../http/caller.ts'
import type { App } from '../http/schemas.ts'
import { sendContent } from '../http/send-content.ts'
import { createContent } from '../protocol/content.ts'
import type { JsonSchema } from '../protocol/json-schema.ts'
import { answersOf, sharedFailures } from '../protocol/responses.ts'
import type { Scope } from '../protocol/scopes.ts'
import { type Bodies, createBodies, type DescribedBody, describeDocument } from './bodies.ts'
import {
  commonHeaders,
  commonParameters,
  describeTags,
  description,
  securitySchemes,
} from './descriptions.ts'
import { failureExamples } from './examples.ts'
import { createMessages, exampleOf, type Messages, resolveSchema } from './messages.ts'
import { codeSamples, type SampleRequest, sampleFields } from './samples.ts'

export interface OpenApiOptions {
  /** Path of the API. */
  base: string
  /** Public URL of the service, without a trailing slash. */
  publicUrl: string
  serviceName: string
  version: string
  /** Returns the requests that the service sends. */
  webhooks?: () => readonly Webhook[]
}

/** Refusals of every route, and of every route that reads a body. */
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

/** Refusals that all operations with the same kind of access or body share. */
export const commonFailures: ReadonlySet<string> = new Set([
  ...everywhere,
  ...everyBody,
  ...sharedFailures.user,
  ...sharedFailures.server,
])

/**
 * Describes the routes that are added afterwards as OpenAPI 3.1, from the schemas that validate requests and
 * serialize responses, and serves the document at `<base>/openapi.json`. Routes without tags are omitted;
 * adding any other route without a unique `operationId` throws.
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
      return finish(document, messages, examples, options.webhooks?.() ?? []) as typeof given.openapiObject
    },
  })
  serveDocument(app, options.base)
}

/** Client generators name their methods by it, so it is chosen explicitly and never changes. */
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

/** Compact, since programs read it, and created on first request, when all routes have been added. */
function serveDocument(app: App, base: string): void {
  const content = lazy(() => createContent(Buffer.from(documentText(app)), 'application/json; charset=utf-8'))
  app.get(`${base}/openapi.json`, { config: { access: 'open' }, schema: { hide: true } }, (request, reply) =>
    sendContent(request, reply.header('access-control-allow-origin', '*'), content(), {
      vary: 'Accept-Encoding, Origin',
    }),
  )
}

/**
 * Returns the document as served, or with line breaks if an indentation is given. The application must be
 * ready.
 */
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

/** Returns a route in the form that @fastify/swagger reads. */
function operationOf(route: Described, url: string, context: Context): JsonSchema {
  const { body: _, response, params, querystring, ...rest } = (route.schema ?? {}) as JsonSchema
  const access = route.config?.access ?? 'user'
  const method = String([route.method].flat()[0])
  const described = bodyOf(route, context)
  const answers = answersOf(response)
  const path = publishedPath(url, context.options.base)
  return {
    ...rest,
    security: securityOf(access, route.config?.scope),
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
      fields: sampleFields(route.config?.document ? undefined : described?.schema),
      json: sampleDocument(route, described),
      file: fileOf(rest.produces as string[] | undefined),
    }),
  }
}

function bodyOf({ schema, config }: Described, { bodies, messages }: Context): DescribedBody | null {
  const { body, operationId } = (schema ?? {}) as JsonSchema
  if (body instanceof z.ZodObject) return bodies(body, String(operationId))
  return body instanceof z.ZodType ? describeDocument(messages, body, config?.document ?? []) : null
}

/** Returns the JSON that samples send, with its media type; null for a body of fields. */
function sampleDocument({ config }: Described, body: DescribedBody | null): SampleRequest['json'] {
  const [type] = config?.document ?? []
  if (type === undefined || body === null) return null
  const [example = {}] = (body.schema.examples ?? []) as unknown[]
  return { type, text: JSON.stringify(example) }
}

function securityOf(access: Access, scope: Scope | undefined): Record<string, Scope[]>[] {
  if (access === 'open') return []
  if (access === 'server') return [{ serverKey: scope === undefined ? [] : [scope] }]
  return [access === 'key' ? { apikey: [] } : { apikey: [], bearer: [] }]
}

function sampleHeaders(access: Access): [string, string][] {
  if (access === 'open') return []
  const key: [string, string] = ['apikey', access === 'server' ? '<server-key>' : '<apikey>']
  return access === 'key' || access === 'server' ? [key] : [key, ['Authorization', 'Bearer <access-token>']]
}

/** Returns the name under which samples save a response that is a file, or `null`. */
function fileOf(produces: readonly string[] = []): string | null {
  const [type] = produces
  if (type === undefined) return null
  return type.startsWith('image/') ? 'picture' : `download.${type.split('/').at(-1)}`
}

function responsesOf(route: Described, context: Context): Record<string, JsonSchema> {
  const { response, body, produces } = (route.schema ?? {}) as {
    response?: Record<string, unknown>
    body?: unknown
    produces?: string[]
  }
  const answers = answersOf(response)
  const access = route.config?.access ?? 'user'
  const result: Record<string, JsonSchema> = {}
  for (const [status, message] of Object.entries(response ?? {})) {
    if (!(message instanceof z.ZodType)) continue
    result[status] = answerOf(
      Number(status),
      context.messages.schemaOf(message, 'output'),
      answers.hasTag,
      access,
    )
  }
  for (const type of produces ?? []) {
    result[200] ??= { description: 'Done', headers: commonHeaders(200, answers.hasTag, access), content: {} }
    Object.assign(result[200].content as object, { [type]: { schema: { type: 'string', format: 'binary' } } })
  }
  const ofBody = route.config?.document ? everyBody.filter((key) => key !== 'parse_multipart') : everyBody
  const failed = failureExamples(answers, body, body ? [...ofBody, ...everywhere] : everywhere)
  for (const [status, list] of failed) {
    const schema = (result[status] && schemaIn(result[status])) ?? { $ref: '#/components/schemas/Failure' }
    result[status] = answerOf(status, schema, false, access)
    const content = (result[status].content as Record<string, JsonSchema>)['application/json']
    if (content) content.examples = Object.fromEntries(list.map((one) => shareExample(context.examples, one)))
  }
  const isConditional = answers.hasTag && [route.method].flat().includes('GET')
  if (isConditional)
    result[304] = { type: 'null', description: 'Not modified', headers: commonHeaders(304, true, access) }
  return result
}

function answerOf(status: number, schema: JsonSchema, hasTag: boolean, access: Access): JsonSchema {
  return {
    description: describeStatus(status),
    headers: commonHeaders(status, hasTag, access),
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

/** Returns a shared entry for an example that many routes use, named by the failure. */
function shareExample(
  shared: Map<string, JsonSchema>,
  { name, summary, value }: { name: string; summary: string; value: unknown },
): [string, JsonSchema] {
  const same = shared.get(name)
  if (same && JSON.stringify(same.value) !== JSON.stringify(value)) return [name, { summary, value }]
  shared.set(name, { summary, value })
  return [name, { $ref: `#/components/examples/${name}` }]
}

/** A body without required fields is optional; the plugin marks every body as required. */
function markOptionalBody({ requestBody }: JsonSchema, { shared }: Messages): void {
  if (!requestBody) return
  const body = requestBody as { required: boolean; content: Record<string, { schema: JsonSchema }> }
  body.required = Object.values(body.content).some(({ schema }) => {
    const { required, additionalProperties } = resolveSchema(schema, shared)
    // An object of any properties is a document, not fields.
    return required !== undefined || additionalProperties !== undefined
  })
}

/** A request that the service sends to an endpoint of an application. */
export interface Webhook {
  name: string
  /** CommonMark. */
  description: string
  message: z.ZodType
}

const webhookHeaders = [
  ['webhook-id', 'Id of the event, the same at every attempt: ignore one that you have seen.'],
  ['webhook-timestamp', 'When this attempt was signed, in seconds since the Unix epoch.'],
  [
    'webhook-signature',
    '`v1,` and the HMAC-SHA-256 of id, timestamp and body, joined by `.`, in base64; during a rotation one for each secret, separated by spaces (Standard Webhooks 1.0).',
  ],
] as const

/** Describes webhooks (OpenAPI 3.1, 4.8.1). */
function describeWebhooks(webhooks: readonly Webhook[], messages: Messages): JsonSchema {
  return Object.fromEntries(
    webhooks.map(({ name, description, message }) => {
      const schema = messages.schemaOf(message, 'output')
      const operation = {
        tags: ['Events'],
        operationId: name.replace(/[._](.)/g, (_, letter: string) => letter.toUpperCase()),
        summary: name,
        description,
        security: [],
        parameters: webhookHeaders.map(([header, about]) => ({
          name: header,
          in: 'header',
          required: true,
          description: about,
          schema: { type: 'string' },
        })),
        requestBody: {
          required: true,
          content: { 'application/json': { schema, example: exampleOf(schema, messages.shared) } },
        },
        responses: {
          '2XX': { description: 'You have stored the event. Answer within 15 seconds; the body is ignored.' },
          '410': { description: 'You want no more events: the endpoint is disabled.' },
          default: { description: 'The event is sent again, for three days. Redirects are not followed.' },
        },
      }
      return [name, { post: operation }]
    }),
  )
}

/** A scheme that no operation uses is left out. */
function usedSchemes(paths: Record<string, Record<string, JsonSchema>>): JsonSchema {
  const used = Object.values(paths)
    .flatMap((path) => Object.values(path))
    .flatMap(({ security }) => (security as JsonSchema[]).flatMap((scheme) => Object.keys(scheme)))
  return Object.fromEntries(Object.entries(securitySchemes).filter(([name]) => used.includes(name)))
}

/** Adds what routes share, and the success examples, which depend on the shared schemas. */
function finish(
  document: JsonSchema,
  messages: Messages,
  examples: Map<string, JsonSchema>,
  webhooks: readonly Webhook[],
): JsonSchema {
  const paths = document.paths as Record<string, Record<string, JsonSchema>>
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    markOptionalBody(operation, messages)
    for (const response of Object.values(operation.responses as Record<string, JsonSchema>)) {
      const content = (response.content as Record<string, JsonSchema> | undefined)?.['application/json']
      if (content && !content.examples)
        content.example = exampleOf(content.schema as JsonSchema, messages.shared)
    }
  }
  const described = describeWebhooks(webhooks, messages)
  return {
    ...document,
    ...(webhooks.length > 0 && { webhooks: described }),
    tags: describeTags(paths),
    components: {
      securitySchemes: usedSchemes(paths),
      schemas: messages.shared,
      examples: Object.fromEntries([...examples].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}
