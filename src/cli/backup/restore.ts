import { existsSync, rmSync } from 'node:fs'
import { access, constants, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { knownMigrations } from '../../adapters/database/migrate.ts'
import { openCopy } from '../../adapters/database/sqlite-maintenance.ts'
import { lockDataFolder, UNFINISHED_RESTORE } from '../../adapters/files/data-folder.ts'
import { createFolder } from '../../basics/folders.ts'
import { isSystemError, unusableFile, unusablePlace } from '../../basics/system-errors.ts'
import type { Config } from '../../config/config.ts'
import { UnusablePlace } from '../../errors/unusable-place.ts'
import { Locked } from '../../tables/maintenance.ts'
import { CommandError, usageError } from '../command-error.ts'
import { confirm } from '../confirm.ts'
import type { Output } from '../output.ts'
import { cleanUpOnSignals } from '../partial.ts'
import type { BareContext } from '../run.ts'
import { DATABASE, type Manifest, PICTURES, unpack, verify } from './archive.ts'

/** Options of the command. */
export interface RestoreOptions {
  replace?: boolean
  yes?: boolean
}

/** Whether a name may exist in a data folder that counts as empty. */
const isNothing = (name: string) =>
  /\.lock$|^before-restore-/.test(name) || ['tmp', 'lost+found'].includes(name)

/** Restores a backup into the data folder. */
export async function restore(
  { config, out }: BareContext,
  options: RestoreOptions,
  file = '',
): Promise<void> {
  refuseElsewhere(config)
  const folder = resolve(config.dataDir)
  await requireFile(file)
  await restoreInto(folder, file, out, options).catch((error: unknown) => {
    throw isSystemError(error) ? unusablePlace('DATA_DIR', `${folder} cannot be used`, error) : error
  })
}

async function restoreInto(
  folder: string,
  file: string,
  out: Output,
  options: RestoreOptions,
): Promise<void> {
  await createFolder(folder)
  const unlock = lock(folder)
  const staging = join(folder, `restore-${process.pid}.partial`)
  // Once the mark exists, the folder contains what is not yet in place, and the next restore continues.
  const stopCleaning = cleanUpOnSignals(() => {
    if (!existsSync(join(folder, UNFINISHED_RESTORE))) rmSync(staging, { recursive: true, force: true })
  })
  try {
    // Leftovers of a killed restore.
    for (const name of await readdir(folder)) {
      if (/^restore-\d+\.partial$/.test(name)) await rm(join(folder, name), { recursive: true })
    }
    const present = (await readdir(folder)).filter((name) => !isNothing(name))
    if (present.length > 0) {
      if (!options.replace) {
        throw usageError(`DATA_DIR: ${folder} is not empty; use --replace to move its contents aside`)
      }
      await confirm(`The data in ${folder} will be moved aside and replaced by the backup.`, options)
    }
    await mkdir(staging, { mode: 0o700 })
    await unpack(file, staging)
    const manifest = await check(staging)
    const aside = await swap(folder, staging, present)
    const document = {
      data_dir: folder,
      created_at: manifest.created_at,
      pictures: Object.keys(manifest.files).length - 1,
      previous: aside,
    }
    await out.result(
      document,
      () =>
        `restored the backup of ${manifest.created_at}${aside ? `; the previous data is in ${aside}` : ''}`,
    )
  } finally {
    await rm(staging, { recursive: true, force: true })
    stopCleaning()
    unlock()
  }
}

async function requireFile(file: string): Promise<void> {
  try {
    const about = await stat(file)
    if (!about.isFile()) throw new UnusablePlace('FILE', `${file} is not a file`)
    await access(file, constants.R_OK)
  } catch (error) {
    throw isSystemError(error) ? unusableFile(`${file} cannot be read`, error) : error
  }
}

/** A backup is restored into a data folder; from there, `move` takes it elsewhere. */
function refuseElsewhere({ databaseUrl, objects }: Config): void {
  const set = [databaseUrl && 'DATABASE_URL', objects && 'OBJECTS_URL'].filter(
    (name) => typeof name === 'string',
  )
  if (set.length === 0) return
  throw usageError(
    `restore writes a backup into a data folder, but ${set.join(' and ')} ${set.length > 1 ? 'are' : 'is'} set: unset them for restore, then use user-profile move`,
  )
}

function lock(folder: string): () => void {
  try {
    return lockDataFolder(folder, 'exclusive')
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new CommandError(`DATA_DIR: a service or command is using ${folder}; stop it first`, {
      cause: error,
    })
  }
}

/** Verifies that the unpacked backup is complete and that this version can use it. */
async function check(staging: string): Promise<Manifest> {
  const manifest = await verify(staging)
  const unknown = manifest.migrations.find((name) => !knownMigrations().includes(name))
  if (unknown !== undefined) {
    throw new CommandError(
      `the backup was made by a newer version (${manifest.service_version}) and has ${unknown}`,
    )
  }
  if (!manifest.files[DATABASE]) throw new CommandError('the backup contains no database')
  const copy = openCopy(join(staging, DATABASE))
  try {
    const [problem] = copy.integrityProblems()
    if (problem !== undefined) throw new CommandError(`the database of the backup is damaged: ${problem}`)
    for (const { key } of copy.inUse()) {
      if (!manifest.files[`${PICTURES}/${key}`]) {
        throw new CommandError(`the backup is damaged: the picture file ${key} is missing`)
      }
    }
  } finally {
    copy.close()
  }
  return manifest
}

/**
 * Moves the present data aside and the backup into place. A mark exists meanwhile, and a service does not
 * start if it does, so that no service runs on a mixture of both. Returns the folder with the old data.
 */
async function swap(folder: string, staging: string, present: readonly string[]): Promise<string | null> {
  const mark = join(folder, UNFINISHED_RESTORE)
  const moved = present.filter((name) => name !== UNFINISHED_RESTORE)
  const aside =
    moved.length > 0 ? join(folder, `before-restore-${new Date().toISOString().replace(/[-:.]/g, '')}`) : null
  await writeFile(mark, `moves to ${aside ?? 'nowhere'}\n`)
  if (aside !== null) {
    await mkdir(aside, { mode: 0o700 })
    for (const name of moved) await rename(join(folder, name), join(aside, name))
  }
  await createFolder(join(staging, PICTURES))
  await rename(join(staging, PICTURES), join(folder, PICTURES))
  await rename(join(staging, DATABASE), join(folder, DATABASE))
  await rm(mark)
  return aside
}
