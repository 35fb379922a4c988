import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { isTaken, type RowFaults, type RowOutcome, rowFaultText } from '../../account/import.ts'
import { CommandError } from '../command-error.ts'
import type { Output } from '../output.ts'

/** Maximum number of refused rows that the JSON report lists; all are counted. */
const REPORTED_MAX = 10_000
/** Maximum number of characters of a user name in a message. */
const SHOWN_MAX = 150

/** A row that was refused. */
interface RefusedRow {
  line: number
  username?: string
  errors: Record<string, string[]>
}

/** What an import did, as the JSON report shows it. */
export interface Report {
  created: number
  updated: number
  unchanged: number
  skipped: number
  refused: number
  errors: RefusedRow[]
  /** Line on which the last processed row begins, if the import was interrupted. */
  interrupted_after_line?: number
}

/** Where a row comes from. */
interface SourceRow {
  line: number
  username?: unknown
  /** The row as written; absent if it cannot be written to the file of rejects. */
  text?: string | undefined
}

/** The report of an import in progress. */
export interface Reporting {
  report: Report
  count(outcome: Exclude<RowOutcome, object>): void
  /** Notes a row that was refused for its faults, or for a problem of the row as a whole. */
  refuse(row: SourceRow, why: RowFaults | string): void
  /** Whether rows were refused because their values are taken. */
  hasTaken(): boolean
}

/** Starts a report; refused rows are printed as they come. */
export function createReporting(out: Output, rejects: Rejects | null): Reporting {
  const report: Report = { created: 0, updated: 0, unchanged: 0, skipped: 0, refused: 0, errors: [] }
  let hasTaken = false
  return {
    report,
    count(outcome) {
      report[outcome] += 1
    },
    refuse({ line, username, text }, why) {
      report.refused += 1
      hasTaken ||= typeof why !== 'string' && isTaken(why)
      const errors = typeof why === 'string' ? { detail: [why] } : faultTexts(why)
      const row = { line, ...(typeof username === 'string' && { username }), errors }
      if (report.errors.length < REPORTED_MAX) report.errors.push(row)
      if (!out.isJson) out.note(refusedText(row))
      if (text !== undefined) rejects?.write(text)
    },
    hasTaken: () => hasTaken,
  }
}

/** Returns the English texts of faults, by column. */
function faultTexts(faults: RowFaults): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(faults).map(([column, list]) => [column, list.map((fault) => rowFaultText(fault))]),
  )
}

function refusedText({ line, username, errors }: RefusedRow): string {
  const messages = Object.entries(errors).map(([name, texts]) =>
    name === 'detail' ? texts.join(' ') : `${name}: ${texts.join(' ')}`,
  )
  const who = username ? ` (${JSON.stringify(username.slice(0, SHOWN_MAX))})` : ''
  return `line ${line}${who}: ${messages.join('; ')}`
}

/** Returns the report as text. */
export function reportText(report: Report, { strict }: { strict: boolean }, hint: string | null): string {
  const { created, updated, unchanged, skipped, refused } = report
  const wasCutShort = report.interrupted_after_line !== undefined
  const counts = [
    `created ${created}`,
    ...(updated + unchanged > 0 ? [`updated ${updated}`, `unchanged ${unchanged}`] : []),
    ...(skipped > 0 ? [`skipped ${skipped}`] : []),
    `refused ${refused}`,
  ]
  const lines =
    strict && (refused > 0 || wasCutShort) ? [`nobody was imported; refused ${refused}`] : [counts.join(', ')]
  if (wasCutShort) lines.unshift(`interrupted after the row on line ${report.interrupted_after_line}`)
  if (hint !== null) lines.push(hint)
  return lines.join('\n')
}

/** A file of refused rows. */
export interface Rejects {
  /** Sets the header of a CSV file. */
  setHeader(text: string): void
  write(text: string): void
  /** Closes the file, and removes it if no row was refused. */
  close(): void
}

/**
 * Creates a file of refused rows, which only its owner can read: rows contain password hashes.
 * @throws {CommandError} if the file exists, which may be the input itself
 */
export function openRejects(path: string): Rejects {
  const file = openNew(path)
  let header = ''
  let isEmpty = true
  return {
    setHeader(text) {
      header = `${text}\n`
    },
    write(text) {
      writeSync(file, `${isEmpty ? header : ''}${text}\n`)
      isEmpty = false
    },
    close() {
      closeSync(file)
      if (isEmpty) rmSync(path, { force: true })
    },
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new CommandError(`--rejects: ${path} exists already; choose another name`, { cause: error })
  }
}
