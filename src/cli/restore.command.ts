import type { Command } from 'commander'
import type { RestoreOptions } from './restore.ts'
import type { Runner } from './run.ts'

/** `restore`: a backup into the data folder. */
export function restoreCommand(parent: Command, run: Runner): void {
  parent
    .command('restore')
    .description('put a backup into the data folder, while the service is stopped')
    .argument('<file>', 'a file that backup wrote')
    .option('--replace', 'where the data folder holds something, move that into a folder beside it')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `
Everything is unpacked and compared with its checksum before anything is put in place.

Examples:
  DATA_DIR=/srv/new user-profile restore profile.tar.gz
  user-profile restore profile.tar.gz --replace --yes`,
    )
    .action(run.bare<RestoreOptions>(async (...args) => (await import('./restore.ts')).restore(...args)))
}
