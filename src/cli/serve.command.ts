import type { Command } from 'commander'
import type { Runner } from './run.ts'

/** `serve`: the service itself. */
export function serveCommand(parent: Command, run: Runner): void {
  parent
    .command('serve')
    .description('run the service until SIGTERM; logs are JSON lines on standard output')
    .option('--demo', 'on an empty data folder, make an application and a person to try the API with', false)
    .addHelpText('after', '\nExample:\n  PORT=8080 DATA_DIR=/var/lib/user-profile user-profile serve')
    .action(
      run.bare<{ demo: boolean }>(async ({ config, out }, options) => {
        const { serve } = await import('./serve.ts')
        return serve(config, out, options)
      }),
    )
}
