import { type Command, Option } from 'commander'
import { fileColumns } from '../../account/account.ts'
import type { Runner } from '../run.ts'
import type { ImportOptions } from './import.ts'

/** `user import`: imports people in bulk. */
export function importCommand(user: Command, run: Runner): void {
  user
    .command('import')
    .description('import people from CSV with a header, or from JSON lines (UTF-8)')
    .argument('<file>', 'input file, or - for standard input')
    .addOption(
      new Option('--format <format>', 'default: by the name of the file, else by its beginning').choices([
        'csv',
        'jsonl',
      ]),
    )
    .option(
      '--skip-existing',
      'leave existing people as they are, such as after an interrupted import',
      false,
    )
    .option('--update', 'change existing people by the columns of the file', false)
    .option(
      '--clear-empty',
      'with --update: an empty cell clears a profile value instead of keeping it',
      false,
    )
    .option('--update-passwords', 'with --update: replace passwords too, and end the sessions', false)
    .option('--app <app>', 'application whose ids of people the column external_id has; name or id')
    .option('--strict', 'add all people, or none if any row is refused', false)
    .option(
      '--trust-verified',
      'import email_verified and phone_verified; otherwise no one is verified',
      false,
    )
    .option('--rejects <file>', 'write refused rows to this new file, to correct and import them')
    .addHelpText(
      'after',
      `
Columns: ${fileColumns(true).join(', ')}.
username and email are needed; with --update any of id, external_id, username and email is enough. The other columns
may be absent or empty; declared attributes are columns too, by their names (lists and places as JSON). id is a UUID and is kept. external_id is kept as what --app calls the person. password_hash is
imported in the usual forms of argon2, bcrypt, PBKDF2 and scrypt; without one the person chooses a password by the
recovery mail. active is true or false; empty means true. email_verified and phone_verified only count with
--trust-verified: use it for people of a system that had proof.

A person exists if somebody has the id, external_id, user name or current e-mail address of the row. A row that fits two
people is refused. Refused rows are listed with line, column and reason; the exit code is then 1. Ctrl-C stops after the
rows in progress and tells how to continue. The service may run meanwhile.

Examples:
  user-profile user import people.csv
  user-profile user import --skip-existing --rejects rejects.csv people.csv
  user-profile user import --update --app shop --format jsonl - < people.jsonl
  user-profile user export - | DATA_DIR=/srv/new user-profile user import --strict -`,
    )
    .action(
      run.withServices<ImportOptions>(async (...args) => (await import('./import.ts')).importPeople(...args)),
    )
}
