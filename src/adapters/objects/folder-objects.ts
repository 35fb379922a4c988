import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { createFolder } from '../../basics/folders.ts'
import { isMissing } from '../../basics/system-errors.ts'
import type { ObjectEntry, ObjectStore } from '../../ports/objects.ts'
import { asUnavailable, onFiles, tryFolder } from '../files/file-errors.ts'
import { entriesOf, oldFiles, removeFiles } from '../files/old-files.ts'
import { checkedKey, checkedPrefix } from './object-key.ts'

/** Dependency of the name of an unfinished file or its folder; keys never contain it. */
const UNFINISHED = '~'
/** File written by `ping`; no key has this name. */
const PROBE = '.probe~'
/**
 * Files are written here and then moved into place, so that leftovers of a crash can be found in one place,
 * whatever the number of objects.
 */
const UNFINISHED_FOLDER = `${UNFINISHED}unfinished`

/**
 * Stores objects as files in a folder, which is created if it is missing. The folder must be used by one
 * machine only. If the disk is full, read-only or failing, affected calls reject with `Unavailable`.
 */
export function createFolderObjects(folder: string): ObjectStore {
  const store = createFiles(resolve(folder))
  return {
    ...store,
    put: (...args) => onFiles('pictures', () => store.put(...args)),
    draft: () => onFiles('pictures', () => store.draft()),
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

function createFiles(root: string): Required<Omit<ObjectStore, 'link'>> {
  const store: ReturnType<typeof createFiles> = {
    async put(key, content) {
      const path = join(root, checkedKey(key))
      const isDraft = !(content instanceof Uint8Array)
      const unfinished = join(root, isDraft ? checkedKey(content.key, UNFINISHED) : unfinishedKey())
      try {
        const madeFirst = isDraft ? undefined : await writeDurably(unfinished, content)
        const made = await moveInto(unfinished, path)
        await syncFolders(dirname(path), madeFirst ?? made)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
    },
    async draft() {
      const key = unfinishedKey()
      const path = join(root, key)
      const made = await createFolder(dirname(path))
      if (made !== undefined) await syncFolders(dirname(path), made)
      return { key, path }
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
      if (!found?.equals(bytes)) throw new Error(`${root} does not return what was written`)
    },
    close() {},
  }
  return store
}

const unfinishedKey = () => `${UNFINISHED_FOLDER}/${randomUUID()}`

/**
 * Writes a new file and creates its folders. Returns the first folder that was created. The directory entry
 * is not durable yet.
 */
async function writeDurably(path: string, bytes: Uint8Array): Promise<string | undefined> {
  let made: string | undefined
  for (let attempt = 1; ; attempt++) {
    let file: FileHandle
    try {
      made = (await createFolder(dirname(path))) ?? made
      file = await open(path, 'wx', 0o600)
    } catch (error) {
      // `remove` may delete an empty folder between the two calls, or while folders are being created.
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

/** Moves a file into place and creates its folder. Returns the first folder that was created. */
async function moveInto(from: string, to: string): Promise<string | undefined> {
  let made: string | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      made = (await createFolder(dirname(to))) ?? made
      await rename(from, to)
      return made
    } catch (error) {
      // `remove` may delete an empty folder between the two calls.
      if (!isMissing(error) || attempt === 10) throw error
    }
  }
}

/** Syncs the folder, and the parents of folders that were just created. */
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
