import { AliasNode, type CompiledQuery, SelectQueryNode, TableNode } from 'kysely'
import type { Database, Reader } from '../../ports/database.ts'
import type { Limiter, Use } from '../../ports/limiter.ts'
import type { Mailer } from '../../ports/mailer.ts'
import type { ObjectEntry, ObjectStore } from '../../ports/objects.ts'
import type { SpanAttributes, Tracer } from '../../ports/tracer.ts'
import { wrapReader } from '../database/reader.ts'

/*
 * Wrappers that trace calls of the ports. Each returns the port itself if tracing is off. Spans contain
 * tables, sizes and counts, but no keys of objects or limits, values or addresses, which would identify
 * people.
 */

/** `system`: `db.system.name` of the semantic conventions, such as `sqlite` or `postgresql`. */
export function traceDatabase(tracer: Tracer | null, db: Database, system: string): Database {
  if (tracer === null) return db
  const transaction = { 'db.system.name': system, 'db.operation.name': 'TRANSACTION' }
  return {
    ...db,
    read: traceReader(tracer, db.read, system),
    write: (work, options) => tracer.call('TRANSACTION', transaction, () => db.write(work, options)),
  }
}

function traceReader(tracer: Tracer, reader: Reader, system: string): Reader {
  return wrapReader(reader, (query, run) => {
    const { operation, table } = summarize(query)
    const attributes = {
      'db.system.name': system,
      'db.operation.name': operation,
      ...(table && { 'db.collection.name': table }),
    }
    return tracer.call(table ? `${operation} ${table}` : operation, attributes, run)
  })
}

/** Describes a query: its operation and its first table, as far as they are obvious. */
function summarize({ query }: CompiledQuery): { operation: string; table: string | undefined } {
  if (!SelectQueryNode.is(query))
    return { operation: query.kind.replace(/(Query)?Node$/, ''), table: undefined }
  const [first] = query.from?.froms ?? []
  const source = first && AliasNode.is(first) ? first.node : first
  const table = source && TableNode.is(source) ? source.table.identifier.name : undefined
  return { operation: 'SELECT', table }
}

export function traceObjects(tracer: Tracer | null, objects: ObjectStore): ObjectStore {
  if (tracer === null) return objects
  const call = <T>(name: string, attributes: SpanAttributes, work: () => Promise<T>) =>
    tracer.call(`objects ${name}`, attributes, work)
  return {
    ...objects,
    put(key, content, contentType) {
      const about = content instanceof Uint8Array ? { 'user_profile.object.size': content.length } : {}
      return call('put', about, () => objects.put(key, content, contentType))
    },
    open: (key) => call('open', {}, () => objects.open(key)),
    has: (key) => call('has', {}, () => objects.has(key)),
    read: (key) => call('read', {}, () => objects.read(key)),
    remove: (keys) =>
      call('remove', { 'user_profile.object.count': keys.length }, () => objects.remove(keys)),
    list: (prefix) => traceList(tracer, objects.list(prefix)),
    listAll: () => traceList(tracer, objects.listAll()),
  }
}

/**
 * Only the first step is traced: a span for every entry would be noise, and the first shows how long the
 * store takes to respond.
 */
async function* traceList(tracer: Tracer, list: AsyncIterable<ObjectEntry>): AsyncIterable<ObjectEntry> {
  const entries = list[Symbol.asyncIterator]()
  try {
    let next = await tracer.call('objects list', {}, () => entries.next())
    while (!next.done) {
      yield next.value
      next = await entries.next()
    }
  } finally {
    await entries.return?.()
  }
}

export function traceMailer(tracer: Tracer | null, mailer: Mailer): Mailer {
  if (tracer === null) return mailer
  return { ...mailer, send: (mail) => tracer.call('mail send', {}, () => mailer.send(mail)) }
}

export function traceLimiter(tracer: Tracer | null, limiter: Limiter): Limiter {
  if (tracer === null) return limiter
  const about = (name: string): SpanAttributes => ({ 'user_profile.limit.name': name })
  const namesOf = (uses: readonly Use[]) => uses.map(([limit]) => limit.name).join(' ')
  return {
    ...limiter,
    consume: (limit, key, cost) =>
      tracer.call('limit consume', about(limit.name), () => limiter.consume(limit, key, cost)),
    spend: (limit, key, cost) =>
      tracer.call('limit spend', about(limit.name), () => limiter.spend(limit, key, cost)),
    peek: (limit, key) => tracer.call('limit peek', about(limit.name), () => limiter.peek(limit, key)),
    reserve: (uses) => tracer.call('limit reserve', about(namesOf(uses)), () => limiter.reserve(uses)),
    settle: (uses, outcome) =>
      tracer.call('limit settle', about(namesOf(uses)), () => limiter.settle(uses, outcome)),
  }
}
