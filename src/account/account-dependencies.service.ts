import type { AttributeService } from '../attribute/attribute.service.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { NewPasswords } from '../password/new-password.service.ts'
import type { SetPassword } from '../password-change/password-setter.service.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Random } from '../ports/random.ts'
import type { SessionService } from '../session/session.service.ts'
import type { IssuerSubjects } from '../user/issuer-subjects.service.ts'
import type { UserService } from '../user/user.service.ts'

/** Dependencies of the use cases of accounts; each picks what it uses. */
export interface AccountDependencies {
  db: Database
  clock: Clock
  random: Random
  users: UserService
  issuerSubjects: IssuerSubjects
  sessions: SessionService
  audit: AuditService
  attributes: Pick<AttributeService, 'index'>
  setPassword: SetPassword
  /** Returns the ids of the person's pictures, whose rows are removed with the person. */
  picturesOf: (tx: Transaction, userId: string) => Promise<string[]>
  /** Ensures that the files of the pictures are removed after the transaction commits. */
  removePictures: (tx: Transaction, pictureIds: string[]) => Promise<void>
  newPasswords: NewPasswords
}
