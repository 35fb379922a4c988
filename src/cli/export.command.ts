import type { Command } from 'commander'
import { Option } from 'commander'
import { personColumns } from '../account/account.ts'
import type { ExportOptions } from './export.ts'
import type { Runner } from './run.ts'

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
    .action(
      run.withServices<ExportOptions>(async (...args) => (await import('./export.ts')).exportPeople(...args)),
    )
}
