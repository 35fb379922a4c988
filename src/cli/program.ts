import { Command, CommanderError } from 'commander'
import { listen } from '../basics/foreign-events.ts'
import { applicationCommands } from './application.command.ts'
import { attributeCommands } from './attribute/attribute.command.ts'
import { auditCommands } from './audit.command.ts'
import { backupCommand } from './backup/backup.command.ts'
import { restoreCommand } from './backup/restore.command.ts'
import { exitCodes } from './command-error.ts'
import { completionCommand } from './completion/completion.command.ts'
import { doctorCommand } from './doctor/doctor.command.ts'
import { explain } from './explain.ts'
import { keysCommands } from './keys.command.ts'
import { migrateCommand } from './migrate.command.ts'
import { moveCommand } from './move/move.command.ts'
import { createRunner, type Outcome } from './run.ts'
import { secretsCommands } from './secrets.command.ts'
import { serveCommand } from './serve/serve.command.ts'
import { settingsCommand } from './settings.command.ts'
import { exportCommand } from './user/export.command.ts'
import { importCommand } from './user/import.command.ts'
import { secondFactorCommands } from './user/second-factor.command.ts'
import { userCommands } from './user/user.command.ts'
import { version } from './version.ts'

const help = `
Specify people by user name, id or e-mail address, applications by name or id. Text that matches two people is refused;
a prefix (id:, username:, email:) picks one. Settings come from the environment (see "user-profile settings"); DATA_DIR,
by default ./data, selects the service that a command works on. Commands may be used while the service runs, which sees
their effect within seconds.

Exit codes:
  0  done
  1  it failed, or a part of it: standard error says why
  2  the command line or a setting is wrong, or there was nobody to ask; nothing was done
  129, 130, 143  backup, restore or user export was ended by SIGHUP, SIGINT or SIGTERM; what it had begun is removed.
                 user import was ended by SIGINT or SIGTERM; what it had imported stays, unless --strict

Examples:
  user-profile serve
  user-profile app create --name Shop --kind web
  user-profile user create --username ada --email ada@example.com --password-stdin < password.txt
  user-profile user list --json
  user-profile backup /backups/profile.tar.gz`

/** Runs one command line. Returns the exit code: 0 success, 1 failure, 2 invalid command line or setting. */
export async function program(args: string[]): Promise<number> {
  // The reader of the output may stop early: `user-profile user list | head`.
  listen('standard output', process.stdout, 'error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed)
  })
  const outcome: Outcome = { exitCode: exitCodes.done }
  const root = new Command('user-profile')
    .description('The User Profile service and its tools.')
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
  attributeCommands(root, run)
  keysCommands(root, run)
  secretsCommands(root, run)
  auditCommands(root, run)
  doctorCommand(root, run)
  backupCommand(root, run)
  restoreCommand(root, run)
  moveCommand(root, run)
  settingsCommand(root, run)
  completionCommand(root)
  try {
    await root.parseAsync(args, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    return report(error, args.includes('--json'))
  }
}

/** Reports an error to the operator; with `--json`, also as a document on standard output. */
function report(error: unknown, isJson: boolean): number {
  // Commander has already printed its message or the requested help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  const { message, fields, exitCode } = explain(error)
  process.stderr.write(`user-profile: ${message}\n`)
  if (isJson) process.stdout.write(`${JSON.stringify({ error: message, ...(fields && { fields }) })}\n`)
  return exitCode
}
