import type { AttributeService } from '../attribute/attribute.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { Actor } from '../audit/audit.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import type { Faults } from '../errors/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Limiter } from '../ports/limiter.ts'
import type { UserService } from '../user/user.service.ts'
import type { User } from '../user/user.ts'
import type { Choices, Defaults } from './profile.ts'

/** Proves a change of the e-mail address; implemented by the room of the e-mail change. */
export interface AddressProof {
  /**
   * Whether `current_token_field` is required too. A person without an address has no mailbox to prove it
   * with.
   */
  needsCurrentCode(user: User): boolean
  /** Counts the try durably, then compares the codes. Returns the faults, or `null` if the codes match. */
  check(
    user: User,
    newEmail: string,
    proof: { checksum: string; code: string; currentCode?: string },
  ): Promise<Faults | null>
  /**
   * Consumes the proven change and moves the address, in the transaction of the update. Returns `false`,
   * without writing anything, if another request was faster or the address is now taken.
   */
  apply(tx: Transaction, user: User, newEmail: string, checksum: string, actor: Actor): Promise<boolean>
  /** Whether the codes of a change prove access to the new mailbox, rather than only to the current one. */
  provesNew(user: User): boolean
  /**
   * Whether the code proves that the person reads the current mailbox. Counts the try if a request for that
   * address is pending; otherwise does nothing.
   */
  checkOwn(user: User, proof: { checksum: string; code: string }): Promise<boolean>
  /** Consumes that request. Returns whether this call did. */
  applyOwn(tx: Transaction, user: User, checksum: string): Promise<boolean>
}

/** Dependencies of the use cases of the profile; each picks what it uses. */
export interface ProfileDependencies {
  db: Database
  clock: Clock
  limiter: Limiter
  users: UserService
  audit: AuditService
  attributes: Pick<AttributeService, 'viewFor' | 'index' | 'isIndexed' | 'underCurrent'>
  choices: Choices
  defaults: Defaults
  addressProof: AddressProof
  /** Returns the path of the picture that the person shows, or of the default one, without its size. */
  picturePath: (user: User) => string
  linksTo: (path: string) => PictureLinks
}
