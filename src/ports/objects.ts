import type { Readable } from 'node:stream'

/**
 * The store responds but cannot be used: no such bucket, wrong credentials. The message is for the operator.
 */
export class UnusableStore extends Error {
  /** What the operator can do about it: a sentence without its full stop. */
  readonly remedy: string

  constructor(reason: string, { remedy, ...options }: ErrorOptions & { remedy: string }) {
    super(`the picture store rejects it: ${reason}`, options)
    this.name = 'UnusableStore'
    this.remedy = remedy
  }
}

/** A stored object as reported by `list`. */
export interface ObjectEntry {
  key: string
  /** Size in bytes. */
  size: number
  /** Time of the last write, in milliseconds since the Unix epoch. */
  modifiedAt: number
  /** Whether it is not an object but a leftover of an interrupted write, or a write in progress. */
  isUnfinished?: true
}

/** Key of an object that marks a store as the target of an unfinished move. No picture has such a key. */
export const UNFINISHED_MOVE_KEY = 'move.unfinished'

/** A stored object opened for reading. The caller must consume or destroy `body`. */
export interface OpenObject {
  body: Readable
  /** Size in bytes. */
  size: number
}

/** Where clients can get an object without going through the service. */
export interface ObjectLink {
  url: string
  /** Seconds for which the link is valid; `null` if it never expires. */
  seconds: number | null
}

/** A file in which another process of this machine writes an object, and syncs it, before it is put under its key. */
export interface Draft {
  path: string
  /** For `remove`, if it is not put. What is forgotten is among the unfinished writes. */
  key: string
}

/**
 * Storage for picture files. Keys are relative paths of `[A-Za-z0-9._-]` segments joined by `/`; adapters
 * reject others with a `TypeError`. If the store is unavailable, every method rejects with `Unavailable`.
 */
export interface ObjectStore {
  /**
   * Stores bytes, or a draft of this store, under the key and resolves once they are durable. Readers never see
   * partial content.
   */
  put(key: string, content: Uint8Array | Draft, contentType: string): Promise<void>
  /** Names a new draft, which does not exist yet; absent if the store takes only bytes. */
  draft?(): Promise<Draft>
  /** Opens the object. Resolves with `null` if there is none. */
  open(key: string): Promise<OpenObject | null>
  /** Whether the object exists. */
  has(key: string): Promise<boolean>
  /** Reads the whole object. Resolves with `null` if there is none. */
  read(key: string): Promise<Buffer | null>
  /** Removes objects, or what `unfinished` reported. Missing ones count as removed. */
  remove(keys: readonly string[]): Promise<void>
  /** Lists the objects whose key starts with the prefix, in no particular order. */
  list(prefix: string): AsyncIterable<ObjectEntry>
  /** Lists all objects and unfinished writes in one pass over the store. */
  listAll(): AsyncIterable<ObjectEntry>
  /** Lists leftovers of interrupted writes, and writes in progress; they are not part of `list`. */
  unfinished(): AsyncIterable<ObjectEntry>
  /**
   * Removes leftovers of writes that began before an instant, and returns how many. The cost does not grow
   * with the number of objects. Writes still in progress then fail.
   */
  removeUnfinished(before: number): Promise<number>
  /** Writes, reads and removes a test object. Rejects with the reason if that fails. */
  check(): Promise<void>
  /** Rejects with the reason if the store does not respond. Cheap. */
  ping(): Promise<void>
  /** Returns where clients can get the object directly; absent if every object is served by the service. */
  link?(key: string): Promise<ObjectLink>
  close(): void
}
