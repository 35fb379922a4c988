import { createHash } from 'node:crypto'
import { contentTypeOfKey, pictureOfKey } from '../../picture/picture.ts'
import { type ObjectEntry, type ObjectStore, UNFINISHED_MOVE_KEY } from '../../ports/objects.ts'
import { ROWS_PER_PAGE, type RowReader } from '../../tables/rows.ts'
import type { Progress } from '../progress.ts'
import type { Differences } from './move-differences.ts'

/** Number of objects processed concurrently. */
const PARALLEL = 16

/** Two picture stores, and the rows that say which pictures exist. */
export interface Stores {
  source: ObjectStore
  target: ObjectStore
  rows: RowReader
}

/**
 * Counts the objects of a store by whether their picture is in use: leftovers of replaced pictures are not
 * moved. `stranger` is the first object whose picture is not in the rows, or null.
 */
export async function countObjects(store: ObjectStore, rows: RowReader) {
  const counts = { live: 0, orphaned: 0, bytes: 0, stranger: null as string | null }
  for await (const { key, size, isLive } of sorted(store, rows)) {
    if (isLive) {
      counts.live += 1
      counts.bytes += size
    } else {
      counts.orphaned += 1
      counts.stranger ??= key
    }
  }
  return counts
}

/**
 * Copies objects that the target does not have with identical bytes. Returns how many were written to, and
 * removed from, the target.
 */
export async function copyObjects(
  { source, target, rows }: Stores,
  { isResumed, progress }: { isResumed: boolean; progress: Progress },
): Promise<{ written: number; removed: number }> {
  const done = { written: 0, removed: 0 }
  if (isResumed) {
    for await (const { key } of target.unfinished()) await target.remove([key])
    await inParallel(sorted(target, rows), async ({ key, isLive }) => {
      if (isLive) return
      await target.remove([key])
      done.removed += 1
    })
  }
  let seen = 0
  await inParallel(sorted(source, rows), async ({ key, isLive, size }) => {
    if (!isLive) return
    const bytes = await source.read(key)
    if (bytes !== null && !(isResumed && (await isEqual(target, key, bytes, size)))) {
      await target.put(key, bytes, contentTypeOfKey(key))
      done.written += 1
    }
    progress.update(++seen)
  })
  return done
}

async function isEqual(target: ObjectStore, key: string, bytes: Buffer, size: number): Promise<boolean> {
  const opened = await target.open(key)
  opened?.body.destroy()
  if (opened?.size !== size) return false
  return (await target.read(key))?.equals(bytes) ?? false
}

/**
 * Reads every object back and compares size and SHA-256. `damaged`: masters in the source that differ from
 * what was stored.
 */
export async function verifyObjects(
  { source, target, rows }: Stores,
  { differences, damaged, progress }: { differences: Differences; damaged: Differences; progress: Progress },
): Promise<void> {
  let seen = 0
  await inParallel(sorted(source, rows), async ({ key, isLive, sha256: stored }) => {
    if (!isLive) return
    const [here, there] = await Promise.all([source.read(key), target.read(key)])
    if (there === null) differences.add(`file ${key} is missing in the target`)
    else if (here === null || here.length !== there.length || sha256(here) !== sha256(there))
      differences.add(`file ${key} differs`)
    if (here !== null && (here.length === 0 || (stored !== null && stored !== sha256(here)))) damaged.add(key)
    progress.update(++seen)
  })
  await inParallel(sorted(target, rows), async ({ key, isLive }) => {
    if (!isLive || !(await source.has(key))) differences.add(`file ${key} is only in the target`)
  })
}

/** Finds masters that pictures need but that are missing in the source itself. */
export async function findMissing({ source, rows }: Stores, missing: Differences): Promise<void> {
  for await (const page of rows.pages('pictures')) {
    const keys = page
      .filter((row) => row.removed_at === null)
      .flatMap((row) => [String(row.original_key), String(row.square_key)])
    await inParallel(keys, async (key) => {
      if (!(await source.has(key))) missing.add(key)
    })
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** An object, whether its picture is in use, and its recorded SHA-256. */
interface JudgedObject extends ObjectEntry {
  isLive: boolean
  sha256: string | null
}

/** Iterates over all objects except the mark of a move. */
async function* sorted(store: ObjectStore, rows: RowReader): AsyncGenerator<JudgedObject> {
  const batch: ObjectEntry[] = []
  for await (const entry of store.list('')) {
    if (entry.key !== UNFINISHED_MOVE_KEY) batch.push(entry)
    if (batch.length === ROWS_PER_PAGE) yield* await judge(batch.splice(0), rows)
  }
  yield* await judge(batch, rows)
}

async function judge(entries: readonly ObjectEntry[], rows: RowReader): Promise<JudgedObject[]> {
  const ids = new Set(entries.map(({ key }) => pictureOfKey(key)).filter((id) => id !== null))
  const found = await rows.find(
    'pictures',
    [...ids].map((id) => [id]),
  )
  const live = new Map(found.filter((row) => row.removed_at === null).map((row) => [row.id, row]))
  return entries.map((entry) => {
    const row = live.get(pictureOfKey(entry.key))
    const [name] = (['original', 'square'] as const).filter((one) => row?.[`${one}_key`] === entry.key)
    const sha256 = name === undefined ? null : (row?.[`${name}_sha256`] ?? null)
    return { ...entry, isLive: row !== undefined, sha256: sha256 === null ? null : String(sha256) }
  })
}

/**
 * Runs the work for every item, several at a time. After a failure no more are started; it is thrown once the
 * running ones have ended.
 */
async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = (async function* () {
    yield* items
  })()
  const failures: unknown[] = []
  const worker = async () => {
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        await work(next.value)
        if (failures.length > 0) return
      }
    } catch (error) {
      failures.push(error)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  if (failures.length > 0) throw failures[0]
}
