import { primaryKeys, type TableName, tableNames } from '../../src/ports/tables.ts'
import type { TestService } from './service.ts'

/** What the database holds of one person, whichever tables there are. */
export interface OwnedRows {
  /** Ids of rows by table: sessions, pictures, events and what else there is. */
  ids: Partial<Record<TableName, string[]>>
  /** `table row`, in an order. */
  rows: string[]
}

/** Every row that names the person, or a row that does. */
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
      const id = row[primaryKeys[table]]
      // An address is no id: others may ask for it.
      if (typeof id === 'string' && id !== userId && table !== 'email_addresses')
        ids[table] = [...(ids[table] ?? []), id]
    }
  }
  return { ids, rows: rows.sort() }
}
