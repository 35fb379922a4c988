import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { type ExportedPerson, exportRow, personColumns } from '../account/account.ts'
import { syncFolder, withPartial } from './partial.ts'
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

/** Writes the file elsewhere first, so that it is there whole or not at all. */
async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  await withPartial(file, async (folder) => {
    const partial = join(folder, 'people')
    await pipeline(pieces, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }))
    await rename(partial, file)
    await syncFolder(dirname(resolve(file)))
  })
}
