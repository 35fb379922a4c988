import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Services } from '../../app/app.ts'
import { createFolder } from '../../basics/folders.ts'
import type { PictureFile } from '../../tables/maintenance.ts'
import { CommandError } from '../command-error.ts'
import type { Output } from '../output.ts'
import { syncFolder, withPartial } from '../partial.ts'
import { createProgress } from '../progress.ts'
import type { Context } from '../run.ts'
import { version } from '../version.ts'
import { checksum, DATABASE, listFiles, MANIFEST, type Manifest, PICTURES, pack } from './archive.ts'

/** How often the rows are copied again because a picture was replaced before its file was copied. */
const TRIES = 5

/** Maximum number of damaged files listed. */
const NAMED_MAX = 100

/** Options of the command. */
export interface BackupOptions {
  /** Whether damaged picture files are copied unchanged. */
  allowDamaged?: boolean
}

/**
 * Writes rows and picture files of one instant into one file.
 * @throws {CommandError} if a picture file is missing or damaged; then an existing backup of that name
 * remains
 */
export async function backup(
  context: Context<'clock' | 'maintenance' | 'objects'>,
  options: BackupOptions,
  file = '',
): Promise<void> {
  await withPartial(file, async (folder) => {
    const staging = join(folder, 'content')
    const packed = join(folder, 'packed.tar.gz')
    await createFolder(join(staging, PICTURES))
    const damaged = await copyAll(context, staging)
    if (damaged.length > 0) reportDamaged(context.out, damaged, options)
    const manifest = await writeManifest(context.services, staging)
    await pack(staging, packed)
    await rename(packed, file)
    await syncFolder(dirname(resolve(file)))
    const document = {
      file,
      bytes: (await stat(file)).size,
      pictures: Object.keys(manifest.files).length - 1,
      created_at: manifest.created_at,
    }
    await context.out.result(
      document,
      () => `wrote ${file}: ${document.bytes} bytes, ${document.pictures} picture files`,
    )
  })
}

function reportDamaged(out: Output, damaged: readonly string[], { allowDamaged }: BackupOptions): void {
  for (const key of damaged.slice(0, NAMED_MAX)) out.note(`user-profile: damaged: ${key}`)
  const what = `${damaged.length} picture files differ from what was stored, the first is ${damaged[0]}`
  if (allowDamaged) out.note(`user-profile: ${what}; they were copied unchanged`)
  else {
    throw new CommandError(
      `${what}: restore them from an earlier backup or have the pictures uploaded again (see user-profile doctor), or use --allow-damaged`,
    )
  }
}

/**
 * Copies the rows, then the files that they refer to. A missing file means that its picture was replaced in
 * the meantime: the rows are copied again, so that both always match. Returns the keys of damaged files.
 */
async function copyAll(
  { services, out }: Context<'maintenance' | 'objects'>,
  staging: string,
): Promise<string[]> {
  const database = join(staging, DATABASE)
  for (let tried = 1; ; tried++) {
    await rm(database, { force: true })
    const progress = createProgress('Rows', 100)
    await services.maintenance.copyTo(database, (share) => progress.update(share * 100))
    progress.stop()
    const { missing, damaged } = await copyPictures(services, staging)
    if (missing === null) return damaged
    if (tried === TRIES) {
      out.note('user-profile: see "user-profile doctor"')
      throw new CommandError(`the file of a picture that is in use is missing: ${missing}`)
    }
  }
}

/** Returns the first key whose file is missing, or `null`, and the keys of damaged files. */
async function copyPictures(
  services: Pick<Services, 'maintenance' | 'objects'>,
  staging: string,
): Promise<{ missing: string | null; damaged: string[] }> {
  const copy = services.maintenance.openCopy(join(staging, DATABASE))
  const wanted = new Map<string, PictureFile['checksum']>()
  const damaged: string[] = []
  try {
    const [problem] = copy.integrityProblems()
    if (problem !== undefined) throw new CommandError(`the database is damaged: ${problem}`)
    for (const { key, checksum } of copy.inUse()) wanted.set(key, checksum)
  } finally {
    copy.close()
  }
  const progress = createProgress('Pictures', wanted.size)
  let done = 0
  try {
    for (const [key, expected] of wanted) {
      const target = join(staging, PICTURES, key)
      if (!existsSync(target) && !(await copyPicture(services, key, target))) return { missing: key, damaged }
      if (!(await isWhole(target, expected))) damaged.push(key)
      progress.update(++done)
    }
  } finally {
    progress.stop()
  }
  // Files of pictures that were replaced while the rows were copied again.
  for (const key of await listFiles(join(staging, PICTURES))) {
    if (!wanted.has(key)) await rm(join(staging, PICTURES, key))
  }
  return { missing: null, damaged }
}

async function isWhole(path: string, expected: PictureFile['checksum']): Promise<boolean> {
  const { size, sha256 } = await checksum(path)
  return size > 0 && (expected === null || (expected.size === size && expected.sha256 === sha256))
}

async function copyPicture(
  { objects }: Pick<Services, 'objects'>,
  key: string,
  target: string,
): Promise<boolean> {
  const object = await objects.open(key)
  if (!object) return false
  await createFolder(dirname(target))
  await pipeline(object.body, createWriteStream(target, { mode: 0o600 }))
  return true
}

async function writeManifest(
  { clock, maintenance }: Pick<Services, 'clock' | 'maintenance'>,
  staging: string,
): Promise<Manifest> {
  const files: Manifest['files'] = {}
  for (const path of (await listFiles(staging)).sort()) files[path] = await checksum(join(staging, path))
  const manifest: Manifest = {
    format: 'user-profile-backup',
    version: 1,
    created_at: new Date(clock.now()).toISOString(),
    service_version: version(),
    migrations: (await maintenance.migrations()).filter((m) => m.executedAt !== null).map((m) => m.name),
    files,
  }
  await writeFile(join(staging, MANIFEST), JSON.stringify(manifest), { mode: 0o600 })
  return manifest
}
