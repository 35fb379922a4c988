import type { SourceFormat } from '../../common/picture.ts'
import type { AuditService } from '../audit/audit.service.ts'
import type { PictureLinks } from '../config/picture-links.ts'
import type { Clock } from '../ports/clock.ts'
import type { Database, Transaction } from '../ports/database.ts'
import type { Limiter } from '../ports/limiter.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { ObjectStore } from '../ports/objects.ts'
import type { Random } from '../ports/random.ts'
import type { UserService } from '../user/user.service.ts'
import type { Masters } from './picture-masters.service.ts'
import type { PictureWork } from './picture-work.ts'

/** The settings of the same names. */
export interface PictureSettings {
  publicUrl: string
  picturesPerDay: number
  pictureMaxBytes: number
  pictureMaxPixels: number
  pictureFormats: readonly SourceFormat[]
  pictureMemory: number
  pictureDecodes: number
  defaultPicture: 'pattern' | 'initials'
  fontsDir: string
  /** Language of people who chose none. */
  defaultLanguage: string
}

/** Dependencies of the use cases of pictures; each picks what it uses. */
export interface PictureDependencies {
  db: Database
  objects: ObjectStore
  clock: Clock
  random: Random
  limiter: Limiter
  users: UserService
  audit: AuditService
  metrics: Metrics
  settings: PictureSettings
  /** Outbox jobs that call `removeFiles`. */
  removals: RemovalJobs
  work: PictureWork
  masters: Masters
  /** Returns the URLs of a stored picture. */
  linksOf: (pictureId: string) => PictureLinks
}

/** Payload of the outbox job that removes the files of pictures. */
export interface Removal {
  pictureIds: string[]
}

/**
 * A withdrawn job has not started and never will. Both methods return false if it has started or finished.
 */
export interface RemovalJobs {
  /** Adds a job that is due at the instant `runAt`, by default after the commit. Returns its id. */
  enqueue(tx: Transaction, payload: Removal, runAt?: number): Promise<string>
  withdraw(tx: Transaction, jobId: string): Promise<boolean>
  /** Makes the job due now. */
  makeDue(tx: Transaction, jobId: string): Promise<boolean>
}
