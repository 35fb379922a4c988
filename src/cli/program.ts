import { Command, CommanderError } from 'commander'
import { Refusal } from '../errors.ts'
import { listen } from '../ports/foreign-events.ts'
import { Locked, UnusableDatabase } from '../ports/maintenance.ts'
import { UnusableStore } from '../ports/objects.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { SettingError } from '../settings.ts'
import { applicationCommands } from './application.command.ts'
import { auditCommands } from './audit.command.ts'
import { backupCommand } from './backup.command.ts'
import { CommandError, exitCodes, explainUnavailable, fromRefusal } from './command-error.ts'
import { doctorCommand } from './doctor.command.ts'
import { exportCommand } from './export.command.ts'
import { importCommand } from './import.command.ts'
import { keysCommands } from './keys.command.ts'
import { migrateCommand } from './migrate.command.ts'
import { moveCommand } from './move.command.ts'
import { restoreCommand } from './restore.command.ts'
import { createRunner, type Outcome } from './run.ts'
import { secondFactorCommands } from './second-factor.command.ts'
import { secretsCommands } from './secrets.command.ts'
import { serveCommand } from './serve.command.ts'
import { settingsCommand } from './settings.command.ts'
import { userCommands } from './user.command.ts'
import { version } from './version.ts'

const help = `
People are named by user name or id, applications by name or id. Settings come from the environment
(see "user-profile settings"); DATA_DIR, by default ./data, says which service a command works on.
Commands may be used while the service runs, which sees their effect within seconds.

Exit codes:
  0  done
  1  it failed, or a part of it: standard error says why
  2  the command line or a setting is wrong, or there was nobody to ask; nothing was done
  129, 130, 143  backup, restore or user export was ended by SIGHUP, SIGINT or SIGTERM; what it had begun is removed

Examples:
  user-profile serve
  user-profile app create --name Shop --kind web
  user-profile user create --username ada --email ada@example.com --password-stdin < password.txt
  user-profile user list --json
  user-profile backup /backups/profile.tar.gz`

/** Runs one command line. Returns the exit code: 0 done, 1 failed, 2 the command line or a setting is wrong. */
export async function program(args: string[]): Promise<number> {
  // Whoever reads the output may stop reading: `user-profile user list | head`.
  listen('standard output', process.stdout, 'error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed)
  })
  const outcome: Outcome = { exitCode: exitCodes.done }
  const root = new Command('user-profile')
    .description('The User Profile service and the tools to run it.')
    .version(version())
    .option('--json', 'print the result as JSON; everything else goes to standard error')
    .addHelpText('after', help)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .showHelpAfterError('(add --help for help)')
  const run = createRunner(root, outcome)
  serveCommand(root, run)
  migrateCommand(root, run)
  applicationCommands(root, run)
  const user = userCommands(root, run)
  secondFactorCommands(user, run)
  importCommand(user, run)
  exportCommand(user, run)
  keysCommands(root, run)
  secretsCommands(root, run)
  auditCommands(root, run)
  doctorCommand(root, run)
  backupCommand(root, run)
  restoreCommand(root, run)
  moveCommand(root, run)
  settingsCommand(root, run)
  try {
    await root.parseAsync(args, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    return await report(error, args.includes('--json'))
  }
}

/** Tells the operator what went wrong; with `--json` standard output gets it as a document too. */
async function report(error: unknown, isJson: boolean): Promise<number> {
  // Commander has written its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  const { message, fields, exitCode } = await explain(error)
  process.stderr.write(`user-profile: ${message}\n`)
  if (isJson) process.stdout.write(`${JSON.stringify({ error: message, ...(fields && { fields }) })}\n`)
  return exitCode
}

async function explain(error: unknown): Promise<Pick<CommandError, 'message' | 'fields' | 'exitCode'>> {
  if (error instanceof CommandError) return error
  if (error instanceof Refusal) return fromRefusal(error)
  if (error instanceof SettingError) return new CommandError(error.message, { exitCode: exitCodes.usage })
  if (error instanceof Unavailable) return new CommandError(explainUnavailable(error))
  if (error instanceof UnusableDatabase) return new CommandError(error.message)
  if (error instanceof UnusableStore)
    return new CommandError(`${error.message}. See OBJECTS_URL and the AWS_* variables`)
  const { DataFolderError } = await import('../app.ts')
  if (error instanceof DataFolderError) return new CommandError(error.message)
  if (error instanceof Locked) {
    return new CommandError('the data folder is being restored or moved; try again when that is done')
  }
  // What the system says about a file or a port needs no stack; anything else is a defect.
  const { code, message, stack } = error as NodeJS.ErrnoException
  return new CommandError(
    (code?.startsWith('E') && !code.startsWith('ERR_') ? message : stack) ?? String(error),
  )
}
