import type { Command } from 'commander'
import type { Runner } from '../run.ts'
import type { RestoreOptions } from './restore.ts'

/** `restore`: restores a backup into the data folder. */
export function restoreCommand(parent: Command, run: Runner): void {
  parent
    .command('restore')
    .description('restore a backup into the data folder, while the service is stopped')
    .argument('<file>', 'a file written by backup')
    .option('--replace', 'if the data folder is not empty, move its contents into a folder inside it')
    .option('--yes', 'skip the confirmation')
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
