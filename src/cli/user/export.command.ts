import type { Command } from 'commander'
import { Option } from 'commander'
import { fileColumns } from '../../account/account.ts'
import type { Runner } from '../run.ts'
import type { ExportOptions } from './export.ts'

/** `user export`: exports all people, with the columns of `user import`. */
export function exportCommand(user: Command, run: Runner): void {
  user
    .command('export')
    .description('write all people as CSV or JSON lines, including password hashes, for user import')
    .argument('[file]', 'output file, or - for standard output', '-')
    .addOption(
      new Option(
        '--format <format>',
        'default: by the file name, otherwise CSV, or JSON lines with --json',
      ).choices(['csv', 'jsonl']),
    )
    .option('--app <app>', 'application whose ids of people to write as external_id; name or id')
    .addHelpText(
      'after',
      `
Columns: ${fileColumns(true).join(', ')}; the last one only with --app.
Before it come the declared attributes that an operator may read, by their names; lists and places are JSON.
A CSV cell that a spreadsheet would run as a formula begins with an apostrophe, which user import takes away.
The file is readable by its owner alone.

Examples:
  user-profile user export people.csv
  user-profile user export --json > people.jsonl`,
    )
    .action(
      run.withServices<ExportOptions>(async (...args) => (await import('./export.ts')).exportPeople(...args)),
    )
}
