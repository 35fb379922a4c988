import type { Kysely } from 'kysely'
import { QueryCreator } from 'kysely'
import { aroundQueries, aroundReader } from '../../../src/adapters/reader.ts'
import type { Database, Transaction } from '../../../src/ports/database.ts'
import type { ObjectStore } from '../../../src/ports/objects.ts'
import type { Tables } from '../../../src/ports/tables.ts'
import { type Part, Unavailable } from '../../../src/ports/unavailable.ts'

/**
 * How a call fails: before it does anything, after it has done all, by never answering after it has done all, or by
 * doing it only long after everybody has given it up.
 */
export const faultKinds = ['fails', 'fails after', 'hangs after', 'is late'] as const
export type FaultKind = (typeof faultKinds)[number]

/** Lets the n-th call of the stores fail (sqlite.org/testing.html, 3: anomaly testing). */
export interface Faults {
  /** Lets the n-th call from now on, from 1, fail in this way, and counts anew. */
  arm(n: number, kind: FaultKind): void
  /** Ends that; returns the name of the call that failed, or null if there were fewer calls. */
  disarm(): string | null
  /** Does what is late, and waits for its end. */
  letLateOnesHappen(): Promise<void>
  around(stores: { db: Database; objects: ObjectStore }): { db: Database; objects: ObjectStore }
}

const never = () => new Promise<never>(() => {})

/** @param options `readsHang`: SQLite reads in the same turn of the event loop; there a read that hangs fails instead */
export function createFaults({ readsHang }: { readsHang: boolean }): Faults {
  let armed: { n: number; kind: FaultKind } | null = null
  let calls = 0
  let failed: string | null = null
  let late: (() => Promise<unknown>)[] = []

  const next = (name: string): FaultKind | null => {
    // A statement in a transaction can do nothing but fail: what it did goes with the transaction.
    if (!armed || (name === 'statement' && armed.kind !== 'fails') || ++calls !== armed.n) return null
    failed = name
    return name === 'read' && !readsHang ? 'fails' : armed.kind
  }
  const call = async <T>(part: Part, name: string, work: () => Promise<T>): Promise<T> => {
    const kind = next(name)
    if (kind === null) return work()
    if (kind === 'fails') throw new Unavailable(part)
    if (kind === 'is late') {
      late.push(work)
      return never()
    }
    await work()
    if (kind === 'fails after') throw new Unavailable(part)
    return never()
  }
  /** A statement inside a transaction fails at once: its connection is lost, and the transaction with it. */
  const faultyTransaction = (tx: Transaction): Transaction => {
    const executor = aroundQueries((tx as unknown as Kysely<Tables>).getExecutor(), async (_query, run) => {
      if (next('statement') !== null) throw new Unavailable('database')
      return run()
    })
    const creator = new QueryCreator<Tables>({ executor })
    return new Proxy(tx, {
      get(target, property) {
        if (property === 'getExecutor') return () => executor
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
    around({ db, objects }) {
      const onObjects = <T>(name: string, work: () => Promise<T>) => call('pictures', `objects.${name}`, work)
      return {
        db: {
          ...db,
          read: aroundReader(db.read, (_query, run) => call('database', 'read', run)),
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
