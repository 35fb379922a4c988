import type { User } from '../user/user.ts'

/** A person, and what an application calls them. */
export interface NamedPerson {
  user: User
  externalId: string | null
}
