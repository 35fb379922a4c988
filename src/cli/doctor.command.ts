import type { Command } from 'commander'
import type { DoctorOptions } from './doctor.ts'
import { type Runner, seconds } from './run.ts'

/** `doctor`: looks whether all is well, and mends what can be mended. */
export function doctorCommand(parent: Command, run: Runner): void {
  parent
    .command('doctor')
    .description('check database, files, keys and mail, while the service runs')
    .option('--fix', 'remove what is left over: files without a picture, broken uploads, imports cut short')
    .option('--grace <seconds>', 'how old that must be, so that nothing under way is touched', seconds, 3600)
    .option('--quick', 'compare the sizes of picture files and do not read them, as for a large bucket')
    .addHelpText(
      'after',
      '\nThe exit code is 1 where something is wrong and was not fixed.\n\nExample:\n  user-profile doctor --fix --grace 600',
    )
    .action(
      run.bare<DoctorOptions>(async (context, options) =>
        (await import('./doctor.ts')).doctor(context, options),
      ),
    )
}
