/** The types of calls in the OpenAPI document: the methods of a path, their parameters and their responses. */
import type { components, paths } from './schema.generated.ts'

export type Schemas = components['schemas']

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

type Operation<M extends Method, P extends keyof paths> = Exclude<paths[P][Lowercase<M>], undefined>

/** The paths that have the method, relative to the base of the API. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: [Operation<M, P>] extends [never] ? never : P
}[keyof paths]

type Content<O> = O extends { requestBody?: infer B } ? Exclude<B, undefined> : never

/** The body, sent as JSON or, if it needs a file, as a form. */
type BodyOf<O> =
  Content<O> extends { content: { 'application/json': infer B } }
    ? B
    : Content<O> extends { content: { 'multipart/form-data': unknown } }
      ? FormData
      : never

type BodyPart<O> = O extends { requestBody: object } ? { body: BodyOf<O> } : { body?: BodyOf<O> }
type PathPart<O> = O extends { parameters: { path: infer T } } ? { params: T } : { params?: never }
type QueryPart<O> = O extends { parameters: { query?: infer T } } ? { query?: Exclude<T, undefined> } : object

/** Body, path parameters and query parameters. */
export type Sent<M extends Method, P extends PathOf<M>> = BodyPart<Operation<M, P>> &
  PathPart<Operation<M, P>> &
  QueryPart<Operation<M, P>>

type ResponseOf<O> = O extends { responses: { 200: { content: { 'application/json': infer T } } } }
  ? T
  : never

/** `data` of the envelope. */
export type DataOf<M extends Method, P extends PathOf<M>> =
  ResponseOf<Operation<M, P>> extends { data: infer T } ? T : undefined

/** The calls that accept a proof of identity. */
export type ProofPath = {
  [P in PathOf<'POST'>]: [BodyOf<Operation<'POST', P>>, Schemas['ProofBody']] extends [
    Schemas['ProofBody'],
    BodyOf<Operation<'POST', P>>,
  ]
    ? P
    : never
}[PathOf<'POST'>]
