import { MINUTE } from '../../basics/durations.ts'
import { within } from '../../basics/foreign-events.ts'
import { type Dependency, Unavailable } from '../../errors/unavailable.ts'
import type { Database } from '../../ports/database.ts'
import type { ObjectEntry, ObjectStore } from '../../ports/objects.ts'
import { wrapReader } from '../database/reader.ts'

/*
 * Deadlines around whole calls of the ports, independent of adapters and drivers. They are the last line of
 * defense, and longer than the deadlines of the adapters themselves.
 */

/** Deadlines in milliseconds. */
export interface Deadlines {
  database: number
  objects: number
}

export const deadlines: Deadlines = { database: 30_000, objects: MINUTE }

function bounded<T>(
  dependency: Dependency,
  milliseconds: number,
  work: Promise<T>,
  onOverdue = () => {},
): Promise<T> {
  return within(milliseconds, work, () => {
    onOverdue()
    return new Unavailable(dependency, { cause: new Error(`no response within ${milliseconds} ms`) })
  })
}

/**
 * A write that exceeds the deadline rejects and no longer commits, unless its commit is already in progress.
 * So the outcome of a write that rejected with `Unavailable` is unknown.
 * @param bounds whether to bound `reads`; false for an adapter that reads synchronously
 */
export function boundDatabase(
  db: Database,
  milliseconds: number,
  bounds: { reads: boolean } = { reads: true },
): Database {
  return {
    ...db,
    read: bounds.reads
      ? wrapReader(db.read, (_query, run) => bounded('database', milliseconds, run()))
      : db.read,
    write(work, options) {
      let isOverdue = false
      const refuseLate = () => {
        if (isOverdue) throw new Unavailable('database')
      }
      const written = db.write(async (tx) => {
        refuseLate()
        const value = await work(tx)
        refuseLate()
        return value
      }, options)
      return bounded('database', milliseconds, written, () => {
        isOverdue = true
      })
    },
  }
}

/** For `open` and `list`, each step is bounded rather than the whole: the reader of the bytes may be slow. */
export function boundObjects(objects: ObjectStore, milliseconds: number): ObjectStore {
  const inTime = <T>(work: Promise<T>) => bounded('pictures', milliseconds, work)
  return {
    ...objects,
    put: (key, content, contentType) => inTime(objects.put(key, content, contentType)),
    ...(objects.draft && { draft: () => inTime(objects.draft!()) }),
    open: (key) => inTime(objects.open(key)),
    has: (key) => inTime(objects.has(key)),
    read: (key) => inTime(objects.read(key)),
    remove: (keys) => inTime(objects.remove(keys)),
    list: (prefix) => eachInTime(objects.list(prefix), inTime),
    listAll: () => eachInTime(objects.listAll(), inTime),
    unfinished: () => eachInTime(objects.unfinished(), inTime),
    ping: () => inTime(objects.ping()),
  }
}

async function* eachInTime(
  list: AsyncIterable<ObjectEntry>,
  inTime: <T>(work: Promise<T>) => Promise<T>,
): AsyncIterable<ObjectEntry> {
  const entries = list[Symbol.asyncIterator]()
  for (let next = await inTime(entries.next()); !next.done; next = await inTime(entries.next()))
    yield next.value
}
