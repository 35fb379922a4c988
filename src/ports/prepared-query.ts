import type { Compilable, CompiledQuery } from 'kysely'
import type { Reader } from './database.ts'

type Values = Readonly<Record<string, string | number>>

/**
 * A query whose SQL is built once for each database and then run with other values: building a large one costs more
 * than reading its row. `build` gets a stand-in for each value and uses it in conditions alone.
 */
export function prepareQuery<V extends Values, R>(build: (reader: Reader, values: V) => Compilable<R>) {
  const prepared = new WeakMap<Reader, CompiledQuery<R>>()
  return async (reader: Reader, values: V): Promise<R[]> => {
    let query = prepared.get(reader)
    if (!query) {
      query = build(reader, standIns as V).compile()
      prepared.set(reader, query)
    }
    const parameters = query.parameters.map((value) =>
      value instanceof StandIn ? values[value.name] : value,
    )
    return (await reader.executeQuery<R>({ ...query, parameters })).rows
  }
}

class StandIn {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const standIns = new Proxy({}, { get: (_target, name) => new StandIn(String(name)) })
