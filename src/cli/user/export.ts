import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { type ExportedPerson, exportRow, type FileColumn, fileColumns } from '../../account/account.ts'
import { fileValues, namesIn } from '../../attribute/attribute-set.ts'
import { findApplication } from '../application-finder.ts'
import { syncFolder, withPartial } from '../partial.ts'
import type { Context } from '../run.ts'
import type { Format } from './records.ts'
import { formatOf } from './records.ts'
import { escapeCell } from './spreadsheet.ts'

/** Options of the command. */
export interface ExportOptions {
  format?: Format
  /** Name or id of the application whose external ids are written. */
  app?: string
}

/** Exports all people. */
export async function exportPeople(
  { services, out }: Context<'accounts' | 'applications' | 'attributes' | 'externalIds'>,
  options: ExportOptions,
  file = '-',
): Promise<void> {
  const format = options.format ?? (file === '-' && out.isJson ? 'jsonl' : formatOf(file, new Uint8Array()))
  const application =
    options.app === undefined ? null : await findApplication(services.applications, options.app)
  const view = await services.attributes.operatorView()
  const columns = fileColumns(application !== null, namesIn(view))
  let exported = 0
  const text = async function* () {
    if (format === 'csv') yield stringify([columns])
    for await (const page of services.accounts.pages()) {
      const people = page.map(({ user }) => user.id)
      const ids = application && (await services.externalIds.ofPeople(application.id, people))
      const rows = page.map(({ user, passwordHash }) => ({
        ...exportRow(user, passwordHash),
        ...(view && fileValues(view, user.attributes)),
        ...(ids && { external_id: ids.get(user.id) ?? '' }),
      }))
      exported += rows.length
      yield format === 'csv' ? toCsv(rows, columns) : rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    }
  }
  if (file === '-') {
    for await (const piece of text()) await out.write(piece)
    return
  }
  await writeWhole(file, text())
  await out.result({ exported, file, format }, () => `exported ${exported} people to ${file}`)
}

type FileRow = ExportedPerson & { readonly [column: FileColumn]: unknown }

function toCsv(rows: readonly FileRow[], columns: readonly FileColumn[]): string {
  return stringify(rows.map((row) => columns.map((column) => escapeCell(cellOf(row[column])))))
}

/** Lists and places are the text of their JSON. */
const cellOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')

/** Writes to a temporary file first, so that the file is complete or absent. */
async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  await withPartial(file, async (folder) => {
    const partial = join(folder, 'people')
    await pipeline(pieces, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }))
    await rename(partial, file)
    await syncFolder(dirname(resolve(file)))
  })
}
