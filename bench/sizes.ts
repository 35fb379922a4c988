import { statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Filling } from './installation.ts'

/** Bytes per row, of the table and of its indexes. */
export interface TableSize {
  table: string
  rows: number
  'bytes a row': number
  'of indexes': number
}

/** Returns the size of the rows of each table in PostgreSQL. */
export async function tableSizes({ place }: Filling): Promise<TableSize[]> {
  const client = new pg.Client({ connectionString: place.DATABASE_URL })
  await client.connect()
  await client.query('vacuum analyze')
  const { rows } = await client.query<{ name: string; rows: number; total: number; indexes: number }>(
    `select relname as name, reltuples::float8 as rows, pg_total_relation_size(oid)::float8 as total,
      pg_indexes_size(oid)::float8 as indexes
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > 0
    order by total desc`,
  )
  await client.end()
  return rows.map((row) => ({
    table: row.name,
    rows: row.rows,
    'bytes a row': Math.round(row.total / row.rows),
    'of indexes': Math.round(row.indexes / row.rows),
  }))
}

/** Returns the bytes of the SQLite file per person. */
export function sqliteBytes({ place, people }: Filling): number {
  return Math.round(statSync(join(place.DATA_DIR, 'user-profile.sqlite')).size / people)
}
