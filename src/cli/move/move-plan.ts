import { resolve } from 'node:path'
import { type Config, readConfig } from '../../config/config.ts'
import { SettingError, settings } from '../../config/settings.ts'
import { usageError } from '../command-error.ts'
import type { UsedFolder } from './move-folders.ts'

/** Options of the command. */
export interface MoveOptions {
  to?: string
  objects?: string
  verify?: boolean
}

/** One of the two things that are moved, with its source and destination. */
export interface Leg {
  from: string
  to: string
}

/** What is moved, and between which places. Places are named without passwords. */
export interface MovePlan {
  target: Config
  /** If null, rows are not moved. */
  rows: Leg | null
  objects: Leg | null
  /** Data folders that are read or written. */
  folders: UsedFolder[]
}

type Environment = Readonly<Record<string, string | undefined>>

const isUrl = (place: string | undefined) => place !== undefined && /^[a-z0-9+]+:\/\//i.test(place)

/**
 * Reads the options. A service has one data folder, so everything stored in folders afterwards must be in the
 * same one.
 * @throws {CommandError} exit code 2 if they do not name a valid place, or one that no service could use
 */
export function readPlan(source: Config, environment: Environment, options: MoveOptions): MovePlan {
  const { to, objects } = options
  if (to === undefined && objects === undefined) throw usageError('use --to, --objects or both')
  const folders = [to, objects]
    .filter((place) => place !== undefined && !isUrl(place))
    .map((p) => resolve(p!))
  if (new Set(folders).size > 1) {
    throw usageError('--to and --objects name different folders, but a service has only one data folder')
  }
  const target = readTarget(environment, options, folders[0] ?? source.dataDir)
  const plan = {
    target,
    rows: to === undefined ? null : { from: rowsOf(source), to: rowsOf(target) },
    objects: objects === undefined ? null : { from: objectsOf(source), to: objectsOf(target) },
  }
  for (const leg of [plan.rows, plan.objects]) {
    if (leg && leg.from === leg.to) throw usageError(`${leg.to} is both source and destination`)
  }
  const isApart = resolve(source.dataDir) !== resolve(target.dataDir)
  if (isApart && !plan.rows && target.databaseUrl === undefined) {
    throw usageError(`the rows would stay in ${rowsOf(source)}: also use --to`)
  }
  if (isApart && !plan.objects && target.objects === undefined) {
    throw usageError(`the pictures would stay in ${objectsOf(source)}: also use --objects`)
  }
  return { ...plan, folders: usedFolders(plan, source, to === undefined || isUrl(to) ? '--objects' : '--to') }
}

function readTarget(environment: Environment, { to, objects }: MoveOptions, folder: string): Config {
  const urlOf = (place: string) => (isUrl(place) ? place : '')
  try {
    return readConfig({
      ...environment,
      DATA_DIR: folder,
      ...(to !== undefined && { DATABASE_URL: urlOf(to) }),
      ...(objects !== undefined && { OBJECTS_URL: urlOf(objects) }),
      PICTURE_DELIVERY: '',
    })
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    const option = { DATABASE_URL: '--to', OBJECTS_URL: '--objects' }[error.setting as string]
    throw usageError(
      option === undefined
        ? `in the destination, ${error.message}`
        : `${option}: ${error.problem}. Example: ${option} ${settings[error.setting].example}`,
    )
  }
}

/** @param option the option that names the folder of the target, if it is another than that of the source */
function usedFolders(plan: Omit<MovePlan, 'folders'>, source: Config, option: string): UsedFolder[] {
  const { target, rows, objects } = plan
  const used: UsedFolder[] = []
  if ((rows || objects) && (source.databaseUrl === undefined || source.objects === undefined))
    used.push({ path: resolve(source.dataDir), name: 'DATA_DIR' })
  if ((rows && target.databaseUrl === undefined) || (objects && target.objects === undefined))
    used.push({ path: resolve(target.dataDir), name: option })
  return used.filter(({ path }, index) => used.findIndex((other) => other.path === path) === index)
}

function rowsOf({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return resolve(dataDir, 'user-profile.sqlite')
  const { host, pathname } = new URL(databaseUrl)
  return `postgres://${host}${pathname}`
}

function objectsOf({ objects, dataDir }: Config): string {
  return objects === undefined ? resolve(dataDir, 'pictures') : `s3://${objects.bucket}/${objects.prefix}`
}
