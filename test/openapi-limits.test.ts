import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { resolveReference } from './support/references.ts'
import { startService, type TestService } from './support/service.ts'

/*
 * The limits that the OpenAPI document tells of what clients send: all are there, and all are true.
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

/** Texts without a limit of their own: the limits of bodies, headers and files bound them, and no length is refused. */
const UNLIMITED = /^(timezone|token_checksum_field|image|cropped_image|Accept-Language|If-None-Match)$/

interface Operation {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Limited | { $ref: string } }> }
}

let service: TestService
let document: { paths: Record<string, Record<string, Operation>> }
let operations: { path: string; method: string; operation: Operation }[]
before(async () => {
  service = await startService()
  document = (await (await fetch(`${service.base}/openapi.json`)).json()) as typeof document
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
})
after(() => service.stop())

const bodyOf = ({ requestBody }: Operation): Limited => {
  const [media] = Object.values(requestBody?.content ?? {})
  return media ? resolveReference(document, media.schema) : {}
}
/** By a length, a list, a format of one length, or a pattern of the whole text. */
const isLimited = ({ maxLength, enum: list, format, pattern }: Limited) =>
  maxLength !== undefined || list !== undefined || format === 'uuid' || pattern?.startsWith('^') === true

test('every value that clients send has its limits in the document, and every parameter of a path an example', () => {
  for (const { path, operation } of operations) {
    const { parameters = [] } = operation
    const values = [
      ...Object.entries(bodyOf(operation).properties ?? {}),
      ...parameters.map(({ name, schema }) => [name, schema] as const),
    ]
    for (const [name, schema] of values) {
      if (schema.type === 'string') assert.equal(isLimited(schema), !UNLIMITED.test(name), `${path} ${name}`)
      if (schema.type !== 'integer') continue
      assert.ok(schema.minimum !== undefined && schema.maximum !== undefined, `${path} ${name}`)
      assert.match(schema.format ?? '', /^int(32|64)$/)
    }
    for (const { name, in: place, example } of parameters) {
      if (place === 'path') assert.ok(example !== undefined, `${path} ${name}`)
    }
  }
})

/** A value just beyond the limit, and right but for that as far as the kind of the field tells; null where there is no limit. */
function beyond({ maxLength, maximum, format }: Limited): string | null {
  if (maximum !== undefined) return String(maximum + 1)
  if (maxLength === undefined) return null
  return (format === 'email' ? '@example.com' : '').padStart(maxLength + 1, 'x')
}

test('what is longer or larger than the document allows is refused, and the field is named', async () => {
  const { access } = await service.person()
  let tried = 0
  for (const { path, method, operation } of operations) {
    for (const [name, schema] of Object.entries(bodyOf(operation).properties ?? {})) {
      // What is wrong with passwords, proofs and codes of a second factor is told of the whole request, if at all.
      if (schema.format === 'password' || /^(second_factor_)?code$/.test(name)) continue
      const tooMuch = beyond(schema)
      if (tooMuch === null || operation.requestBody?.content['application/json'] === undefined) continue
      const answer = await fetch(service.origin + path.replace(/\{\w+\}/, crypto.randomUUID()), {
        method: method.toUpperCase(),
        headers: { apikey: service.apiKey, authorization: `Bearer ${access}` },
        // A code is looked at if the address is another one.
        body: new URLSearchParams({ email: 'other@example.com', token_checksum_field: 'x', [name]: tooMuch }),
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
