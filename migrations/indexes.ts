/** An index that came after its table. */
export interface LaterIndex {
  table: string
  columns: string[]
  /** Only rows in which this column is not null. */
  whereNotNull?: string
  /** Only rows in which this column is null. */
  whereNull?: string
  /** Only rows for which this holds: an expression without a word of one engine alone. */
  where?: string
  isUnique?: true
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
  pictures_removed_created: { table: 'pictures', columns: ['created_at'], whereNotNull: 'removed_at' },
  email_changes_expiry: { table: 'email_changes', columns: ['expires_at'] },
  email_undos_expiry: { table: 'email_undos', columns: ['expires_at'] },
  users_delete: { table: 'users', columns: ['delete_at'], whereNotNull: 'delete_at' },
  users_default_token: {
    table: 'users',
    columns: ['default_token'],
    whereNotNull: 'default_token',
    isUnique: true,
  },
  users_without_token: { table: 'users', columns: ['id'], whereNull: 'default_token' },
  // As `src/user/user.store.ts` asks for it, with the prefix of `src/session/password.ts`.
  users_other_hashes: {
    table: 'users',
    columns: ['id'],
    where: "substr(password_hash, 1, 31) <> '$argon2id$v=19$m=19456,t=2,p=1$' and password_hash <> ''",
  },
  sessions_live: { table: 'sessions', columns: ['user_id', 'application_id'], whereNull: 'ended_at' },
  refresh_tokens_sealed: { table: 'refresh_tokens', columns: ['used_at'], whereNotNull: 'next_sealed' },
  pictures_unchecked: { table: 'pictures', columns: ['id'], whereNull: 'square_sha256' },
}
