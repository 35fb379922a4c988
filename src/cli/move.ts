import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { lockDataFolder, openStores, UNFINISHED_RESTORE } from '../app.ts'
import { Locked, UnfinishedMove } from '../ports/maintenance.ts'
import { UNFINISHED_MOVE_KEY } from '../ports/objects.ts'
import type { RowReader, RowTarget } from '../ports/rows.ts'
import { filledFromTheStart, type TableName } from '../ports/tables.ts'
import { CommandError, exitCodes } from './command-error.ts'
import { createDifferences } from './move-differences.ts'
import { copyObjects, countObjects, findMissing, verifyObjects } from './move-objects.ts'
import { type Leg, type MoveOptions, type MovePlan, readPlan } from './move-plan.ts'
import { describeMove, type MoveReport } from './move-report.ts'
import { copyRows, countRows, verifyRows } from './move-rows.ts'
import { createProgress, type Progress } from './progress.ts'
import type { Context } from './run.ts'

type Stores = Awaited<ReturnType<typeof openStores>>

/** What is moved and between which stores. `rows`: all rows of the source, which nobody changes meanwhile. */
interface Move {
  plan: MovePlan
  source: Stores
  target: Stores
  rows: RowReader
  rowTarget: RowTarget | null
}

/** Takes rows and pictures to another place, or compares the two. */
export async function move(
  { config, out }: Omit<Context, 'services'>,
  options: MoveOptions,
): Promise<number> {
  const plan = readPlan(config, process.env, options)
  if (config.databaseUrl === undefined) requireDatabase(config.dataDir)
  if (options.verify && plan.rows && plan.target.databaseUrl === undefined)
    requireDatabase(plan.target.dataDir)
  const unlock = lockFolders(plan.folders)
  const closing: (() => Promise<void>)[] = [async () => unlock()]
  try {
    const source = await openStores(config)
    const target = await openStores(plan.target)
    for (const { db, objects } of [source, target]) {
      closing.push(
        () => db.close(),
        async () => objects.close(),
      )
    }
    await source.maintenance.migrate()
    if (plan.objects && (await source.objects.has(UNFINISHED_MOVE_KEY)))
      throw new UnfinishedMove('store of pictures')
    const rows = await source.maintenance.holdRows()
    closing.push(rows.close)
    const rowTarget = plan.rows ? await openTarget(target, options, closing) : null
    const report = await run({ plan, source, target, rows, rowTarget }, options)
    for (const key of report.missing.named) {
      out.note(`user-profile: file ${key} of a picture is missing in the source: see user-profile doctor`)
    }
    for (const key of report.damaged.named) {
      out.note(`user-profile: file ${key} of a picture is damaged in the source: see user-profile doctor`)
    }
    for (const difference of report.differences.named) out.note(`user-profile: ${difference}`)
    await out.result(report, () => describeMove(report))
    return report.differences.count === 0 ? exitCodes.done : exitCodes.failed
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

async function openTarget(
  { maintenance }: Stores,
  { verify = false }: MoveOptions,
  closing: (() => Promise<void>)[],
): Promise<RowTarget> {
  if (!verify) await maintenance.migrate({ isMove: true })
  else if ((await maintenance.migrations()).some((one) => one.executedAt === null)) {
    throw new CommandError('nothing was moved there: the tables are missing or not up to date')
  }
  try {
    closing.push(await maintenance.lock('move'))
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new CommandError('another move into the same database is running', { cause: error })
  }
  const rowTarget = await maintenance.openTarget()
  closing.push(rowTarget.close)
  return rowTarget
}

async function run(move: Move, { verify = false }: MoveOptions): Promise<MoveReport> {
  const { plan, source, rows } = move
  const counts = await countRows(rows)
  const found = plan.objects ? await countObjects(source.objects, rows) : null
  const totals = { rows: Object.values(counts).reduce((sum, n) => sum + n, 0), files: found?.live ?? 0 }
  const written = verify ? null : await copy(move, totals)
  const report: MoveReport = {
    rows: plan.rows && { ...plan.rows, tables: counts, total: totals.rows, ...written?.rows },
    files: plan.objects && found && { ...plan.objects, ...filesOf(found), ...written?.objects },
    ...(await compare(move, totals)),
  }
  if (!verify && report.differences.count === 0) {
    if (plan.objects) await move.target.objects.remove([UNFINISHED_MOVE_KEY])
    await move.rowTarget?.finish()
  }
  return report
}

const filesOf = ({ live, orphaned, bytes }: Awaited<ReturnType<typeof countObjects>>) => ({
  live,
  orphaned,
  bytes,
})

/**
 * Both marks are made before anything is copied and go when all is compared, each time that of the pictures first: where
 * the rows are marked and the pictures are not, all was copied.
 */
async function copy(move: Move, totals: { rows: number; files: number }) {
  const { plan, source, target, rows, rowTarget } = move
  const isResumed = rowTarget !== null && (await isBegun(rowTarget, plan))
  const goesOn = plan.objects ? await beginObjects(move, plan.objects, isResumed) : false
  if (!isResumed) await rowTarget?.begin(markOf(plan))
  const stores = { source: source.objects, target: target.objects, rows }
  return {
    rows:
      rowTarget &&
      (await withProgress('Rows', totals.rows, (progress) =>
        copyRows(rows, rowTarget, { isResumed, progress }),
      )),
    objects:
      plan.objects &&
      (await withProgress('Files', totals.files, (progress) =>
        copyObjects(stores, { isResumed: goesOn, progress }),
      )),
  }
}

const markOf = ({ rows, objects }: MovePlan) =>
  objects === null ? `${rows?.from}` : `${rows?.from}, pictures to ${objects.to}`

/** Whether the same move was cut short here. */
async function isBegun(target: RowTarget, plan: MovePlan): Promise<boolean> {
  const to = plan.rows?.to ?? ''
  const begun = await target.unfinished()
  if (begun === markOf(plan)) return true
  if (begun !== null) throw begunFromElsewhere(begun, to)
  const counts = Object.entries(await countRows(target)) as [TableName, number][]
  const taken = counts.find(([table, count]) => count > 0 && !filledFromTheStart.includes(table))
  if (!taken) return false
  throw new CommandError(
    `${to} is not empty (${taken[1]} rows in ${taken[0]}) and holds no unfinished move; name an empty database. Where the move is done, start the service on it`,
  )
}

/**
 * Marks the store and returns whether pictures may be there already. It is not taken where it holds those of others,
 * which would be removed.
 */
async function beginObjects(
  { target: { objects }, rows }: Move,
  { from, to }: Leg,
  isResumed: boolean,
): Promise<boolean> {
  await objects.ping()
  const begun = (await objects.read(UNFINISHED_MOVE_KEY))?.toString() ?? null
  if (begun === from) return true
  if (begun !== null) throw begunFromElsewhere(begun, to)
  const { live, stranger } = await countObjects(objects, rows)
  if (stranger !== null && !isResumed) {
    throw new CommandError(`${to} holds ${stranger}, which is no picture of ${from}; name an empty place`)
  }
  await objects.put(UNFINISHED_MOVE_KEY, Buffer.from(from), 'text/plain')
  return live > 0 || stranger !== null
}

function begunFromElsewhere(begun: string, to: string): CommandError {
  return new CommandError(`${to} holds an unfinished move from ${begun}; finish that, or empty ${to}`)
}

async function compare(
  { plan, source, target, rows, rowTarget }: Move,
  totals: { rows: number; files: number },
): Promise<Pick<MoveReport, 'differences' | 'missing' | 'damaged'>> {
  const differences = createDifferences()
  const missing = createDifferences()
  const damaged = createDifferences()
  if (rowTarget) {
    await withProgress('Comparing rows', totals.rows, (progress) =>
      verifyRows(rows, rowTarget, { differences, progress }),
    )
  }
  if (plan.objects) {
    const stores = { source: source.objects, target: target.objects, rows }
    await withProgress('Comparing files', totals.files, (progress) =>
      verifyObjects(stores, { differences, damaged, progress }),
    )
    await findMissing(stores, missing)
  }
  return { differences, missing, damaged }
}

async function withProgress<T>(what: string, total: number, work: (progress: Progress) => Promise<T>) {
  const progress = createProgress(what, total)
  try {
    return await work(progress)
  } finally {
    progress.stop()
  }
}

function requireDatabase(folder: string): void {
  if (existsSync(join(folder, 'user-profile.sqlite'))) return
  throw new CommandError(`there is no database in ${folder}: see DATA_DIR and DATABASE_URL`)
}

/** Nobody else may use the folders. Returns how to let go of them. */
function lockFolders(folders: readonly string[]): () => void {
  const locks: (() => void)[] = []
  const unlock = () => {
    for (const release of locks) release()
  }
  try {
    for (const folder of folders) mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const folder of new Set(folders.map((folder) => realpathSync(folder)))) {
      locks.push(lockFolder(folder))
      if (existsSync(join(folder, UNFINISHED_RESTORE))) {
        throw new CommandError(`a restore into ${folder} was cut short; finish it first`)
      }
    }
  } catch (error) {
    unlock()
    throw error
  }
  return unlock
}

function lockFolder(folder: string): () => void {
  try {
    return lockDataFolder(folder, 'exclusive')
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new CommandError(`a service or command is using ${folder}; stop it first`, { cause: error })
  }
}
