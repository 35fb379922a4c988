import type { Command } from 'commander'
import type { Attribute } from '../../../common/attributes.ts'
import { exportRow } from '../../account/account.ts'
import type { Services } from '../../app/app.ts'
import { type User, usernameKey } from '../../user/user.ts'
import { CommandError } from '../command-error.ts'
import { instant } from '../output.ts'

/** What identifies a person, as help texts say it. */
export const WHO = 'user name, id or e-mail address'

/** Adds the operand for one person. */
export const withPerson = (command: Command): Command => command.argument('<user>', WHO)

/**
 * Returns the person that an operator specifies by user name, id or e-mail address.
 * @throws {CommandError} if the text matches nobody, or more than one person
 */
export async function findUser(services: Pick<Services, 'accounts'>, name: string): Promise<User> {
  const found = await services.accounts.find(name)
  const [user] = found
  if (!user) throw new CommandError(`there is no person "${name.slice(0, SHOWN_MAX)}"`)
  if (found.length > 1) {
    const all = found.map((one) => `the ${kindOf(one, name)} of ${one.id}`).join(' and ')
    throw new CommandError(
      `"${name}" is ${all}; pick one with a prefix (id:, username:, email:), such as id:${user.id}`,
    )
  }
  return user
}

/** Adds an option for each attribute. Commander derives the key from the option: `--first-name` becomes `firstName`. */
export function attributeOptions(command: Command, list: readonly Attribute[]): void {
  for (const { column, description, example } of list)
    command.option(`--${column.replaceAll('_', '-')} <value>`, `${description}, such as ${example}`)
}

/** Maximum number of characters of a name in an error message. */
const SHOWN_MAX = 200

function kindOf(user: User, name: string): string {
  if (user.id === name.toLowerCase()) return 'id'
  return usernameKey(user.username) === usernameKey(name) ? 'user name' : 'e-mail address'
}

/** Returns a person as commands print one. */
export function describePerson(user: User) {
  const { password_hash: _, delete_at: __, ...columns } = exportRow(user, '')
  return {
    ...columns,
    password_reset_required: user.passwordResetRequired,
    version: user.version,
    created_at: instant(user.createdAt),
    updated_at: instant(user.updatedAt),
    delete_at: instant(user.deleteAt),
    frozen_at: instant(user.frozenAt),
  }
}
