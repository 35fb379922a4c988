import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveReference } from '../support/references.ts'
import { serverClient } from '../support/server-client.ts'
import { serviceFixture } from '../support/service.ts'

/*
 * The limits of request values in the OpenAPI document: all are stated, and all are true.
 */

interface Limited {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  maxLength?: number
  minimum?: number
  maximum?: number
  properties?: Record<string, Limited>
}
interface Parameter {
  name: string
  in: string
  example?: unknown
  schema: Limited
}

/** Texts without their own limit: the limits of bodies, headers and files bound them, and no length is refused. */
const UNLIMITED = /^(timezone|token_checksum_field|image|cropped_image|Accept-Language|If-None-Match)$/

/** A time zone that a server sets is a value like others. */
const isOfServers = (path: string, name: string) => path.startsWith('/api/v1/users/') && name === 'timezone'

interface Operation {
  security: Record<string, unknown>[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Limited | { $ref: string } }> }
}

const service = await serviceFixture()
const document = (await (await fetch(`${service.base}/openapi.json`)).json()) as {
  paths: Record<string, Record<string, Operation>>
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

const bodyOf = ({ requestBody }: Operation): Limited => {
  const [media] = Object.values(requestBody?.content ?? {})
  return media ? resolveReference(document, media.schema) : {}
}
/** Limited by a length, a list, a format with a fixed length, or a pattern for the whole text. */
const isLimited = ({ maxLength, enum: list, format, pattern }: Limited) =>
  maxLength !== undefined || list !== undefined || format === 'uuid' || pattern?.startsWith('^') === true

test('every request value has its limits in the document, and every path parameter an example', () => {
  for (const { path, operation } of operations) {
    const { parameters = [] } = operation
    const values = [
      ...Object.entries(bodyOf(operation).properties ?? {}),
      ...parameters.map(({ name, schema }) => [name, schema] as const),
    ]
    for (const [name, schema] of values) {
      if (schema.type === 'string')
        assert.equal(isLimited(schema), !UNLIMITED.test(name) || isOfServers(path, name), `${path} ${name}`)
      if (schema.type !== 'integer') continue
      assert.ok(schema.minimum !== undefined && schema.maximum !== undefined, `${path} ${name}`)
      assert.match(schema.format ?? '', /^int(32|64)$/)
    }
    for (const { name, in: place, example } of parameters) {
      if (place === 'path') assert.ok(example !== undefined, `${path} ${name}`)
    }
  }
})

/** Returns a value just beyond the limit, but otherwise valid for the kind of field; null if there is no limit. */
function beyond({ maxLength, maximum, format }: Limited): string | null {
  if (maximum !== undefined) return String(maximum + 1)
  if (maxLength === undefined) return null
  return (format === 'email' ? '@example.com' : '').padStart(maxLength + 1, 'x')
}

test('a value longer or larger than the document allows is refused, and the field is named', async () => {
  const { id, access } = await service.person()
  const { apikey } = await serverClient(service)
  let tried = 0
  for (const { path, method, operation } of operations) {
    for (const [name, schema] of Object.entries(bodyOf(operation).properties ?? {})) {
      // Errors in passwords, proofs and second factor codes are reported for the whole request, if at all.
      if (schema.format === 'password' || /^(second_factor_)?code$/.test(name)) continue
      const tooMuch = beyond(schema)
      if (tooMuch === null || operation.requestBody?.content['application/json'] === undefined) continue
      const known = path.replace('{person}', id)
      const isForServers = operation.security.some((scheme) => 'serverKey' in scheme)
      const answer = await fetch(service.origin + known.replace(/\{\w+\}/, crypto.randomUUID()), {
        method: method.toUpperCase(),
        headers: isForServers ? { apikey } : { apikey: service.apiKey, authorization: `Bearer ${access}` },
        // A code is checked only if the address differs.
        body: new URLSearchParams({
          email: 'other@example.com',
          ...(!isForServers && { token_checksum_field: 'x' }),
          [name]: tooMuch,
        }),
      })
      assert.equal(answer.status, 400, `${path} ${name}`)
      const { errors } = (await answer.json()) as { errors: Record<string, unknown> }
      assert.ok(errors[name], `${path} ${name}: ${JSON.stringify(errors)}`)
      assert.doesNotMatch(String(errors[name]), /This field is required/)
      tried++
    }
  }
  assert.ok(tried > 30, String(tried))
})
