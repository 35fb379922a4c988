import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { readPerson } from '../account/account.schema.ts'
import type { NewPerson } from '../account/account.ts'
import { IMPORT_CHUNK, type RunningImport } from '../account/import.service.ts'
import type { Faults } from '../errors.ts'
import { listen } from '../ports/foreign-events.ts'
import { Locked } from '../ports/maintenance.ts'
import { CommandError, exitCodes, messagesOf } from './command-error.ts'
import { createProgress, type Progress } from './progress.ts'
import { formatOf, type ImportRow, readRows } from './records.ts'
import type { Context } from './run.ts'

/** Bad rows that the JSON report lists; all are counted. */
const REPORTED_MAX = 10_000

/** Options of the command. */
export interface ImportOptions {
  strict: boolean
  /** Whether people are verified where their rows say so. */
  trustVerified: boolean
}

interface BadRow {
  line: number
  username?: string
  errors: Record<string, string[]>
}

interface Report {
  imported: number
  failed: number
  errors: BadRow[]
}

/** Adds people in bulk. */
export async function importPeople(
  { services, out, actor }: Context,
  { strict, trustVerified }: ImportOptions,
  file = '-',
): Promise<number> {
  const size = file === '-' ? 0 : (await stat(file)).size
  const unlock = await lock(services)
  const progress = createProgress('Importing', size)
  const report: Report = { imported: 0, failed: 0, errors: [] }
  const interruption = hearInterruption()
  try {
    services.maintenance.prepareBulkWrites()
    const running = await services.imports.begin({ strict }, actor)
    const note = (bad: BadRow) => {
      report.failed++
      if (report.errors.length < REPORTED_MAX) report.errors.push(bad)
      if (!out.isJson) out.note(badRowText(bad))
    }
    try {
      const job = { report, note, progress, signal: interruption.signal, trustVerified }
      await addAll(services, running, file, job)
      if (strict && report.failed > 0) throw new StrictFailure()
    } catch (error) {
      progress.stop()
      if (strict) {
        report.imported = 0
        await running.abandon()
      }
      if (!(error instanceof StrictFailure)) throw error
    }
    if (!strict || report.failed === 0) await running.finish()
  } finally {
    progress.stop()
    interruption.ignore()
    await unlock()
  }
  await out.result(report, () => summary(report, strict))
  return report.failed === 0 ? exitCodes.done : exitCodes.failed
}

class StrictFailure extends Error {}

/** Aborts the signal when the operator interrupts the command. The second time ends the process. */
function hearInterruption() {
  const controller = new AbortController()
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((signal) =>
    listen('interruption', process, signal, () => {
      ignore()
      controller.abort()
    }),
  )
  const ignore = () => {
    for (const off of listeners) off()
  }
  return { signal: controller.signal, ignore }
}

async function lock({ maintenance }: Context['services']): Promise<() => Promise<void>> {
  try {
    return await maintenance.lock('import')
  } catch (error) {
    if (error instanceof Locked) throw new CommandError('another import is running', { cause: error })
    throw error
  }
}

async function addAll(
  services: Context['services'],
  running: RunningImport,
  file: string,
  job: {
    report: Report
    note: (bad: BadRow) => void
    progress: Progress
    signal: AbortSignal
    trustVerified: boolean
  },
): Promise<void> {
  const { chunks, firstBytes } = await openInput(file, (done) => job.progress.update(done))
  for await (const rows of readRows(chunks, formatOf(file, firstBytes), IMPORT_CHUNK)) {
    if (job.signal.aborted) {
      throw new CommandError(`interrupted at line ${rows[0]?.line}; ${job.report.imported} people were read`)
    }
    job.report.imported += await addRows(services, running, rows, job)
  }
}

async function addRows(
  services: Context['services'],
  running: RunningImport,
  rows: readonly ImportRow[],
  { note, trustVerified }: { note: (bad: BadRow) => void; trustVerified: boolean },
): Promise<number> {
  const good: { line: number; person: NewPerson }[] = []
  const bad: BadRow[] = []
  const fail = (line: number, username: unknown, faults: Faults) =>
    bad.push({ line, ...(typeof username === 'string' && { username }), errors: messagesOf(faults) })
  for (const row of rows) {
    if ('problem' in row) {
      bad.push({ line: row.line, errors: { detail: [row.problem] } })
      continue
    }
    const read = readPerson(row.raw, services.choices)
    if ('faults' in read) fail(row.line, row.raw.username, read.faults)
    else good.push({ line: row.line, person: trustVerified ? read.person : unverified(read.person) })
  }
  const results = await running.add(good.map((one) => one.person))
  for (const [i, faults] of results.entries()) {
    if (faults) fail(good[i]!.line, good[i]!.person.username, faults)
  }
  for (const one of bad.sort((a, b) => a.line - b.line)) note(one)
  return results.filter((faults) => faults === null).length
}

/** What a file claims is no proof. */
const unverified = (person: NewPerson): NewPerson => ({
  ...person,
  email_verified: false,
  phone_verified: false,
})

/** The bytes of the file or of standard input, with a look at the first ones. */
async function openInput(file: string, onBytes: (done: number) => void) {
  let firstBytes = new Uint8Array()
  let source: AsyncIterable<Uint8Array>
  if (file === '-') {
    const iterator = process.stdin.iterator() as AsyncIterator<Uint8Array>
    const first = await iterator.next()
    if (!first.done) firstBytes = Buffer.from(first.value)
    source = (async function* () {
      if (!first.done) yield first.value
      yield* { [Symbol.asyncIterator]: () => iterator }
    })()
  } else {
    const handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(100), 0, 100, 0)
    await handle.close()
    firstBytes = buffer.subarray(0, bytesRead)
    source = createReadStream(file)
  }
  const chunks = (async function* () {
    let done = 0
    for await (const chunk of source) {
      yield chunk
      done += chunk.length
      onBytes(done)
    }
  })()
  return { chunks, firstBytes }
}

function badRowText({ line, username, errors }: BadRow): string {
  const messages = Object.entries(errors).map(([name, texts]) =>
    name === 'detail' ? texts.join(' ') : `${name}: ${texts.join(' ')}`,
  )
  return `line ${line}${username ? ` (${JSON.stringify(username.slice(0, 150))})` : ''}: ${messages.join('; ')}`
}

function summary({ imported, failed }: Report, strict: boolean): string {
  if (failed === 0) return `imported ${imported} people`
  return strict
    ? `imported nobody: ${failed} rows are bad`
    : `imported ${imported} people; ${failed} rows are bad and were left out`
}
