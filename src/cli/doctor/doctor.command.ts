import type { Command } from 'commander'
import { type Runner, seconds } from '../run.ts'
import type { DoctorOptions } from './doctor.ts'

/** `doctor`: checks the installation and repairs what can be repaired. */
export function doctorCommand(parent: Command, run: Runner): void {
  parent
    .command('doctor')
    .description('check database, files, keys and mail, while the service is running')
    .option('--fix', 'remove leftovers: files without a picture, interrupted uploads and imports')
    .option(
      '--grace <seconds>',
      'minimum age of leftovers, so that nothing in progress is touched',
      seconds,
      3600,
    )
    .option('--quick', 'compare only the sizes of picture files, for example in a large bucket')
    .addHelpText(
      'after',
      '\nThe exit code is 1 if a problem was found and not fixed.\n\nExample:\n  user-profile doctor --fix --grace 600',
    )
    .action(
      run.bare<DoctorOptions>(async (context, options) =>
        (await import('./doctor.ts')).doctor(context, options),
      ),
    )
}
