import { keyColumns, type TableName, tableNames } from '../../src/tables/tables.ts'
import type { TestService } from './service.ts'

/** Everything about one person in the database, in whatever tables. */
export interface OwnedRows {
  /** Ids of rows by table: sessions, pictures, events and so on. */
  ids: Partial<Record<TableName, string[]>>
  /** `table row`, sorted. */
  rows: string[]
}

/** Returns every row that references the person, or references such a row. */
export async function ownedRows(
  { services }: Pick<TestService, 'services'>,
  userId: string,
): Promise<OwnedRows> {
  const ids: OwnedRows['ids'] = { users: [userId] }
  const rows: string[] = []
  for (const table of tableNames) {
    const all = (await services.db.read.selectFrom(table).selectAll().execute()) as Record<string, unknown>[]
    for (const row of all) {
      const text = JSON.stringify(row)
      if (!Object.values(ids).some((known) => known.some((id) => text.includes(id)))) continue
      rows.push(`${table} ${text}`)
      // A key of several columns names rows of other tables.
      const [key = '', ...more] = keyColumns(table)
      const id = more.length === 0 ? row[key] : null
      // An address is no id: others may ask for it.
      if (typeof id === 'string' && id !== userId && table !== 'email_addresses')
        ids[table] = [...(ids[table] ?? []), id]
    }
  }
  return { ids, rows: rows.sort() }
}
