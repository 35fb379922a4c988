import { existsSync, rmSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { knownMigrations, lockDataFolder, openCopy, UNFINISHED_RESTORE } from '../app.ts'
import type { Config } from '../config.ts'
import { Locked } from '../ports/maintenance.ts'
import { DATABASE, type Manifest, PICTURES, unpack, verify } from './archive.ts'
import { CommandError, usageError } from './command-error.ts'
import { confirm } from './confirm.ts'
import { cleanUpOnSignals } from './partial.ts'
import type { Context } from './run.ts'

/** Options of the command. */
export interface RestoreOptions {
  replace?: boolean
  yes?: boolean
}

/** What may stand in a data folder that counts as empty. */
const isNothing = (name: string) =>
  /\.lock$|^before-restore-/.test(name) || ['tmp', 'lost+found'].includes(name)

/** Puts a backup into the data folder. */
export async function restore(
  { config, out }: Omit<Context, 'services'>,
  options: RestoreOptions,
  file = '',
): Promise<void> {
  refuseElsewhere(config)
  const folder = resolve(config.dataDir)
  if (!existsSync(file)) throw new CommandError(`there is no file ${file}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unlock = lock(folder)
  const staging = join(folder, `restore-${process.pid}.partial`)
  // From the mark on it holds what is not yet in its place, and the next restore goes on.
  const stopCleaning = cleanUpOnSignals(() => {
    if (!existsSync(join(folder, UNFINISHED_RESTORE))) rmSync(staging, { recursive: true, force: true })
  })
  try {
    // What a killed restore left behind.
    for (const name of await readdir(folder)) {
      if (/^restore-\d+\.partial$/.test(name)) await rm(join(folder, name), { recursive: true })
    }
    const present = (await readdir(folder)).filter((name) => !isNothing(name))
    if (present.length > 0) {
      if (!options.replace) {
        throw usageError(`the data folder ${folder} is not empty; --replace moves what it holds aside`)
      }
      await confirm(`The data in ${folder} is moved aside and the backup takes its place.`, options)
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
      () => `restored the backup of ${manifest.created_at}${aside ? `; what was there is in ${aside}` : ''}`,
    )
  } finally {
    await rm(staging, { recursive: true, force: true })
    stopCleaning()
    unlock()
  }
}

/** What a backup is put into is a data folder; the way on from there is `move`. */
function refuseElsewhere({ databaseUrl, objects }: Config): void {
  const set = [databaseUrl && 'DATABASE_URL', objects && 'OBJECTS_URL'].filter(
    (name) => typeof name === 'string',
  )
  if (set.length === 0) return
  throw usageError(
    `restore puts a backup into a data folder, and ${set.join(' and ')} ${set.length > 1 ? 'are' : 'is'} set: restore without, then take it on with user-profile move`,
  )
}

function lock(folder: string): () => void {
  try {
    return lockDataFolder(folder, 'exclusive')
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new CommandError(`a service or command is using ${folder}; stop it first`, { cause: error })
  }
}

/** Proves that the unpacked backup is whole, and that this version can use it. */
async function check(staging: string): Promise<Manifest> {
  const manifest = await verify(staging)
  const unknown = manifest.migrations.find((name) => !knownMigrations().includes(name))
  if (unknown !== undefined) {
    throw new CommandError(
      `the backup is of a newer version (${manifest.service_version}) and has ${unknown}`,
    )
  }
  if (!manifest.files[DATABASE]) throw new CommandError('the backup holds no database')
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
 * Moves what is present aside and the backup into its place. A mark stands for as long as that takes; a service does not
 * start while it does, so none ever works on half of each. Answers where the old data is.
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
  await mkdir(join(staging, PICTURES), { recursive: true, mode: 0o700 })
  await rename(join(staging, PICTURES), join(folder, PICTURES))
  await rename(join(staging, DATABASE), join(folder, DATABASE))
  await rm(mark)
  return aside
}
