import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import type { Command } from 'commander'
import { Option } from 'commander'
import { stringify } from 'csv-stringify/sync'
import { exportRow } from '../account/account.schema.ts'
import { type NewPerson, personColumns } from '../account/account.ts'
import type { Format } from './records.ts'
import { formatOf } from './records.ts'
import type { Context, Runner } from './run.ts'
import { escapeCell } from './spreadsheet.ts'

/** `user export`: all people, with the columns of `user import`. */
export function exportCommand(user: Command, run: Runner): void {
  user
    .command('export')
    .description('write all people as CSV or JSON lines, password hashes too, for user import')
    .argument('[file]', 'the file, or - for standard output', '-')
    .addOption(
      new Option(
        '--format <format>',
        'default: by the name of the file, else CSV, with --json JSON lines',
      ).choices(['csv', 'jsonl']),
    )
    .addHelpText(
      'after',
      `
Columns: ${personColumns.join(', ')}.
A CSV cell that a spreadsheet would run as a formula begins with an apostrophe, which user import takes away.
The file is readable by its owner alone.

Examples:
  user-profile user export people.csv
  user-profile user export --json > people.jsonl`,
    )
    .action(run.withServices(exportPeople))
}

async function exportPeople(
  { services, out }: Context,
  options: { format?: Format },
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

function toCsv(rows: readonly NewPerson[]): string {
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
