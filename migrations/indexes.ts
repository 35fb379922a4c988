/** An index that was added after its table. */
export interface LaterIndex {
  table: string
  columns: string[]
  /** Restricts the index to rows in which this column is not null. */
  whereNotNull?: string
  /** Restricts the index to rows in which this column is null. */
  whereNull?: string
  /** Restricts the index to rows that satisfy this expression, in SQL that both engines support. */
  where?: string
  isUnique?: true
  /**
   * Orders text by its bytes, for ranges with the same prefix, by `collate "binary"`. SQLite has this collation, and
   * `createPostgresMaintenance` adds it to PostgreSQL.
   */
  byBytes?: true
  /** Only PostgreSQL needs it: SQLite orders every index by bytes. */
  isForPostgres?: true
}

/**
 * Indexes that were added after their tables, by name. They are not migrations: by then a table may have many
 * rows, and PostgreSQL can add an index without blocking writes. Missing ones are added at startup.
 */
export const laterIndexes: Readonly<Record<string, LaterIndex>> = {
  sessions_ended: { table: 'sessions', columns: ['ended_at'], whereNotNull: 'ended_at' },
  email_addresses_reserved: {
    table: 'email_addresses',
    columns: ['reserved_until'],
    whereNotNull: 'reserved_until',
  },
  pictures_removed_created: { table: 'pictures', columns: ['created_at'], whereNotNull: 'removed_at' },
  pictures_replaced: { table: 'pictures', columns: ['shown_until'], whereNotNull: 'shown_until' },
  email_changes_expiry: { table: 'email_changes', columns: ['expires_at'] },
  email_undos_expiry: { table: 'email_undos', columns: ['expires_at'] },
  recoveries_created: { table: 'recoveries', columns: ['created_at'] },
  users_delete: { table: 'users', columns: ['delete_at'], whereNotNull: 'delete_at' },
  users_default_token: {
    table: 'users',
    columns: ['default_token'],
    whereNotNull: 'default_token',
    isUnique: true,
  },
  users_without_token: { table: 'users', columns: ['id'], whereNull: 'default_token' },
  // These match the queries in `src/user/user.store.ts`, with the prefix from `src/password/password.ts`.
  users_other_hashes: {
    table: 'users',
    columns: ['id'],
    where: "substr(password_hash, 1, 31) <> '$argon2id$v=19$m=19456,t=2,p=1$' and password_hash <> ''",
  },
  users_changed_hashes: {
    table: 'users',
    columns: ['updated_at', 'id'],
    where: "substr(password_hash, 1, 31) <> '$argon2id$v=19$m=19456,t=2,p=1$' and password_hash <> ''",
  },
  sessions_live: { table: 'sessions', columns: ['user_id', 'application_id'], whereNull: 'ended_at' },
  refresh_tokens_sealed: { table: 'refresh_tokens', columns: ['used_at'], whereNotNull: 'next_sealed' },
  users_disabled: { table: 'users', columns: ['id'], whereNotNull: 'disabled_at' },
  users_updated: { table: 'users', columns: ['updated_at', 'id'] },
  users_first_name: { table: 'users', columns: ['first_name_key'], byBytes: true },
  users_last_name: { table: 'users', columns: ['last_name_key'], byBytes: true },
  users_username: { table: 'users', columns: ['username_key'], byBytes: true, isForPostgres: true },
  email_addresses_email: {
    table: 'email_addresses',
    columns: ['email_key'],
    byBytes: true,
    isForPostgres: true,
  },
  users_attributes: { table: 'users', columns: ['id'], whereNotNull: 'attributes' },
  pictures_unchecked: { table: 'pictures', columns: ['id'], whereNull: 'square_sha256' },
}
