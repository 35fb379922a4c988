import { resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { SettingError } from '../settings.ts'
import { usageError } from './command-error.ts'

/** Options of the command. */
export interface MoveOptions {
  to?: string
  objects?: string
  verify?: boolean
}

/** One of the two things that are moved, from one place to another. */
export interface Leg {
  from: string
  to: string
}

/** What is moved from where to where. Places are named without passwords. */
export interface MovePlan {
  target: Config
  /** Null: stays where it is. */
  rows: Leg | null
  objects: Leg | null
  /** The data folders in which something is read or written. */
  folders: string[]
}

type Environment = Readonly<Record<string, string | undefined>>

const isUrl = (place: string | undefined) => place !== undefined && /^[a-z0-9+]+:\/\//i.test(place)

/**
 * Reads the options. A service has one data folder, so what is in folders afterwards must be in one.
 * @throws {CommandError} exit code 2 where they name no place, or one that no service could use
 */
export function readPlan(source: Config, environment: Environment, options: MoveOptions): MovePlan {
  const { to, objects } = options
  if (to === undefined && objects === undefined) throw usageError('give --to, --objects or both')
  const folders = [to, objects]
    .filter((place) => place !== undefined && !isUrl(place))
    .map((p) => resolve(p!))
  if (new Set(folders).size > 1) {
    throw usageError('--to and --objects name two folders, but a service has one data folder')
  }
  const target = readTarget(environment, options, folders[0] ?? source.dataDir)
  const plan = {
    target,
    rows: to === undefined ? null : { from: rowsOf(source), to: rowsOf(target) },
    objects: objects === undefined ? null : { from: objectsOf(source), to: objectsOf(target) },
  }
  for (const leg of [plan.rows, plan.objects]) {
    if (leg && leg.from === leg.to) throw usageError(`${leg.to} is where it is moved from`)
  }
  const isApart = resolve(source.dataDir) !== resolve(target.dataDir)
  if (isApart && !plan.rows && target.databaseUrl === undefined) {
    throw usageError(`the rows would stay in ${rowsOf(source)}: give --to too`)
  }
  if (isApart && !plan.objects && target.objects === undefined) {
    throw usageError(`the pictures would stay in ${objectsOf(source)}: give --objects too`)
  }
  return { ...plan, folders: usedFolders(plan, source) }
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
    throw usageError(`of the place that is moved to, ${error.message}`)
  }
}

function usedFolders(plan: Omit<MovePlan, 'folders'>, source: Config): string[] {
  const { target, rows, objects } = plan
  const used = [
    (rows || objects) && (source.databaseUrl === undefined || source.objects === undefined) && source.dataDir,
    ((rows && target.databaseUrl === undefined) || (objects && target.objects === undefined)) &&
      target.dataDir,
  ]
  return [...new Set(used.filter((folder) => typeof folder === 'string').map((folder) => resolve(folder)))]
}

function rowsOf({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return resolve(dataDir, 'user-profile.sqlite')
  const { host, pathname } = new URL(databaseUrl)
  return `postgres://${host}${pathname}`
}

function objectsOf({ objects, dataDir }: Config): string {
  return objects === undefined ? resolve(dataDir, 'pictures') : `s3://${objects.bucket}/${objects.prefix}`
}
