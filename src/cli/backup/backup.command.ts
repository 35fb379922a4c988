import type { Command } from 'commander'
import type { Runner } from '../run.ts'
import type { BackupOptions } from './backup.ts'

/** `backup`: writes rows and picture files of one instant into one file. */
export function backupCommand(parent: Command, run: Runner): void {
  parent
    .command('backup')
    .description('write database and pictures into one .tar.gz, while the service is running')
    .argument('<file>', 'output file; an existing one is replaced when the backup is complete')
    .option('--allow-damaged', 'continue if picture files are damaged, and copy them unchanged')
    .addHelpText(
      'after',
      `
It holds password hashes and the keys that sign tokens: keep it as safe as the data folder. Only its owner
may read it. Settings and mails in files are not part of it.

Example:
  user-profile backup /backups/profile-$(date +%F).tar.gz`,
    )
    .action(run.withServices<BackupOptions>(async (...args) => (await import('./backup.ts')).backup(...args)))
}
