import { plain } from './pictures.ts'
import { resolveReference } from './references.ts'
import type { TestService } from './service.ts'

interface Schema {
  type?: string
  format?: string
  examples?: unknown[]
  enum?: unknown[]
  properties?: Record<string, Schema>
  /** Of a body that is one object of JSON instead of fields. */
  additionalProperties?: unknown
}
interface Described {
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: { content: Record<string, { schema: Schema | { $ref: string } }> }
  security: Record<string, string[]>[]
}

/** A caller's values, by the name of a body field, or `pictures/{id}` for a path parameter. `''` is omitted. */
export type Known = Readonly<Record<string, string>>

/** One operation of the OpenAPI document, ready to be called. */
export interface Operation {
  /** `POST /api/v1/user/login/`. */
  name: string
  method: string
  /** With its parameters as `{id}`. */
  path: string
  /** Who may call it, according to the document. */
  needs: 'nobody' | 'application' | 'person' | 'server'
  /** The scope that a server's key needs; null for other callers. */
  scope: string | null
  /** Path parameters as `sessions/{id}`: the preceding segment makes them unique. */
  parameters: string[]
  /** Names of the body fields. */
  fields: string[]
  /** Sends a request that is valid according to the document, with the caller's values instead of its examples. */
  call(known: Known, headers: Record<string, string>, query?: string): Promise<Called>
}

export interface Called {
  status: number
  text: string
  /** Text and code of the failure of the whole request; `''` if there is none. */
  detail: string
  code: string
}

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete']

/** Reads the document that the service serves. */
export async function readOperations(service: Pick<TestService, 'base' | 'origin'>): Promise<Operation[]> {
  const document = (await (await fetch(`${service.base}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Described>>
  }
  const picture = await plain(24, 24, '#33aa77').jpeg().toBuffer()
  return Object.entries(document.paths).flatMap(([path, described]) =>
    Object.entries(described)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) =>
        toOperation(
          service.origin,
          path,
          method.toUpperCase(),
          operation,
          bodyOf(document, operation),
          picture,
        ),
      ),
  )
}

function bodyOf(document: object, { requestBody }: Described): Schema | undefined {
  const [media] = Object.values(requestBody?.content ?? {})
  return media && resolveReference(document, media.schema)
}

function toOperation(
  origin: string,
  path: string,
  method: string,
  described: Described,
  schema: Schema | undefined,
  picture: Buffer,
): Operation {
  const schemes = new Set(described.security.flatMap((scheme) => Object.keys(scheme)))
  const properties = Object.entries(schema?.properties ?? {})
  const isDocument = properties.length === 0 && schema?.additionalProperties !== undefined
  const parameters = [...path.matchAll(/([^/]+)\/(\{\w+\})/g)].map(([, before, name]) => `${before}/${name}`)
  return {
    name: `${method} ${path}`,
    method,
    path,
    needs: needsOf(schemes),
    scope: described.security.find((scheme) => scheme.serverKey)?.serverKey?.[0] ?? null,
    parameters,
    fields: properties.map(([name]) => name),
    async call(known, headers, query = '') {
      const filled = parameters.reduce((url, parameter) => {
        const value = known[parameter] ?? crypto.randomUUID()
        return url.replace(parameter, `${parameter.split('/')[0]}/${encodeURIComponent(value)}`)
      }, path)
      const answer = await fetch(origin + filled + query, {
        method,
        redirect: 'manual',
        ...(isDocument
          ? {
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(schema.examples?.[0]),
            }
          : { headers, ...(schema && { body: formOf(properties, known, picture) }) }),
      })
      return calledOf(answer)
    },
  }
}

function needsOf(schemes: ReadonlySet<string>): Operation['needs'] {
  if (schemes.has('serverKey')) return 'server'
  if (schemes.has('bearer')) return 'person'
  return schemes.has('apikey') ? 'application' : 'nobody'
}

/** As `multipart/form-data`, which every operation with a body accepts. */
function formOf(properties: [string, Schema][], known: Known, picture: Buffer): FormData {
  const form = new FormData()
  for (const [name, { format, examples, enum: choices }] of properties) {
    if (format === 'binary') form.append(name, new Blob([new Uint8Array(picture)]), `${name}.jpg`)
    else if (known[name] !== '')
      form.append(name, known[name] ?? String((examples ?? choices)?.[0] ?? 'text'))
  }
  return form
}

async function calledOf(answer: Response): Promise<Called> {
  const text = await answer.text()
  const failure = answer.headers.get('content-type')?.includes('json')
    ? (JSON.parse(text) as { errors?: { detail?: string }; error_codes?: { detail?: string } })
    : {}
  return {
    status: answer.status,
    text,
    detail: failure.errors?.detail ?? '',
    code: failure.error_codes?.detail ?? '',
  }
}
