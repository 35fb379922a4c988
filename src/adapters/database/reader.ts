import { type CompiledQuery, type Kysely, QueryCreator, type QueryExecutor, type QueryResult } from 'kysely'
import type { Reader } from '../../ports/database.ts'
import type { Tables } from '../../tables/tables.ts'

/** Wraps a query; `run` executes the query itself. */
export type QueryWrapper = <R>(
  query: CompiledQuery,
  run: () => Promise<QueryResult<R>>,
) => Promise<QueryResult<R>>

/** Wraps every query of an executor. */
export function wrapQueries(inner: QueryExecutor, around: QueryWrapper): QueryExecutor {
  const executeQuery: QueryExecutor['executeQuery'] = (query, options) =>
    around(query, () => inner.executeQuery(query, options))
  return new Proxy(inner, {
    get(target, property) {
      if (property === 'executeQuery') return executeQuery
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Wraps every query of a reader. */
export function wrapReader(reader: Reader, around: QueryWrapper): Reader {
  // Every adapter reads through kysely; the port only declares less of it. The result can be wrapped again.
  const executor = wrapQueries((reader as Kysely<Tables>).getExecutor(), around)
  const creator = new QueryCreator<Tables>({ executor })
  const wrapped: Reader & Pick<Kysely<Tables>, 'getExecutor'> = {
    getExecutor: () => executor,
    selectFrom: creator.selectFrom.bind(creator),
    with: creator.with.bind(creator),
    executeQuery: (query, options) =>
      executor.executeQuery('compile' in query ? query.compile() : query, options),
  }
  return wrapped
}
