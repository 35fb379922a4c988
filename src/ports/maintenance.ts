import type { RowSnapshot, RowTarget } from './rows.ts'

/** Somebody else holds the lock. */
export class Locked extends Error {
  constructor(what: string) {
    super(`${what} is held by another process`)
    this.name = 'Locked'
  }
}

/** The engine is none that the service can work on. The message is for the operator. */
export class UnusableDatabase extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnusableDatabase'
  }
}

/** A newer version has run a migration after which this version cannot work. */
export class NewerDatabase extends UnusableDatabase {
  constructor(migration: string) {
    super(
      `the database is of a newer version that this one cannot work with: it has the migration ${migration}`,
    )
    this.name = 'NewerDatabase'
  }
}

/** A move into the database or the store of pictures has begun and is not done: what is there is a part of the whole. */
export class UnfinishedMove extends UnusableDatabase {
  constructor(where: 'database' | 'store of pictures') {
    super(
      `a move into this ${where} was cut short; run the same user-profile move again, or use what it moves from`,
    )
    this.name = 'UnfinishedMove'
  }
}

/** What the operator's commands ask of the engine that holds the rows. */
export interface Maintenance {
  /**
   * Brings the tables up to date; returns the names of the migrations that ran now. Any number of nodes may call it at
   * the same time: each migration runs once.
   * `isMove`: for a move, which may go on where one was cut short.
   * @throws {UnusableDatabase} if the engine is too old, its tables are of a version too new, or hold half a move
   */
  migrate(options?: { isMove?: boolean }): Promise<string[]>
  /**
   * Takes a lock that one process of all that share the rows can have; returns what gives it back. It is given back too
   * when the process dies.
   * @throws {Locked} if another has it
   */
  lock(name: string): Promise<() => Promise<void>>
  /** Every migration by name, with the ISO 8601 instant at which it ran, or null. */
  migrations(): Promise<{ name: string; executedAt: string | null }[]>
  /** Makes many writes of this process cheaper, at the price of memory (some 64 MB). */
  prepareBulkWrites(): void
  /** Damage in the storage and rows that reference nothing; empty where all is well. */
  integrityProblems(): Promise<string[]>
  /**
   * Writes a consistent copy of all rows, as of one instant, to a new file, while others read and write.
   * `onProgress` hears the share that is done, from 0 to 1.
   */
  copyTo(path: string, onProgress?: (share: number) => void): Promise<void>
  /**
   * Opens all rows as of now, for a move: nobody writes to them until it is closed.
   * @throws {UnusableDatabase} while a service uses them
   */
  holdRows(): Promise<RowSnapshot>
  /**
   * Opens the rows to take others over.
   * @throws {UnusableDatabase} while a service uses them
   */
  openTarget(): Promise<RowTarget>
  /** Opens a copy made by `copyTo`, to look into it; the caller closes it. */
  openCopy(path: string): PictureKeys
}

/** A picture file, and what it must hold; null if a version made it that did not keep that. */
export interface PictureFile {
  key: string
  checksum: { size: number; sha256: string } | null
}

/** The picture files that the rows of a copy name. */
export interface PictureKeys {
  /** The files of pictures that are in use. */
  inUse(): Iterable<PictureFile>
  integrityProblems(): string[]
  close(): void
}
