import type { Readable } from 'node:stream'

/** The store is there and refuses: no such bucket, wrong credentials. The message is for the operator. */
export class UnusableStore extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`the store of pictures refuses: ${reason}`, options)
    this.name = 'UnusableStore'
  }
}

/** One stored object as `list` reports it. */
export interface ObjectEntry {
  key: string
  /** Size in bytes. */
  size: number
  /** Instant of the last write, in milliseconds since the Unix epoch. */
  modifiedAt: number
  /** Whether it is no object but what a broken write left behind, or a write that runs now. */
  isUnfinished?: true
}

/** The key of what lies in a store while a move into it has not finished. No picture's key looks like it. */
export const UNFINISHED_MOVE_KEY = 'move.unfinished'

/** A stored object opened for reading. The caller consumes or destroys `body`. */
export interface OpenObject {
  body: Readable
  /** Size in bytes. */
  size: number
}

/** Where a client can get an object from, without the service. */
export interface ObjectLink {
  url: string
  /** Seconds for which the link is good; null: for ever. */
  seconds: number | null
}

/**
 * Where picture files live. Keys are relative paths of `[A-Za-z0-9._-]` segments joined by `/`; an adapter refuses
 * others with a `TypeError`. While the store is unavailable every method rejects with `Unavailable`.
 */
export interface ObjectStore {
  /** Stores the bytes under the key; when it resolves they survive a crash. A reader never sees a part of them. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** Opens the object, or answers `null` if there is none. */
  open(key: string): Promise<OpenObject | null>
  /** Whether there is such an object. */
  has(key: string): Promise<boolean>
  /** Reads the whole object, or answers `null` if there is none. */
  read(key: string): Promise<Buffer | null>
  /** Removes the objects, or what `unfinished` reported; those that are not there count as removed. */
  remove(keys: readonly string[]): Promise<void>
  /** Every object whose key starts with the prefix, in no set order. */
  list(prefix: string): AsyncIterable<ObjectEntry>
  /** Every object, and what is unfinished, in one pass over the store. */
  listAll(): AsyncIterable<ObjectEntry>
  /** What broken writes left behind, and writes that run now; not part of `list`. */
  unfinished(): AsyncIterable<ObjectEntry>
  /**
   * Removes what broken writes left behind that began before the instant; returns how many. Its cost does not grow with
   * the number of objects. A write that is still running fails then.
   */
  removeUnfinished(before: number): Promise<number>
  /** Writes, reads and removes a probe object; rejects with the reason where that fails. */
  check(): Promise<void>
  /** Rejects with the reason where the store does not answer. Cheap. */
  ping(): Promise<void>
  /** Where clients get the object themselves; absent where every object goes through the service. */
  link?(key: string): Promise<ObjectLink>
  close(): void
}
