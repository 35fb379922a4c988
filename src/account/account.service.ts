import { readPersonName, type User } from '../user/user.ts'
import { createAccountCreation } from './account-creation.service.ts'
import type { AccountDependencies } from './account-dependencies.service.ts'
import { createAccountPassword } from './account-password.service.ts'
import { createAccountRemoval } from './account-removal.service.ts'
import { createAccountState } from './account-state.service.ts'

/** Number of people read at a time by a list or an export. */
const PAGE = 500

export type AccountService = ReturnType<typeof createAccountService>

/** What the operator can do with a person's account as a whole. */
export function createAccountService(deps: AccountDependencies) {
  const { users } = deps
  const passwords = createAccountPassword(deps)
  return {
    create: createAccountCreation(deps, passwords),
    setPassword: passwords.setPassword,
    ...createAccountState(deps),
    ...createAccountRemoval(deps),

    /**
     * Returns the people with this id, user name or current e-mail address: none, one, or several, since a user name
     * may look like an id or an address. A prefix `id:`, `username:` or `email:` picks one of the three; no user name, id
     * or address starts with it.
     */
    async find(text: string): Promise<User[]> {
      const { kind, name } = readPersonName(text)
      const found = await Promise.all([
        kind === undefined || kind === 'id' ? users.byId(name.toLowerCase()) : null,
        kind === undefined || kind === 'username' ? users.byUsername(name) : null,
        kind === undefined || kind === 'email' ? users.byEmail(name) : null,
      ])
      return [...new Map(found.flatMap((user) => (user ? [[user.id, user]] : []))).values()]
    },

    /** Iterates over all people with their password hashes, in order of id, in batches. */
    async *pages(): AsyncGenerator<{ user: User; passwordHash: string }[]> {
      let after = ''
      for (;;) {
        const page = await users.page(after, PAGE)
        if (page.length > 0) yield page
        const last = page.at(-1)
        if (!last || page.length < PAGE) return
        after = last.user.id
      }
    },
  }
}
