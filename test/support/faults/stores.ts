import type { Kysely } from 'kysely'
import { QueryCreator } from 'kysely'
import { wrapQueries, wrapReader } from '../../../src/adapters/database/reader.ts'
import { type Dependency, Unavailable } from '../../../src/errors/unavailable.ts'
import type { Database, Transaction } from '../../../src/ports/database.ts'
import type { ObjectStore } from '../../../src/ports/objects.ts'
import type { Tables } from '../../../src/tables/tables.ts'

/**
 * How a call fails: before it takes effect, after it took effect, by never returning after it took effect, or by taking
 * effect only long after its caller gave up.
 */
export const faultKinds = ['fails', 'fails after', 'hangs after', 'is late'] as const
export type FaultKind = (typeof faultKinds)[number]

/** Makes the n-th call to the stores fail (sqlite.org/testing.html, 3: anomaly testing). */
export interface Faults {
  /** Makes the n-th call from now on fail in this way, counting from 1. */
  arm(n: number, kind: FaultKind): void
  /** Stops that; returns the name of the failed call, or null if there were fewer calls. */
  disarm(): string | null
  /** Runs the late calls, and waits for them. */
  letLateOnesHappen(): Promise<void>
  wrap(stores: { db: Database; objects: ObjectStore }): { db: Database; objects: ObjectStore }
}

const never = () => new Promise<never>(() => {})

/**
 * @param options `readsHang`: SQLite reads in the same turn of the event loop, so there a hanging read fails instead
 */
export function createFaults({ readsHang }: { readsHang: boolean }): Faults {
  let armed: { n: number; kind: FaultKind } | null = null
  let calls = 0
  let failed: string | null = null
  let late: (() => Promise<unknown>)[] = []

  const next = (name: string): FaultKind | null => {
    // A statement in a transaction can only fail: its effects are rolled back with the transaction.
    if (!armed || (name === 'statement' && armed.kind !== 'fails') || ++calls !== armed.n) return null
    failed = name
    return name === 'read' && !readsHang ? 'fails' : armed.kind
  }
  const call = async <T>(dependency: Dependency, name: string, work: () => Promise<T>): Promise<T> => {
    const kind = next(name)
    if (kind === null) return work()
    if (kind === 'fails') throw new Unavailable(dependency)
    if (kind === 'is late') {
      late.push(work)
      return never()
    }
    await work()
    if (kind === 'fails after') throw new Unavailable(dependency)
    return never()
  }
  /** A statement inside a transaction fails at once: its connection is lost, and the transaction with it. */
  const faultyTransaction = (tx: Transaction): Transaction => {
    const executor = wrapQueries((tx as unknown as Kysely<Tables>).getExecutor(), async (_query, run) => {
      if (next('statement') !== null) throw new Unavailable('database')
      return run()
    })
    const creator = new QueryCreator<Tables>({ executor })
    return new Proxy(tx, {
      get(target, property) {
        if (property === 'getExecutor') return () => executor
        // What is prepared would pass by the executor.
        if (property === 'run') return undefined
        const source = property in creator ? creator : target
        const value: unknown = Reflect.get(source, property, source)
        return typeof value === 'function' ? value.bind(source) : value
      },
    })
  }
  return {
    arm(n, kind) {
      armed = { n, kind }
      calls = 0
      failed = null
    },
    disarm() {
      armed = null
      return failed
    },
    async letLateOnesHappen() {
      for (const work of late) await work().catch(() => {})
      late = []
    },
    wrap({ db, objects }) {
      const onObjects = <T>(name: string, work: () => Promise<T>) => call('pictures', `objects.${name}`, work)
      return {
        db: {
          ...db,
          read: wrapReader(db.read, (_query, run) => call('database', 'read', run)),
          write: (work, options) =>
            call('database', 'write', () => db.write((tx) => work(faultyTransaction(tx)), options)),
        },
        objects: {
          ...objects,
          put: (...args) => onObjects('put', () => objects.put(...args)),
          open: (key) => onObjects('open', () => objects.open(key)),
          has: (key) => onObjects('has', () => objects.has(key)),
          read: (key) => onObjects('read', () => objects.read(key)),
          remove: (keys) => onObjects('remove', () => objects.remove(keys)),
          async *list(prefix) {
            await onObjects('list', async () => {})
            yield* objects.list(prefix)
          },
        },
      }
    },
  }
}
