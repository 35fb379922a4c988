import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { ObjectEntry, ObjectStore } from '../ports/objects.ts'
import { asUnavailable, isMissing, onFiles, tryFolder } from './file-errors.ts'
import { checkedKey, checkedPrefix } from './object-key.ts'
import { entriesOf, oldFiles, removeFiles } from './old-files.ts'

/** In the name of an unfinished file, or of its folder; no key holds it. */
const UNFINISHED = '~'
/** What `ping` writes; no key is called so. */
const PROBE = '.probe~'
/** Files are written here and moved to their place, so that one look finds what a crash left, however many there are. */
const UNFINISHED_FOLDER = `${UNFINISHED}unfinished`

/**
 * Keeps objects as files below a folder, which is made where it is missing. One folder serves one machine. While the
 * disk is full, read-only or failing, what cannot be done rejects with `Unavailable`.
 */
export function createFolderObjects(folder: string): ObjectStore {
  const store = createFiles(resolve(folder))
  return {
    ...store,
    put: (...args) => onFiles('pictures', () => store.put(...args)),
    open: (key) => onFiles('pictures', () => store.open(key)),
    has: (key) => onFiles('pictures', () => store.has(key)),
    read: (key) => onFiles('pictures', () => store.read(key)),
    remove: (keys) => onFiles('pictures', () => store.remove(keys)),
    list: (prefix) => eachOnFiles(store.list(prefix)),
    listAll: () => eachOnFiles(store.listAll()),
    unfinished: () => eachOnFiles(store.unfinished()),
    removeUnfinished: (before) => onFiles('pictures', () => store.removeUnfinished(before)),
    check: () => onFiles('pictures', store.check),
    ping: () => onFiles('pictures', store.ping),
  }
}

async function* eachOnFiles(entries: AsyncIterable<ObjectEntry>): AsyncIterable<ObjectEntry> {
  try {
    yield* entries
  } catch (error) {
    throw asUnavailable('pictures', error)
  }
}

function createFiles(root: string): ObjectStore {
  const store: ObjectStore = {
    async put(key, bytes) {
      const path = join(root, checkedKey(key))
      const unfinished = join(root, UNFINISHED_FOLDER, randomUUID())
      try {
        const madeFirst = await writeDurably(unfinished, bytes)
        const made = await moveInto(unfinished, path)
        await syncFolders(dirname(path), madeFirst ?? made)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
    },
    async open(key) {
      const file = await openFile(join(root, checkedKey(key)))
      if (file === null) return null
      return { body: file.handle.createReadStream(), size: file.size }
    },
    async has(key) {
      const about = await stat(join(root, checkedKey(key))).catch((error: unknown) => {
        if (isMissing(error)) return null
        throw error
      })
      return about?.isFile() ?? false
    },
    async read(key) {
      const file = await openFile(join(root, checkedKey(key)))
      if (file === null) return null
      try {
        return await file.handle.readFile()
      } finally {
        await file.handle.close()
      }
    },
    async remove(keys) {
      const paths = keys.map((key) => join(root, checkedKey(key, UNFINISHED)))
      for (const path of paths) await rm(path, { force: true })
      const unfinished = join(root, UNFINISHED_FOLDER)
      for (const path of new Set([...paths.map((path) => dirname(path)), unfinished])) {
        await removeEmpty(path, root)
      }
    },
    async *list(prefix) {
      checkedPrefix(prefix)
      const base = join(root, prefix.slice(0, prefix.lastIndexOf('/') + 1))
      for await (const entry of walk(base, root)) {
        if (entry.key.startsWith(prefix) && !entry.isUnfinished) yield entry
      }
    },
    listAll: () => walk(root, root),
    async *unfinished() {
      for await (const entry of walk(root, root)) if (entry.isUnfinished) yield entry
    },
    async removeUnfinished(before) {
      return removeFiles(oldFiles(join(root, UNFINISHED_FOLDER), before))
    },
    async ping() {
      await tryFolder(root, PROBE)
    },
    async check() {
      const key = `.check-${randomUUID()}`
      const bytes = Buffer.from(key)
      await store.put(key, bytes, 'text/plain')
      const found = await store.read(key)
      await store.remove([key])
      if (!found?.equals(bytes)) throw new Error(`${root} does not give back what was written`)
    },
    close() {},
  }
  return store
}

/** Writes a new file and its folders; returns the first folder that was made. The file's name is not durable yet. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<string | undefined> {
  let made: string | undefined
  for (let attempt = 1; ; attempt++) {
    let file: FileHandle
    try {
      made = (await mkdir(dirname(path), { recursive: true, mode: 0o700 })) ?? made
      file = await open(path, 'wx', 0o600)
    } catch (error) {
      // `remove` may take an empty folder away between two calls, or while the first one makes folders.
      if (!isMissing(error) || attempt === 10) throw error
      continue
    }
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    return made
  }
}

/** Moves a file to its place and makes the folder for it; returns the first folder that was made. */
async function moveInto(from: string, to: string): Promise<string | undefined> {
  let made: string | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      made = (await mkdir(dirname(to), { recursive: true, mode: 0o700 })) ?? made
      await rename(from, to)
      return made
    } catch (error) {
      // `remove` may take an empty folder away between the two calls.
      if (!isMissing(error) || attempt === 10) throw error
    }
  }
}

/** Makes the entries durable: of the folder, and of those above it that were made just now. */
async function syncFolders(folder: string, firstMade: string | undefined): Promise<void> {
  const top = firstMade === undefined ? folder : dirname(firstMade)
  for (let current = folder; ; current = dirname(current)) {
    const handle = await open(current, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (current === top || current === dirname(current)) return
  }
}

async function openFile(path: string): Promise<{ handle: FileHandle; size: number } | null> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
  try {
    const about = await handle.stat()
    if (about.isFile()) return { handle, size: about.size }
  } catch (error) {
    await handle.close()
    throw error
  }
  await handle.close()
  return null
}

async function removeEmpty(folder: string, root: string): Promise<void> {
  for (let current = folder; current !== root && current.startsWith(root + sep); current = dirname(current)) {
    try {
      await rmdir(current)
    } catch {
      return
    }
  }
}

async function* walk(folder: string, root: string): AsyncIterable<ObjectEntry> {
  for await (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.name === PROBE) continue
    if (entry.isDirectory()) yield* walk(path, root)
    else if (entry.isFile()) {
      const about = await stat(path).catch(() => null)
      const key = relative(root, path).split(sep).join('/')
      if (about === null) continue
      const isUnfinished = key.includes(UNFINISHED)
      yield {
        key,
        size: about.size,
        modifiedAt: Math.floor(about.mtimeMs),
        ...(isUnfinished && { isUnfinished }),
      }
    }
  }
}
