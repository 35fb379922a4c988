import type { TableName } from './tables.ts'

/**
 * The tables of the statement that checks a caller, and the column that names the person whom a row is about; null if a row
 * may be about anybody.
 */
export const callerTables = {
  users: 'id',
  sessions: 'user_id',
  applications: null,
  api_keys: null,
} as const satisfies Partial<Record<TableName, string | null>>
