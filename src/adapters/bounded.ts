import type { Database } from '../ports/database.ts'
import { MINUTE } from '../ports/durations.ts'
import { within } from '../ports/foreign-events.ts'
import type { ObjectEntry, ObjectStore } from '../ports/objects.ts'
import { type Part, Unavailable } from '../ports/unavailable.ts'
import { aroundReader } from './reader.ts'

/*
 * Deadlines around whole calls of the ports, whatever happens inside an adapter or its driver. They are the last line:
 * longer than the deadlines of the adapters themselves.
 */

/** Deadlines in milliseconds. */
export interface Deadlines {
  database: number
  objects: number
}

export const deadlines: Deadlines = { database: 30_000, objects: MINUTE }

function bounded<T>(part: Part, milliseconds: number, work: Promise<T>, onOverdue = () => {}): Promise<T> {
  return within(milliseconds, work, () => {
    onOverdue()
    return new Unavailable(part, { cause: new Error(`no answer within ${milliseconds} ms`) })
  })
}

/**
 * A write that has not ended by then rejects, and commits no longer, unless its commit is on its way: so after
 * `Unavailable` it may be in.
 * @param bounds `reads`: not for an adapter that reads in the same turn of the event loop
 */
export function boundDatabase(
  db: Database,
  milliseconds: number,
  bounds: { reads: boolean } = { reads: true },
): Database {
  return {
    ...db,
    read: bounds.reads
      ? aroundReader(db.read, (_query, run) => bounded('database', milliseconds, run()))
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

/** Of `open` and `list` each step is bounded, not the whole: a slow reader of the bytes may take its time. */
export function boundObjects(objects: ObjectStore, milliseconds: number): ObjectStore {
  const inTime = <T>(work: Promise<T>) => bounded('pictures', milliseconds, work)
  return {
    ...objects,
    put: (key, bytes, contentType) => inTime(objects.put(key, bytes, contentType)),
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
