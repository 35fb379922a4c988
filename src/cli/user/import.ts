import { readRow } from '../../account/import.schema.ts'
import { IMPORT_CHUNK, type RunningImport } from '../../account/import.service.ts'
import { type ForExisting, identityColumns } from '../../account/import.ts'
import type { Services } from '../../app/app.ts'
import { namesIn } from '../../attribute/attribute-set.ts'
import { listen } from '../../basics/foreign-events.ts'
import { Locked } from '../../tables/maintenance.ts'
import { findApplication } from '../application-finder.ts'
import { CommandError, exitCodes, usageError } from '../command-error.ts'
import { createProgress } from '../progress.ts'
import type { Context } from '../run.ts'
import { openInput } from './import-input.ts'
import { createReporting, openRejects, type Reporting, reportText } from './import-report.ts'
import { type Format, formatOf, type ImportRow, readRows } from './records.ts'

/** Options of the command. */
export interface ImportOptions {
  strict: boolean
  skipExisting: boolean
  update: boolean
  updatePasswords: boolean
  clearEmpty: boolean
  trustVerified: boolean
  app?: string
  format?: Format
  rejects?: string
}

/** Exit codes of signals: 128 and their number, as in shells. */
const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const

type ImportContext = Context<'applications' | 'attributes' | 'choices' | 'imports' | 'maintenance'>

/** Imports people in bulk. */
export async function importPeople(
  context: ImportContext,
  options: ImportOptions,
  file = '-',
): Promise<number> {
  checkOptions(options)
  const { services, out } = context
  const applicationId = await liveApplication(context, options.app)
  const rejects = options.rejects === undefined ? null : openRejects(options.rejects)
  const reporting = createReporting(out, rejects)
  const interruption = hearInterruption()
  try {
    const unlock = await lock(services)
    try {
      await run({ ...context, options, applicationId, reporting, rejects, signal: interruption.signal }, file)
    } finally {
      await unlock()
    }
  } catch (error) {
    const { created, updated } = reporting.report
    // The error is not about what was done before it.
    if (created + updated > 0) out.note(reportText(reporting.report, options, hintOf(reporting, options)))
    throw error
  } finally {
    interruption.ignore()
    rejects?.close()
  }
  const { report } = reporting
  await out.result(report, () => reportText(report, options, hintOf(reporting, options)))
  if (report.interrupted_after_line !== undefined) return signalCodes[interruption.by() ?? 'SIGINT']
  return report.refused === 0 ? exitCodes.done : exitCodes.failed
}

function checkOptions({ strict, skipExisting, update, updatePasswords, clearEmpty }: ImportOptions): void {
  if (skipExisting && update) throw usageError('choose one of --skip-existing and --update')
  if (strict && update)
    throw usageError(
      '--strict cannot hold updates back until the end; import without --strict or without --update',
    )
  if (updatePasswords && !update) throw usageError('--update-passwords requires --update')
  if (clearEmpty && !update) throw usageError('--clear-empty requires --update')
}

/** Returns the id of the application whose external ids the file contains, or null. */
async function liveApplication(
  { services }: Context<'applications'>,
  name: string | undefined,
): Promise<string | null> {
  if (name === undefined) return null
  const application = await findApplication(services.applications, name)
  if (application.revokedAt !== null) throw new CommandError(`the application "${name}" is revoked`)
  return application.id
}

/** Aborts the signal when the operator interrupts the command. The second time ends the process. */
function hearInterruption() {
  const controller = new AbortController()
  let by: keyof typeof signalCodes | null = null
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((signal) =>
    listen('interruption', process, signal, () => {
      by = signal
      ignore()
      controller.abort()
    }),
  )
  const ignore = () => {
    for (const off of listeners) off()
  }
  return { signal: controller.signal, ignore, by: () => by }
}

async function lock({ maintenance }: Pick<Services, 'maintenance'>): Promise<() => Promise<void>> {
  try {
    return await maintenance.lock('import')
  } catch (error) {
    if (error instanceof Locked) throw new CommandError('another import is running', { cause: error })
    throw error
  }
}

/** A command in progress. */
interface Job extends ImportContext {
  options: ImportOptions
  applicationId: string | null
  reporting: Reporting
  rejects: ReturnType<typeof openRejects> | null
  signal: AbortSignal
}

const forExisting = ({ skipExisting, update }: ImportOptions): ForExisting =>
  update ? 'update' : skipExisting ? 'skip' : 'refuse'

async function run(job: Job, file: string): Promise<void> {
  const { services, actor, options, reporting, applicationId } = job
  const { report } = reporting
  const { strict } = options
  services.maintenance.prepareBulkWrites()
  const plan = { strict, forExisting: forExisting(options), applicationId }
  const running = await services.imports.begin(plan, actor)
  try {
    await processAll(job, running, file)
  } catch (error) {
    if (strict) {
      report.created = 0
      await running.abandon()
    }
    throw error
  }
  if (!strict || (report.refused === 0 && report.interrupted_after_line === undefined)) {
    await running.finish()
    return
  }
  report.created = 0
  await running.abandon()
}

async function processAll(job: Job, running: RunningImport, file: string): Promise<void> {
  const { options, reporting, signal, rejects } = job
  const { report } = reporting
  let last = 0
  let rows = 0
  const interrupted = () => {
    report.interrupted_after_line = last
  }
  let progress = createProgress('Importing', 0)
  try {
    const input = await openInput(file, signal)
    progress = createProgress('Importing', input.size)
    const layout = {
      format: options.format ?? formatOf(file, input.firstBytes),
      hasApplication: job.applicationId !== null,
      declared: namesIn(await job.services.attributes.operatorView()),
      missing: (columns: readonly string[]) => missingColumn(columns, options),
      onHeader: (text: string) => rejects?.setHeader(text),
    }
    const onBytes = (bytes: number) => input.size !== null && progress.update(bytes)
    for await (const batch of readRows(counted(input.chunks, onBytes), layout, IMPORT_CHUNK)) {
      // The end of a pipe may be that of its writer, which Ctrl-C ends too.
      if (signal.aborted) return interrupted()
      await processBatch(job, running, batch)
      last = batch.at(-1)?.line ?? last
      rows += batch.length
      if (input.size === null) progress.update(rows)
    }
  } catch (error) {
    interrupted()
    if (!signal.aborted || (error as Error).name !== 'AbortError') throw error
  } finally {
    progress.stop()
  }
}

function missingColumn(columns: readonly string[], { update }: ImportOptions): string | null {
  if (update)
    return identityColumns.some((column) => columns.includes(column))
      ? null
      : `one of the columns ${identityColumns.join(', ')} is needed to find people`
  const name = ['username', 'email'].find((column) => !columns.includes(column))
  return name === undefined ? null : `the column "${name}" is missing`
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const chunk of chunks) {
    yield chunk
    done += chunk.length
    onBytes(done)
  }
}

async function processBatch(
  { services, options, reporting }: Job,
  running: RunningImport,
  batch: readonly ImportRow[],
): Promise<void> {
  const view = await services.attributes.operatorView()
  const rowOptions = { ...options, choices: services.choices, view }
  const good = batch.flatMap((row) => ('raw' in row ? [{ row, read: readRow(row.raw, rowOptions) }] : []))
  const outcomes = await running.run(good.map(({ read }) => read))
  let next = 0
  for (const row of batch) {
    if ('problem' in row) {
      reporting.refuse(row, row.problem)
      continue
    }
    const outcome = outcomes[next++]!
    if (typeof outcome === 'string') reporting.count(outcome)
    else reporting.refuse({ ...row, username: row.raw.username }, outcome.faults)
  }
}

/** Returns what the operator may do next, or null. */
function hintOf({ report, hasTaken }: Reporting, options: ImportOptions): string | null {
  const again = options.skipExisting || options.update
  if (report.interrupted_after_line !== undefined && !options.strict)
    return again
      ? 'to continue, run the same command again'
      : 'to continue, run the same command with --skip-existing'
  if (hasTaken() && forExisting(options) === 'refuse')
    return 'some of these people exist already: --skip-existing leaves them as they are, --update changes them'
  return null
}
