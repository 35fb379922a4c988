import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Runner } from '../run.ts'

/** `serve`: runs the service. */
export function serveCommand(parent: Command, run: Runner): void {
  parent
    .command('serve')
    .description('run the service until SIGTERM; logs go to standard output, in the format of LOG_FORMAT')
    .option('--demo', 'on an empty data folder, create an application and a person for trying the API', false)
    .option(
      '--workers <number>',
      'number of processes that share the port; more than 1 requires PostgreSQL',
      processes,
      1,
    )
    .addHelpText('after', '\nExample:\n  PORT=8080 DATA_DIR=/var/lib/user-profile user-profile serve')
    .action(
      run.bare<{ demo: boolean; workers: number }>(async ({ config, out }, options) => {
        if (options.workers > 1) {
          const { serveByWorkers } = await import('./serve-workers.ts')
          return serveByWorkers(config, out, options)
        }
        const { serve } = await import('./serve.ts')
        return serve(config, out, options)
      }),
    )
}

function processes(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 256)
    throw new InvalidArgumentError('It must be a whole number from 1 to 256.')
  return Number(text)
}
