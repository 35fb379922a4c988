import type { Command } from 'commander'
import type { BackupOptions } from './backup.ts'
import type { Runner } from './run.ts'

/** `backup`: rows and picture files of one instant, in one file. */
export function backupCommand(parent: Command, run: Runner): void {
  parent
    .command('backup')
    .description('write database and pictures into one .tar.gz, while the service runs')
    .argument('<file>', 'the file; one that exists is replaced when the backup is complete')
    .option('--allow-damaged', 'go on if picture files are damaged, and copy them as they are')
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
