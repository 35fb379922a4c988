import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { clientTypes } from '../../scripts/generate-client-types.ts'
import { field } from '../../src/basics/fields.ts'
import { failures, fieldMessages } from '../../src/errors/error-catalogue.ts'
import { type App, useSchemas } from '../../src/http/schemas.ts'
import { describeApi } from '../../src/openapi/openapi.ts'
import { resolveReference } from '../support/references.ts'
import { serviceFixture } from '../support/service.ts'

interface Media {
  schema: Record<string, unknown>
  example?: unknown
  examples?: Record<string, { $ref?: string; summary?: string; value?: Envelope }>
}
interface Envelope {
  status_code: number
  errors: Record<string, string | string[]>
  error_type: string
  error_codes: Record<string, string | string[]>
}
interface Operation {
  operationId: string
  tags: string[]
  security: Record<string, unknown>[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { headers?: Record<string, unknown>; content?: Record<string, Media> }>
  'x-codeSamples': { label: string; source: string }[]
}
interface Document {
  openapi: string
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { examples: Record<string, { value: Envelope }>; schemas: Record<string, unknown> }
}

const root = join(import.meta.dirname, '../..')
const service = await serviceFixture()
const document = (await (await fetch(`${service.base}/openapi.json`)).json()) as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

const envelopesOf = (operation: Operation) =>
  Object.entries(operation.responses).flatMap(([status, { content }]) =>
    Object.values(content?.['application/json']?.examples ?? {}).map((example) => ({
      status: Number(status),
      envelope: example.$ref
        ? document.components.examples[example.$ref.split('/').at(-1) ?? '']?.value
        : example.value,
    })),
  )

test('the document is OpenAPI 3.1 and names its address', () => {
  assert.equal(document.openapi, '3.1.0')
  assert.equal(document.servers[0]?.url, service.services.config.publicUrl)
})

test('the document passes the linter with its recommended rules', async () => {
  const lint = promisify(execFile)(join(root, 'node_modules/.bin/redocly'), ['lint', 'docs/openapi.json'], {
    cwd: root,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  })
  const { stdout, stderr } = await lint.catch((error) => error)
  assert.match(`${stdout}${stderr}`, /Your API description is valid/)
  assert.doesNotMatch(`${stdout}${stderr}`, /warning/i)
})

test('docs/openapi.json is the served document, except for the address of the service', async () => {
  const kept = await readFile(join(root, 'docs/openapi.json'), 'utf8')
  const served = await (await fetch(`${service.base}/openapi.json`)).text()
  const indented = `${JSON.stringify(JSON.parse(served), null, 2)}\n`
  assert.equal(indented.replaceAll(service.services.config.publicUrl, 'http://127.0.0.1:8080'), kept)
  assert.ok(served.length < kept.length * 0.8, `${served.length} of ${kept.length}`)
})

test('the page is compiled against the types of this document', async () => {
  const [text, types] = await Promise.all(
    ['docs/openapi.json', 'web/src/api/schema.generated.ts'].map((file) =>
      readFile(join(root, file), 'utf8'),
    ),
  )
  assert.equal(await clientTypes(text!, service.services.config.apiBase), types)
})

test('the document is sent in the smallest encoding that the client accepts, each with its own entity tag', async () => {
  const ask = (headers: Record<string, string>) => fetch(`${service.base}/openapi.json`, { headers })
  const tags = new Set<string>()
  for (const [accepted, sent] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const answer = await ask({ 'accept-encoding': accepted })
    assert.equal(answer.headers.get('content-encoding'), sent)
    assert.equal(answer.headers.get('vary'), 'Accept-Encoding, Origin')
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8')
    assert.deepEqual(await answer.json(), document)
    const length = Number(answer.headers.get('content-length'))
    if (sent) assert.ok(length < 100_000, `${sent}: ${length} bytes`)
    const tag = answer.headers.get('etag') ?? ''
    assert.equal((await ask({ 'accept-encoding': accepted, 'if-none-match': tag })).status, 304)
    tags.add(tag)
  }
  assert.equal(tags.size, 3)
})

test('a client that has the document gets 304, and browsers on any site may read it', async () => {
  const first = await fetch(`${service.base}/openapi.json`)
  const tag = first.headers.get('etag') ?? ''
  assert.match(tag, /^"[^"]+"$/)
  assert.equal(first.headers.get('access-control-allow-origin'), '*')
  assert.ok(first.headers.get('cache-control'))
  const second = await fetch(`${service.base}/openapi.json`, { headers: { 'if-none-match': tag } })
  assert.equal(second.status, 304)
})

test('every operation has a unique name, and every API path is published with its trailing slash', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  assert.equal(new Set(ids).size, ids.length)
  for (const { path } of operations) {
    if (path.startsWith(service.services.config.apiBase)) assert.match(path, /\/$/)
  }
})

/** The verbs with which names of operations begin. */
const VERBS =
  /^(cancel|change|complete|confirm|create|crop|delete|disable|enable|end|enroll|export|get|invite|list|look|patch|prove|refresh|register|remove|rename|replace|request|resend|reset|sign|suggest|update|upload)[A-Z]/

test('names of operations are a verb and its object, in lower camel case', () => {
  for (const { operation } of operations) {
    assert.match(operation.operationId, /^[a-z]+([A-Z][a-z]+)+$/)
    assert.match(operation.operationId, VERBS)
  }
})

/** In an object, because awaiting a fastify instance treats it as a promise. */
async function bareApi(): Promise<{ app: App }> {
  const app = fastify() as unknown as App
  useSchemas(app as unknown as FastifyInstance)
  await describeApi(app, { base: '/api', publicUrl: 'http://x', serviceName: 'x', version: '1' })
  return { app }
}

test('a route without its own name cannot be described', async () => {
  const { app } = await bareApi()
  const add = (path: string, operationId?: string) =>
    app.get(path, { schema: { tags: ['Profile'], ...(operationId && { operationId }) } }, () => '')
  assert.throws(() => add('/nameless'), /GET \/nameless has no operationId/)
  add('/first', 'getFirst')
  assert.throws(() => add('/second', 'getFirst'), /GET \/second: getFirst is taken/)
  await app.close()
})

test('all published operations are there', () => {
  const present = operations.map(({ method, path }) => `${method} ${path}`)
  for (const published of [
    'get /api/v1/user/get/profile/',
    'post /api/v1/user/update/profile/',
    'post /api/v1/user/profile-image/',
    'post /api/v1/user/profile/profile-image/',
    'get /api/v1/get/local-info/',
    'post /api/v1/user/token-generator/',
    'post /api/v1/user/login/',
    'post /api/v1/user/token/refresh/',
    'post /api/v1/user/logout/',
  ]) {
    assert.ok(present.includes(published), published)
  }
})

test('the keys and tokens in the document are those that the service requires', async () => {
  for (const { path, method, operation } of operations) {
    if (path.startsWith('/.') || !path.startsWith(service.services.config.apiBase)) continue
    const url = service.origin + path.replaceAll(/\{\w+\}/g, 'x')
    const without = await fetch(url, { method: method.toUpperCase() })
    const withKey = await fetch(url, { method: method.toUpperCase(), headers: { apikey: service.apiKey } })
    const code = async (answer: Response) =>
      answer.headers.get('content-type')?.includes('json')
        ? (((await answer.json()) as Partial<Envelope>).error_codes?.detail ?? '')
        : ''
    const needs = operation.security.flatMap((scheme) => Object.keys(scheme))
    const name = `${method} ${path}`
    const needsKey = needs.includes('apikey') || needs.includes('serverKey')
    assert.equal((await code(without)) === 'not_authenticated', needsKey, name)
    if (needs.includes('serverKey')) assert.equal(await code(withKey), 'server_key_required', name)
    else assert.equal((await code(withKey)) === 'not_authenticated', needs.includes('bearer'), name)
  }
})

test('every body is available in all three types, only as multipart if it must contain a file, or is JSON', () => {
  for (const { path, operation } of operations) {
    if (!operation.requestBody) continue
    const types = Object.keys(operation.requestBody.content).sort()
    const bodies = Object.values(operation.requestBody.content).map(({ schema }) =>
      resolveReference(document, schema),
    )
    // An object of JSON that is stored as it is, not fields.
    const isDocument = bodies.every((body) => body.additionalProperties !== undefined && !body.properties)
    if (isDocument) {
      assert.ok(
        types.every((type) => /^application\/(merge-patch\+)?json$/.test(type)),
        path,
      )
      continue
    }
    const isUpload = JSON.stringify(bodies).includes('"binary"')
    if (isUpload) assert.ok(types.includes('multipart/form-data'), path)
    else {
      const all = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']
      assert.deepEqual(types, all, path)
    }
  }
})

test('every body is a schema with a unique name, the same in all types', () => {
  const names = new Map<string, string>()
  for (const { path, operation } of operations) {
    if (!operation.requestBody) continue
    const references = new Set(Object.values(operation.requestBody.content).map(({ schema }) => schema.$ref))
    const [reference] = [...references] as [string]
    assert.equal(references.size, 1, path)
    assert.match(reference, /^#\/components\/schemas\/([A-Z][a-z]+)+Body$/, path)
    const text = JSON.stringify(resolveReference(document, { $ref: reference }))
    names.set(text, names.get(text) ?? reference)
    assert.equal(names.get(text), reference, path)
  }
  assert.ok(names.size > 10)
  assert.ok('UpdateProfileBody' in document.components.schemas)
})

test('a body that may contain a file has a different schema in types without files', async () => {
  const { app } = await bareApi()
  const file = field((value) => ({ value }), { format: 'binary' }).optional()
  const body = z.object({ name: field((value) => ({ value }), { type: 'string' }), photo: file })
  app.post('/api/x', { schema: { tags: ['Pictures'], operationId: 'createThing', body } }, () => '')
  await app.ready()
  const { paths, components } = app.swagger() as unknown as Document
  const content = paths['/api/x/']?.post?.requestBody?.content ?? {}
  assert.deepEqual(
    Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema.$ref])),
    {
      'multipart/form-data': '#/components/schemas/CreateThingBody',
      'application/x-www-form-urlencoded': '#/components/schemas/CreateThingBodyWithoutFiles',
      'application/json': '#/components/schemas/CreateThingBodyWithoutFiles',
    },
  )
  const fieldsOf = (name: string) =>
    Object.keys((components.schemas[name] as { properties: object }).properties)
  assert.deepEqual(fieldsOf('CreateThingBody'), ['name', 'photo'])
  assert.deepEqual(fieldsOf('CreateThingBodyWithoutFiles'), ['name'])
  await app.close()
})

test('every operation has samples in Node, Python, PHP and curl with its address', () => {
  for (const { path, operation } of operations) {
    const labels = operation['x-codeSamples'].map(({ label }) => label)
    assert.deepEqual(labels, ['Node (fetch)', 'Python', 'PHP', 'curl', 'Node (request)'])
    const address = `${service.services.config.publicUrl}${path.replaceAll(/\{(\w+)\}/g, '<$1>')}'`
    for (const { source } of operation['x-codeSamples']) assert.ok(source.includes(address), source)
  }
})

test('every failure is shown as it is returned, with its own text and no placeholders', () => {
  const byCode = [...Object.values(failures), ...Object.values(fieldMessages)]
  for (const { path, operation } of operations) {
    for (const { status, envelope } of envelopesOf(operation)) {
      assert.ok(envelope, path)
      assert.equal(envelope.status_code, status)
      assert.deepEqual(Object.keys(envelope.errors), Object.keys(envelope.error_codes))
      for (const [field, texts] of Object.entries(envelope.errors)) {
        for (const text of [texts].flat()) assert.doesNotMatch(text, /\{\w+\}/, `${path} ${field}`)
        for (const code of [envelope.error_codes[field] ?? []].flat()) {
          assert.ok(
            byCode.some((entry) => entry.code === code),
            `${path} ${field} ${code}`,
          )
        }
      }
    }
  }
})

test('every response with content has an example, and every error status one for each failure', () => {
  for (const { path, method, operation } of operations) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      const media = content?.['application/json']
      if (!media) continue
      const hasExample = media.example !== undefined || Object.keys(media.examples ?? {}).length > 0
      assert.ok(hasExample, `${method} ${path} ${status}`)
    }
  }
})

/** Messages of the contract's tables: operation, field, text. */
const published: [string, string, string][] = [
  ['post /api/v1/user/update/profile/', 'email', 'Enter a valid email address.'],
  ['post /api/v1/user/update/profile/', 'email', 'This field is required.'],
  [
    'post /api/v1/user/update/profile/',
    'phone_number',
    "Phone number must be entered in the format: '999999999'. Up to 15 digits allowed.",
  ],
  ['post /api/v1/user/update/profile/', 'first_name', 'Ensure this field has no more than 255 characters.'],
  ['post /api/v1/user/update/profile/', 'last_name', 'Ensure this field has no more than 255 characters.'],
  ['post /api/v1/user/update/profile/', 'token_checksum_field', 'This field is required.'],
  ['post /api/v1/user/update/profile/', 'token_field', 'This field is required.'],
  ['post /api/v1/user/update/profile/', 'token_field', 'Token is not matching.'],
  ['post /api/v1/user/update/profile/', 'languages', '"xx" is not a valid choice.'],
  ['post /api/v1/user/update/profile/', 'currencies', '"xx" is not a valid choice.'],
  ['post /api/v1/user/update/profile/', 'timezones', '"xx" is not a valid choice.'],
  ...['post /api/v1/user/profile-image/', 'post /api/v1/user/profile/profile-image/'].flatMap(
    (operation): [string, string, string][] => [
      [
        operation,
        'image',
        'Upload a valid image. The file you uploaded was either not an image or a corrupted image.',
      ],
      [
        operation,
        'cropped_image',
        'Upload a valid image. The file you uploaded was either not an image or a corrupted image.',
      ],
      [operation, 'image', 'No file was submitted.'],
      [operation, 'image', 'The submitted file is empty.'],
      [operation, 'image', 'The submitted data was not a file. Check the encoding type on the form.'],
      [
        operation,
        'detail',
        'Your daily profile update limit exceeded. Expected available in 07 hours 5 minutes and 09 seconds.',
      ],
    ],
  ),
  ['post /api/v1/user/login/', 'detail', 'The supplied authentication credentials are invalid.'],
  ['post /api/v1/user/login/', 'detail', 'No active account found with the given credentials'],
]

for (const [name, field, text] of published) {
  test(`${name} shows the published message of ${field}: ${text}`, () => {
    const [method = '', path = ''] = name.split(' ')
    const operation = document.paths[path]?.[method]
    assert.ok(operation, 'the operation is missing')
    const texts = envelopesOf(operation).flatMap(({ envelope }) => [envelope?.errors[field] ?? []].flat())
    assert.ok(texts.includes(text), `${field}: ${texts.join(' | ')}`)
  })
}
