import { type Kysely, PostgresAdapter } from 'kysely'
import type { Reader, Transaction } from '../ports/database.ts'
import type { Tables } from './tables.ts'

/** Whether the rows are on PostgreSQL, for the few statements that the engines do not share. */
export const isPostgres = (on: Reader | Transaction): boolean =>
  (on as unknown as Kysely<Tables>).getExecutor().adapter instanceof PostgresAdapter
