import { Command, CommanderError } from 'commander'
import { readConfig, SettingError } from '../config.ts'
import { serve } from './serve.ts'

/** Runs one command line. Answers the exit code: 0 done, 1 failed, 2 the command line or a setting is wrong. */
export async function program(args: string[]): Promise<number> {
  let exitCode = 0
  const command = new Command('user-profile')
    .description('The User Profile service and the tools to run it.')
    .exitOverride()
    .showHelpAfterError('(try user-profile --help)')
  command
    .command('serve')
    .description('run the service until SIGTERM')
    .action(async () => {
      exitCode = await serve(readConfig(process.env))
    })
  try {
    await command.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof SettingError) {
      process.stderr.write(`user-profile: ${error.message}\n`)
      return 2
    }
    throw error
  }
}
