import type { UserRow } from '../ports/tables.ts'
import { usernameKey } from '../user/user.ts'
import type { NewPerson } from './account.schema.ts'

/** The row of a person who is added at the instant. */
export function newUserRow(person: NewPerson, id: string, now: number, importId: string | null): UserRow {
  const { active, ...columns } = person
  return {
    ...columns,
    id,
    username_key: usernameKey(person.username),
    password_reset_required: 0,
    picture_id: null,
    version: 1,
    created_at: now,
    updated_at: now,
    disabled_at: active ? null : now,
    import_id: importId,
  }
}
