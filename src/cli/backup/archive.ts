import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { create, extract, list, type ReadEntry } from 'tar'
import { z } from 'zod'
import { isSystemError } from '../../basics/system-errors.ts'
import { CommandError } from '../command-error.ts'

/** Names inside a backup. */
export const DATABASE = 'user-profile.sqlite'
export const PICTURES = 'pictures'
export const MANIFEST = 'manifest.json'

const manifestShape = z.object({
  format: z.literal('user-profile-backup'),
  version: z.literal(1),
  created_at: z.string(),
  service_version: z.string(),
  migrations: z.array(z.string()),
  /** Size in bytes and SHA-256 (hex) by path, of every file except the manifest. */
  files: z.record(z.string(), z.object({ size: z.number(), sha256: z.string() })),
})

/** Content of `manifest.json` in a backup. */
export type Manifest = z.output<typeof manifestShape>

/** Packs the folder into a `.tar.gz` that only its owner can read, durably. */
export async function pack(folder: string, file: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== MANIFEST)
  await create({ gzip: true, cwd: folder, file, portable: true, mode: 0o600 }, [MANIFEST, ...names])
  const handle = await open(file, 'r+')
  try {
    await handle.chmod(0o600)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Unpacks a backup into an empty folder. The archive is read completely before anything is written, since a
 * failed extraction keeps writing what it has started. Only paths that belong to a backup are written, so
 * nothing ends up elsewhere.
 * @throws {CommandError} if the archive is damaged or contains anything else
 */
export async function unpack(file: string, folder: string): Promise<void> {
  const strange: string[] = []
  const inspect = (entry: ReadEntry) => {
    const isFine = isBackupPath(entry.path) && (entry.type === 'File' || entry.type === 'Directory')
    if (!isFine) strange.push(entry.path)
  }
  try {
    await list({ file, strict: true, onReadEntry: inspect })
    if (strange.length === 0) await extract({ file, cwd: folder, strict: true, preserveOwner: false })
  } catch (error) {
    // A problem of the folder: the file has been read.
    if (isSystemError(error)) throw error
    throw new CommandError(`FILE: ${file} is not a backup, or is damaged: ${(error as Error).message}`, {
      cause: error,
    })
  }
  if (strange.length > 0)
    throw new CommandError(`FILE: ${file} is not a backup: it contains ${JSON.stringify(strange[0])}`)
}

function isBackupPath(path: string): boolean {
  const segments = path.replace(/\/$/, '').split('/')
  if (segments.some((segment) => !/^[A-Za-z0-9._-]+$/.test(segment) || /^\.+$/.test(segment))) return false
  return segments[0] === PICTURES || (segments.length === 1 && [MANIFEST, DATABASE].includes(path))
}

/**
 * Reads the manifest of an unpacked backup and verifies every file; verified files are durable afterwards.
 * @throws {CommandError} if the manifest is not understood, or a file is missing, unexpected or different
 */
export async function verify(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder)
  const found = new Set(await listFiles(folder))
  found.delete(MANIFEST)
  for (const [path, expected] of Object.entries(manifest.files)) {
    if (!found.delete(path)) throw new CommandError(`the backup is damaged: ${path} is missing`)
    const actual = await checksum(join(folder, path))
    if (actual.size !== expected.size || actual.sha256 !== expected.sha256) {
      throw new CommandError(`the backup is damaged: ${path} differs from its checksum`)
    }
  }
  const [extra] = found
  if (extra !== undefined) throw new CommandError(`the backup is damaged: ${extra} is not in its manifest`)
  return manifest
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return manifestShape.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')))
  } catch (error) {
    throw new CommandError('the backup has no manifest that this version understands', { cause: error })
  }
}

/** Lists every file below the folder, as paths with `/`. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/** Returns the size and SHA-256 of a file, and syncs it to disk. */
export async function checksum(path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { size: (await stat(path)).size, sha256: hash.digest('hex') }
}
