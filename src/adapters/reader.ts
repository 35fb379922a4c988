import { type CompiledQuery, type Kysely, QueryCreator, type QueryExecutor, type QueryResult } from 'kysely'
import type { Reader } from '../ports/database.ts'
import type { Tables } from '../ports/tables.ts'

/** What runs in the place of a query; `run` is the query itself. */
export type AroundQuery = <R>(
  query: CompiledQuery,
  run: () => Promise<QueryResult<R>>,
) => Promise<QueryResult<R>>

/** The executor with something around each of its queries. */
export function aroundQueries(inner: QueryExecutor, around: AroundQuery): QueryExecutor {
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

/** The reader with something around each of its queries. */
export function aroundReader(reader: Reader, around: AroundQuery): Reader {
  // Every adapter reads through kysely; the port only names less of it. What is returned can be wrapped again.
  const executor = aroundQueries((reader as Kysely<Tables>).getExecutor(), around)
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
