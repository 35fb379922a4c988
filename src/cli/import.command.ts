import type { Command } from 'commander'
import { personColumns } from '../account/account.ts'
import type { ImportOptions } from './import.ts'
import type { Runner } from './run.ts'

/** `user import`: people in bulk. */
export function importCommand(user: Command, run: Runner): void {
  user
    .command('import')
    .description('add people from a file of CSV with a header, or of JSON lines (UTF-8)')
    .argument('<file>', 'the file, or - for standard input')
    .option('--strict', 'add all people or, where one row is bad, none', false)
    .option('--trust-verified', 'take over email_verified and phone_verified; else nobody is verified', false)
    .addHelpText(
      'after',
      `
Columns: ${personColumns.join(', ')}.
username and email are needed, the others may be absent or empty. password_hash is taken over in the
formats of argon2 and Django and renewed at the next sign-in; without one the person chooses a password
by the recovery mail. active is true or false; empty means true. email_verified and phone_verified are
false if empty, and count with --trust-verified alone: for people of a system that had proof.
Bad rows are reported with the line they begin on; then the exit code is 1. The service may run meanwhile.

Examples:
  user-profile user import people.csv
  user-profile user export - | DATA_DIR=/srv/new user-profile user import --strict -`,
    )
    .action(
      run.withServices<ImportOptions>(async (...args) => (await import('./import.ts')).importPeople(...args)),
    )
}
