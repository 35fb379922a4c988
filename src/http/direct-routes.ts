import type { IncomingMessage } from 'node:http'
import type { FastifySchema } from 'fastify'
import type { z } from 'zod'
import type { Parsed } from '../basics/fields.ts'
import { type Caller, callerOf } from './caller.ts'
import { type ReadyAnswer, sendReady } from './ready-answer.ts'
import type { App } from './schemas.ts'

export type KnownCaller = Omit<Caller, 'address'>

/** Answers a read of a signed-in person, in full: only the headers of every response are added. */
export type DirectRead = (caller: KnownCaller, request: IncomingMessage) => ReadyAnswer | Promise<ReadyAnswer>

/** Changes something of a signed-in person, and answers in full. The body has no files. */
export interface DirectWrite<S extends z.ZodObject = z.ZodObject> {
  body: S
  run(caller: Caller, body: Parsed<z.output<S>>, request: IncomingMessage): Promise<ReadyAnswer>
}

/** A route whose usual requests are answered without the life cycle of the framework. */
export type DirectRoute = { read: DirectRead } | { write: DirectWrite }

declare module 'fastify' {
  interface FastifyContextConfig {
    direct?: DirectRoute
  }
}

/** Adds a route that is read most. */
export function addDirectRead(app: App, url: string, schema: FastifySchema, read: DirectRead): void {
  app.get(url, { schema, config: { direct: { read } } }, async (request, reply) =>
    sendReady(reply, await read(callerOf(request), request.raw)),
  )
}

/** Adds a route that changes something most. */
export function addDirectWrite<S extends z.ZodObject>(
  app: App,
  method: 'POST' | 'PATCH',
  url: string,
  schema: FastifySchema & { body: S },
  run: DirectWrite<S>['run'],
): void {
  const write = { body: schema.body, run } as unknown as DirectWrite
  app.route({
    method,
    url,
    schema,
    config: { direct: { write } },
    handler: async (request, reply) => {
      const { [begunWrite]: begun } = request.raw as WithWrite
      return sendReady(
        reply,
        await (begun ?? write.run(callerOf(request), request.body as never, request.raw)),
      )
    },
  })
}

const begunWrite = Symbol('begun write')
/** A request whose write has begun without the framework. It answers one that fails, and does not begin it again. */
type WithWrite = IncomingMessage & { [begunWrite]?: Promise<ReadyAnswer> }

/** Begins the write of a request. */
export function beginWrite(
  { run }: DirectWrite,
  request: WithWrite,
  caller: Caller,
  body: Parsed<Record<string, unknown>>,
): Promise<ReadyAnswer> {
  request[begunWrite] = run(caller, body, request)
  return request[begunWrite]
}
