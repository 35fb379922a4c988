/** What the operator's commands ask of the engine that holds the rows. */
export interface Maintenance {
  /** Brings the tables up to date; answers the names of the migrations that ran now. */
  migrate(): Promise<string[]>
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
  /** Opens a copy made by `copyTo`, to look into it; the caller closes it. */
  openCopy(path: string): PictureKeys
}

/** The picture files that the rows of a copy name. */
export interface PictureKeys {
  /** Object keys of pictures that are in use, in batches. */
  inUse(): Iterable<string>
  integrityProblems(): string[]
  close(): void
}
