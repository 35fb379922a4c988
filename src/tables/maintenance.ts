import type { RowSnapshot, RowTarget } from './rows.ts'

/** Another process holds the lock. */
export class Locked extends Error {
  constructor(what: string) {
    super(`${what} is held by another process`)
    this.name = 'Locked'
  }
}

/** The database cannot be used by the service. The message is for the operator. */
export class UnusableDatabase extends Error {
  readonly dependency: 'database' | 'pictures'

  constructor(message: string, dependency: 'database' | 'pictures' = 'database') {
    super(message)
    this.name = 'UnusableDatabase'
    this.dependency = dependency
  }
}

/** A newer version has run a migration that this version cannot work with. */
export class NewerDatabase extends UnusableDatabase {
  constructor(migration: string) {
    super(
      `the database belongs to a newer version and is incompatible with this one: it has the migration ${migration}`,
    )
    this.name = 'NewerDatabase'
  }
}

/** A move into the database or the picture store has begun but not finished: the data is incomplete. */
export class UnfinishedMove extends UnusableDatabase {
  constructor(where: 'database' | 'store of pictures') {
    super(
      `a move into this ${where} was interrupted; run the same user-profile move again, or use the source of the move`,
      where === 'database' ? 'database' : 'pictures',
    )
    this.name = 'UnfinishedMove'
  }
}

/** What the operator's commands need from the database engine. */
export interface Maintenance {
  /**
   * Brings the tables up to date; returns the names of the migrations that ran. Any number of nodes may call
   * it at the same time: each migration runs once.
   * `isMove`: for a move, which may continue an interrupted one.
   * @throws {UnusableDatabase} if the engine is too old, its tables are too new, or contain an unfinished
   * move
   */
  migrate(options?: { isMove?: boolean }): Promise<string[]>
  /**
   * Takes a lock that only one process among all that share the database can hold; returns a function that
   * releases it. It is also released when the process dies.
   * @throws {Locked} if another process holds it
   */
  lock(name: string): Promise<() => Promise<void>>
  /** Returns every migration by name, with the ISO 8601 instant at which it ran, or null. */
  migrations(): Promise<{ name: string; executedAt: string | null }[]>
  /** Makes bulk writes of this process cheaper, at the cost of memory (some 64 MB). */
  prepareBulkWrites(): void
  /** Returns damage in the storage and dangling references; empty if there is none. */
  integrityProblems(): Promise<string[]>
  /**
   * Writes a consistent copy of all rows, as of one instant, to a new file, without blocking reads or writes.
   * `onProgress` receives the completed share, from 0 to 1.
   */
  copyTo(path: string, onProgress?: (share: number) => void): Promise<void>
  /**
   * Opens a snapshot of all rows for a move: they cannot be written to until it is closed.
   * @throws {UnusableDatabase} if a service is using them
   */
  openLockedRows(): Promise<RowSnapshot>
  /**
   * Opens the database as the target of a move.
   * @throws {UnusableDatabase} if a service is using it
   */
  openTarget(): Promise<RowTarget>
  /** Opens a copy created by `copyTo` for reading; the caller must close it. */
  openCopy(path: string): PictureKeys
}

/** A picture file with its checksum; null if it was created by a version without checksums. */
export interface PictureFile {
  key: string
  checksum: { size: number; sha256: string } | null
}

/** The picture files referenced by the rows of a copy. */
export interface PictureKeys {
  /** The files of pictures that are in use. */
  inUse(): Iterable<PictureFile>
  integrityProblems(): string[]
  close(): void
}
