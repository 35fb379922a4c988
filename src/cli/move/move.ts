import { openStores } from '../../app/open-stores.ts'
import { UNFINISHED_MOVE_KEY } from '../../ports/objects.ts'
import { Locked, UnfinishedMove } from '../../tables/maintenance.ts'
import type { RowReader, RowTarget } from '../../tables/rows.ts'
import { filledFromTheStart, type TableName } from '../../tables/tables.ts'
import { CommandError, exitCodes } from '../command-error.ts'
import { explainPlace, type PlaceNames, placeNames } from '../explain.ts'
import { createProgress, type Progress } from '../progress.ts'
import type { BareContext } from '../run.ts'
import { createDifferences } from './move-differences.ts'
import { lockFolders, requireDatabase } from './move-folders.ts'
import { copyObjects, countObjects, findMissing, verifyObjects } from './move-objects.ts'
import { type Leg, type MoveOptions, type MovePlan, readPlan } from './move-plan.ts'
import { describeMove, type MoveReport } from './move-report.ts'
import { copyRows, countRows, verifyRows } from './move-rows.ts'
import { withPlaceNames } from './place-names.ts'

type Stores = Awaited<ReturnType<typeof openStores>>

/**
 * What is moved, and between which stores. `rows`: all rows of the source, which no one changes meanwhile.
 */
interface Move {
  plan: MovePlan
  source: Stores
  target: Stores
  rows: RowReader
  rowTarget: RowTarget | null
}

/** Moves rows and pictures to another place, or compares the two. */
export async function move({ config, out }: BareContext, options: MoveOptions): Promise<number> {
  const plan = readPlan(config, process.env, options)
  if (config.databaseUrl === undefined) requireDatabase(config.dataDir, 'DATA_DIR')
  if (options.verify && plan.rows && plan.target.databaseUrl === undefined)
    requireDatabase(plan.target.dataDir, '--to')
  const unlock = lockFolders(plan.folders)
  const names = targetNames(plan)
  const closing: (() => Promise<void>)[] = [async () => unlock()]
  try {
    const source = await openStores(config)
    const opened = await openStores(plan.target).catch((error: unknown) => {
      throw explainPlace(error, names) ?? error
    })
    const target = {
      ...opened,
      objects: withPlaceNames(opened.objects, names),
      maintenance: withPlaceNames(opened.maintenance, names),
    }
    for (const { db, objects } of [source, target]) {
      closing.push(
        () => db.close(),
        async () => objects.close(),
      )
    }
    await source.maintenance.migrate()
    if (plan.objects && (await source.objects.has(UNFINISHED_MOVE_KEY)))
      throw new UnfinishedMove('store of pictures')
    const rows = await source.maintenance.openLockedRows()
    closing.push(rows.close)
    const openedRows = plan.rows ? await openTarget(target, options, closing) : null
    const rowTarget = openedRows && withPlaceNames(openedRows, names)
    const report = await run({ plan, source, target, rows, rowTarget }, options)
    for (const key of report.missing.named) {
      out.note(`user-profile: picture file ${key} is missing in the source: see user-profile doctor`)
    }
    for (const key of report.damaged.named) {
      out.note(`user-profile: picture file ${key} is damaged in the source: see user-profile doctor`)
    }
    for (const difference of report.differences.named) out.note(`user-profile: ${difference}`)
    await out.result(report, () => describeMove(report))
    return report.differences.count === 0 ? exitCodes.done : exitCodes.failed
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

/** Names the parts of the target that are moved by their option. */
function targetNames({ rows, objects }: MovePlan): PlaceNames {
  return { ...placeNames(), ...(rows && { database: '--to' }), ...(objects && { pictures: '--objects' }) }
}

async function openTarget(
  { maintenance }: Stores,
  { verify = false }: MoveOptions,
  closing: (() => Promise<void>)[],
): Promise<RowTarget> {
  if (!verify) await maintenance.migrate({ isMove: true })
  else if ((await maintenance.migrations()).some((one) => one.executedAt === null)) {
    throw new CommandError('--to: nothing was moved there: its tables are missing or not up to date')
  }
  try {
    closing.push(await maintenance.lock('move'))
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new CommandError('--to: another move into the same database is running', { cause: error })
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
 * Both marks are set before anything is copied and removed after everything was compared, each time the one
 * of the pictures first. So if only the rows are marked, all pictures were copied.
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

/** Whether the same move was interrupted here. */
async function isBegun(target: RowTarget, plan: MovePlan): Promise<boolean> {
  const to = plan.rows?.to ?? ''
  const begun = await target.unfinished()
  if (begun === markOf(plan)) return true
  if (begun !== null) throw begunFromElsewhere('--to', begun, to)
  const counts = Object.entries(await countRows(target)) as [TableName, number][]
  const taken = counts.find(([table, count]) => count > 0 && !filledFromTheStart.includes(table))
  if (!taken) return false
  throw new CommandError(
    `--to: ${to} is not empty (${taken[1]} rows in ${taken[0]}) and contains no unfinished move; use an empty database. If the move is already complete, start the service on it`,
  )
}

/**
 * Marks the store and returns whether it may contain pictures already. Refuses a store with other pictures,
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
  if (begun !== null) throw begunFromElsewhere('--objects', begun, to)
  const { live, stranger } = await countObjects(objects, rows)
  if (stranger !== null && !isResumed) {
    throw new CommandError(
      `--objects: ${to} contains ${stranger}, which is not a picture of ${from}; use an empty place`,
    )
  }
  await objects.put(UNFINISHED_MOVE_KEY, Buffer.from(from), 'text/plain')
  return live > 0 || stranger !== null
}

function begunFromElsewhere(option: string, begun: string, to: string): CommandError {
  return new CommandError(
    `${option}: ${to} contains an unfinished move from ${begun}; finish it, or empty ${to}`,
  )
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
