import type { ExpressionBuilder } from 'kysely'
import { attributes, valuesOfColumns } from '../../common/attributes.ts'
import type { Tables, UserRow } from '../tables/tables.ts'
import type { User } from './user.ts'

/** The columns of a person. The others, such as the password hash, are read only by what needs them. */
const columns = [
  'id',
  'username',
  ...attributes.map(({ column }) => column),
  'picture_id',
  'version',
  'created_at',
  'updated_at',
  'disabled_at',
  'delete_at',
  'password_reset_required',
  'frozen_at',
  'recovered_at',
  'email_verified_at',
  'phone_verified_at',
  'attributes',
] as const
type PersonColumn = (typeof columns)[number]

/** The same with their table, for queries. */
export const personColumns = columns.map((column) => `users.${column}` as const)

/** The only mapper between row and person. */
export function toUser(row: Pick<UserRow, PersonColumn>): User {
  return {
    id: row.id,
    username: row.username,
    ...valuesOfColumns(row),
    pictureId: row.picture_id,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    disabledAt: row.disabled_at,
    deleteAt: row.delete_at,
    passwordResetRequired: row.password_reset_required === 1,
    frozenAt: row.frozen_at,
    recoveredAt: row.recovered_at,
    emailVerifiedAt: row.email_verified_at,
    phoneVerifiedAt: row.phone_verified_at,
    attributes: row.attributes,
  }
}

/** People of an unfinished import are invisible to readers. */
export function isVisible(where: ExpressionBuilder<Tables, 'users'>) {
  return where.or([
    where('users.import_id', 'is', null),
    where(
      'users.import_id',
      'in',
      where.selectFrom('imports').select('imports.id').where('imports.finished_at', 'is not', null),
    ),
  ])
}

/**
 * The same condition, written so that no index on `import_id` matches it: in a query by ranges, SQLite would prefer that
 * index, which contains everybody.
 */
export function isInNoUnfinishedImport(where: ExpressionBuilder<Tables, 'users'>) {
  return where.not(
    where.exists(
      where
        .selectFrom('imports')
        .select('imports.id')
        .whereRef('imports.id', '=', 'users.import_id')
        .where('imports.finished_at', 'is', null),
    ),
  )
}
