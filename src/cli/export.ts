import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { type ExportedPerson, exportRow, personColumns } from '../account/account.ts'
import type { Format } from './records.ts'
import { formatOf } from './records.ts'
import type { Context } from './run.ts'
import { escapeCell } from './spreadsheet.ts'

/** Options of the command. */
export interface ExportOptions {
  format?: Format
}

/** Writes all people. */
export async function exportPeople(
  { services, out }: Context,
  options: ExportOptions,
  file = '-',
): Promise<void> {
  const format = options.format ?? (file === '-' && out.isJson ? 'jsonl' : formatOf(file, new Uint8Array()))
  let exported = 0
  const text = async function* () {
    if (format === 'csv') yield stringify([personColumns])
    for await (const page of services.accounts.pages()) {
      const rows = page.map(({ user, passwordHash }) => exportRow(user, passwordHash))
      exported += rows.length
      yield format === 'csv' ? toCsv(rows) : rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    }
  }
  if (file === '-') {
    for await (const piece of text()) await out.write(piece)
    return
  }
  await writeWhole(file, text())
  await out.result({ exported, file, format }, () => `exported ${exported} people to ${file}`)
}

function toCsv(rows: readonly ExportedPerson[]): string {
  return stringify(rows.map((row) => personColumns.map((column) => escapeCell(String(row[column])))))
}

/** Writes the file under another name first, so that it is there whole or not at all. */
async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const partial = `${file}.${process.pid}.partial`
  const stream = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true })
  try {
    for await (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain')
    stream.end()
    await finished(stream)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}
