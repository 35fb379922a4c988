import type { ExpressionBuilder } from 'kysely'
import { valuesOfColumns } from '../../common/attributes.ts'
import type { Tables, UserRow } from '../ports/tables.ts'
import type { User } from './user.ts'

/** The one mapper between row and person. */
export function toUser(row: UserRow): User {
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
  }
}

/** People of an import that has not finished do not exist for readers. */
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
