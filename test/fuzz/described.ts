import fc from 'fast-check'
import { resolveReference } from '../support/references.ts'
import { bytesOf, hostileJson, hostileText } from './hostile.ts'
import { multipart, oddHeader } from './recorded.ts'
import { type FuzzRequest, headerValue, pathText } from './request.ts'

interface Schema {
  type?: string
  format?: string
  examples?: unknown[]
  enum?: unknown[]
  properties?: Record<string, Schema>
  additionalProperties?: unknown
}
interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema | { $ref: string } }> }
}
/** The parts of an OpenAPI document that the generator reads. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
}

const valid: Readonly<Record<string, readonly string[]>> = {
  email: ['<email>', 'fresh@example.com'],
  uuid: ['f81d4fae-7dec-41d0-a765-00a0c91e6bf6'],
  int32: ['1', '100'],
  int64: ['1', '100'],
  binary: ['<jpeg>', '<png>', '<webp>', '<gif>', '<avif>'],
}

/** The driver's value for this name. */
const known: Readonly<Record<string, string>> = {
  username: '<username>',
  password: '<password>',
  old_password: '<password>',
  refresh: '<refresh>',
  email: '<email>',
}

/** A valid value, a nearly valid one, or a hostile one. */
function textOf(name: string, schema: Schema): fc.Arbitrary<string> {
  const right = [
    ...(known[name] ? [known[name]] : []),
    ...(schema.examples ?? schema.enum ?? []).map(String),
    ...(valid[schema.format ?? schema.type ?? ''] ?? []),
  ]
  const fitting = fc.constantFrom(...(right.length > 0 ? right : ['text']))
  const nearly = fc
    .tuple(fitting, fc.constantFrom(' ', 'x', '0', '\0', '.', '-', '"', '%', '\u00e9'), fc.boolean())
    .map(([text, more, isBefore]) => (isBefore ? more + text : text + more))
  return fc.oneof(
    { weight: 5, arbitrary: fitting },
    { weight: 2, arbitrary: nearly },
    { weight: 2, arbitrary: hostileText },
  )
}

/** Fields by name; some missing, some unknown. */
function fieldsOf(schema: Schema): fc.Arbitrary<[string, string][]> {
  const named = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fc.option(
      textOf(name, property).map((value): [string, string] => [name, value]),
      { freq: 5 },
    ),
  )
  const unknown = fc.array(fc.tuple(hostileText, hostileText), { maxLength: 1 })
  return fc
    .tuple(fc.tuple(...named), unknown)
    .map(([fields, more]) => [...fields.filter((field) => field !== null), ...more])
}

/** A placeholder stays unchanged, so that the driver finds it. */
const encoded = (text: string): string =>
  /^<[a-z]+>$/.test(text) ? text : encodeURIComponent(text.toWellFormed())

const writers: Readonly<Record<string, (fields: [string, string][]) => string>> = {
  'multipart/form-data': (fields) =>
    multipart(
      'fuzz',
      fields.map(([name, value]) => [bytesOf(name), bytesOf(value)]),
    ),
  'application/x-www-form-urlencoded': (fields) =>
    fields.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&'),
  'application/json': (fields) => bytesOf(JSON.stringify(Object.fromEntries(fields))),
}

type Body = Pick<FuzzRequest, 'headers' | 'body'>

function bodyOf(schema: Schema): fc.Arbitrary<Body> {
  const names = Object.keys(schema.properties ?? {})
  const wellFormed = fc
    .tuple(fieldsOf(schema), fc.constantFrom(...Object.keys(writers)))
    .map(([fields, type]): Body => {
      const media = type === 'multipart/form-data' ? `${type}; boundary=fuzz` : type
      return { headers: [['content-type', media]], body: writers[type]!(fields) }
    })
  // An object that is stored as it is may also be sent as a change.
  const isDocument = names.length === 0 && schema.additionalProperties !== undefined
  const types = ['application/json', ...(isDocument ? ['application/merge-patch+json'] : [])]
  const json = fc
    .tuple(
      fc.oneof(fc.dictionary(fc.constantFrom(...names, '__proto__', 'a'), hostileJson), hostileJson),
      fc.constantFrom(...types),
    )
    .map(
      ([value, type]): Body => ({
        headers: [['content-type', type]],
        body: bytesOf(JSON.stringify(value) ?? ''),
      }),
    )
  const nested = fc.nat(4000).map(
    (depth): Body => ({
      headers: [['content-type', 'application/json']],
      body: '['.repeat(depth) + ']'.repeat(depth),
    }),
  )
  return fc.oneof(
    { weight: 10, arbitrary: wellFormed },
    { weight: 4, arbitrary: json },
    { weight: 1, arbitrary: nested },
  )
}

/** Each costs a password hash, so there are fewer of them. */
const EXPENSIVE = /login|password|user\/delete\/$/

/** Requests to all operations in the document: valid, nearly valid, and hostile. */
export function describedRequests(document: ApiDocument): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      weight: EXPENSIVE.test(path) && method === 'post' ? 1 : 5,
      arbitrary: requestsOf(method.toUpperCase(), path, operation, bodySchemaOf(document, operation)),
    })),
  )
  return fc.oneof(...operations)
}

function bodySchemaOf(document: ApiDocument, { requestBody }: Operation): Schema | undefined {
  const [media] = Object.values(requestBody?.content ?? {})
  return media && resolveReference(document, media.schema)
}

function requestsOf(
  method: string,
  path: string,
  { parameters = [] }: Operation,
  schema: Schema | undefined,
): fc.Arbitrary<FuzzRequest> {
  const segments = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name, schema }) => textOf(name, schema).map((value): [string, string] => [name, value]))
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => fc.option(textOf(name, schema).map((value) => `${name}=${encoded(value)}`)))
  const described = parameters
    .filter((parameter) => parameter.in === 'header')
    .map(({ name, schema }) =>
      fc.option(
        textOf(name, schema).map((value): [string, string] => [name.toLowerCase(), headerValue(value)]),
        { freq: 1 },
      ),
    )
  return fc
    .record({
      segments: fc.tuple(...segments),
      query: fc.tuple(...query),
      described: fc.tuple(...described),
      odd: fc.option(oddHeader, { freq: 2 }),
      as: fc.constantFrom<FuzzRequest['as']>('person', 'person', 'person', 'application', 'nobody'),
      body: schema ? bodyOf(schema) : fc.constant<Body>({ headers: [], body: null }),
      hasSlash: fc.boolean(),
    })
    .map(({ segments, query, described, odd, as, body, hasSlash }) => {
      let target = hasSlash ? path : path.replace(/\/$/, '')
      for (const [name, value] of segments) target = target.replace(`{${name}}`, () => encoded(value))
      const search = query.filter((part) => part !== null).join('&')
      const all = [...body.headers, ...described.filter((header) => header !== null), ...(odd ? [odd] : [])]
      return {
        method,
        path: pathText(search === '' ? target : `${target}?${search}`),
        as,
        headers: [...new Map(all)],
        body: body.body,
      }
    })
}
