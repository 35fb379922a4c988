import type { Command } from 'commander'
import type { Runner } from '../run.ts'
import type { MoveOptions } from './move-plan.ts'

/** `move`: moves an installation to another database and another picture store. */
export function moveCommand(parent: Command, run: Runner): void {
  parent
    .command('move')
    .description('move all rows and pictures to another database and store, while the service is stopped')
    .option('--to <place>', 'destination of the rows: postgres://…, or a data folder for SQLite')
    .option('--objects <place>', 'destination of the pictures: s3://bucket/prefix, or a data folder')
    .option('--verify', 'only compare the two places')
    .addHelpText(
      'after',
      `
It moves what the settings name (DATA_DIR, DATABASE_URL, OBJECTS_URL); a part without its option stays where it
is. What it moves from is read and never changed, and nobody can write to it meanwhile. Where it was cut short,
the same command goes on; until it is done no service starts on the target, which must be empty before.
At the end every row and every file is read back and compared; the exit code is 1 where one differs.
The AWS_* variables are those of the environment, for both places. Settings are not moved: change them, and
do not start the service on the old place again.

Examples:
  user-profile move --to postgres://user:password@db.example.com/profile --objects s3://bucket/profile
  user-profile move --to /var/lib/user-profile --objects /var/lib/user-profile`,
    )
    .action(
      run.bare<MoveOptions>(async (context, options) => (await import('./move.ts')).move(context, options)),
    )
}
