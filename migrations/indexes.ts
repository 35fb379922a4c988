/** An index that came after its table. */
export interface LaterIndex {
  table: string
  columns: string[]
  /** Only rows in which this column is not null. */
  whereNotNull?: string
}

/**
 * Indexes that came after their tables, by name. They are no migrations: rows may be many by then, and an engine that
 * can adds an index while others write. Each is added when it is missing.
 */
export const laterIndexes: Readonly<Record<string, LaterIndex>> = {
  sessions_ended: { table: 'sessions', columns: ['ended_at'], whereNotNull: 'ended_at' },
  email_addresses_reserved: {
    table: 'email_addresses',
    columns: ['reserved_until'],
    whereNotNull: 'reserved_until',
  },
  email_changes_expiry: { table: 'email_changes', columns: ['expires_at'] },
  email_undos_expiry: { table: 'email_undos', columns: ['expires_at'] },
  users_delete: { table: 'users', columns: ['delete_at'], whereNotNull: 'delete_at' },
}
