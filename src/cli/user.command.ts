import type { Command } from 'commander'
import { type AttributeValues, attributes } from '../../common/attributes.ts'
import type { RawPerson } from '../account/account.schema.ts'
import { exportRow } from '../account/account.ts'
import { invalid } from '../errors.ts'
import type { User } from '../user/user.ts'
import { CommandError, usageError } from './command-error.ts'
import { confirm } from './confirm.ts'
import { instant, pairs, table } from './output.ts'
import type { Context, Runner } from './run.ts'
import { askPassword, type PasswordOptions, readPassword } from './secret-input.ts'

type CreateOptions = PasswordOptions & { username: string; email: string } & Partial<AttributeValues>

/** `user create|list|show|disable|enable|unfreeze|set-password|sessions|unlock|delete`: people, named by user name or id. */
export function userCommands(parent: Command, run: Runner): Command {
  const user = parent.command('user').description('people')
  createCommand(user, run)
  user.command('list').description('list all people').action(run.withServices(list))
  user
    .command('show')
    .description('show one person')
    .argument('<user>', 'user name or id')
    .action(run.withServices(show))
  user
    .command('disable')
    .description('stop a person from signing in, and end their sessions')
    .argument('<user>', 'user name or id')
    .action(run.withServices(disable))
  user
    .command('enable')
    .description('let a disabled person sign in again')
    .argument('<user>', 'user name or id')
    .action(run.withServices(enable))
  user
    .command('unfreeze')
    .description('settle the objection of an address that lost the account by an undo')
    .argument('<user>', 'user name or id')
    .action(run.withServices(unfreeze))
  withPassword(user.command('set-password'))
    .description("set a person's password and end all their sessions; asks where none is given")
    .argument('<user>', 'user name or id')
    .action(run.withServices(setPassword))
  sessionCommands(user, run)
  user
    .command('unlock')
    .description('let a person sign in again at once where too many passwords were wrong')
    .argument('<user>', 'user name or id')
    .action(run.withServices(unlock))
  user
    .command('delete')
    .description('remove a person with everything that belongs to them')
    .argument('<user>', 'user name or id')
    .option('--yes', 'do not ask')
    .action(run.withServices(remove))
  return user
}

function sessionCommands(user: Command, run: Runner): void {
  user
    .command('sessions')
    .description('where people are signed in')
    .command('end')
    .description('end the sessions of a person, or of everybody; they sign in again')
    .argument('[user]', 'user name or id')
    .option('--all', 'of everybody')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nAccess and refresh tokens are refused at once, whatever their application.')
    .action(run.withServices(endSessions))
}

function createCommand(user: Command, run: Runner): void {
  const create = withPassword(
    user
      .command('create')
      .description('add a person; without a password they choose one by the recovery mail')
      .requiredOption('--username <name>', 'user name: letters, digits and @ . + - _')
      .requiredOption('--email <address>', 'e-mail address'),
  )
  // Commander names an option as the key is: `--first-name` is `firstName`.
  for (const { column, kind, description, example } of attributes)
    if (kind !== 'email')
      create.option(`--${column.replaceAll('_', '-')} <value>`, `${description}, such as ${example}`)
  create
    .addHelpText(
      'after',
      '\nExamples:\n  user-profile user create --username ada --email ada@example.com --password-stdin < password.txt\n  user-profile user create --username ada --email ada@example.com --first-name Ada --json',
    )
    .action(run.withServices(createPerson))
}

function withPassword(command: Command): Command {
  return command
    .option(
      '--password <password>',
      'the password; others on this machine may see it in the list of processes',
    )
    .option('--password-stdin', 'read the password from standard input')
}

async function createPerson({ services, out, actor }: Context, options: CreateOptions): Promise<void> {
  const raw: RawPerson = {
    username: options.username,
    ...Object.fromEntries(attributes.map(({ key, column }) => [column, options[key]])),
  }
  const password = await readPassword(options)
  const { readPerson } = await import('../account/account.schema.ts')
  const read = readPerson(raw, services.choices)
  if ('faults' in read) throw invalid(read.faults)
  const user = await services.accounts.create(read.person, password, actor)
  const document = describe(user)
  await out.result(document, () => pairs(document))
}

async function list({ services, out }: Context): Promise<void> {
  // One document, written as it is read: the list may be longer than memory is large.
  let isFirst = true
  if (out.isJson) await out.write('[')
  for await (const page of services.accounts.pages()) {
    const documents = page.map(({ user }) => describe(user))
    if (out.isJson) {
      for (const document of documents) {
        await out.write(`${isFirst ? '' : ','}\n${JSON.stringify(document)}`)
        isFirst = false
      }
    } else {
      const rows = documents.map((d) => [d.id, d.username, d.email, d.active, d.created_at])
      await out.write(`${table(['ID', 'USERNAME', 'EMAIL', 'ACTIVE', 'CREATED'], rows)}\n`)
    }
  }
  if (out.isJson) await out.write('\n]\n')
}

async function show({ services, out }: Context, _options: object, name = ''): Promise<void> {
  const document = describe(await findUser(services, name))
  await out.result(document, () => pairs(document))
}

async function disable({ services, out, actor }: Context, _options: object, name = ''): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.accounts.disable(user, actor)
  const document = { id: user.id, username: user.username, active: false, changed }
  await out.result(document, () =>
    changed ? `disabled ${user.username}` : `${user.username} was disabled before`,
  )
}

async function enable({ services, out, actor }: Context, _options: object, name = ''): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.accounts.enable(user, actor)
  const document = { id: user.id, username: user.username, active: true, changed }
  await out.result(document, () =>
    changed ? `enabled ${user.username}` : `${user.username} was not disabled`,
  )
}

async function unfreeze({ services, out, actor }: Context, _options: object, name = ''): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.accounts.unfreeze(user, actor)
  const document = { id: user.id, username: user.username, frozen: false, changed }
  await out.result(document, () =>
    changed ? `unfroze ${user.username}` : `no objection froze ${user.username}`,
  )
}

async function unlock({ services, out, actor }: Context, _options: object, name = ''): Promise<void> {
  const user = await findUser(services, name)
  await services.signInLimits.unlock(user.id, actor)
  const document = { id: user.id, username: user.username, unlocked: true }
  await out.result(document, () => `sign-ins of ${user.username} count anew`)
}

async function endSessions(
  { services, out, actor }: Context,
  options: { all?: boolean; yes?: boolean },
  name?: string,
): Promise<void> {
  if ((name === undefined) !== (options.all === true)) throw usageError('name one person, or give --all')
  if (name !== undefined) {
    const user = await findUser(services, name)
    const ended = await services.sessionEnds.ofPerson(user.id, actor)
    const document = { id: user.id, username: user.username, sessions_ended: ended }
    await out.result(document, () => `ended ${ended} sessions of ${user.username}`)
    return
  }
  await confirm('Every session ends: everybody has to sign in again.', options)
  const { sessions, people } = await services.sessionEnds.ofEverybody(actor)
  const document = { people, sessions_ended: sessions }
  await out.result(document, () => `ended ${sessions} sessions of ${people} people`)
}

async function setPassword(
  { services, out, actor }: Context,
  options: PasswordOptions,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const password = (await readPassword(options)) ?? (await askPassword())
  if (password === null) throw usageError('give the password with --password-stdin or --password')
  await services.accounts.setPassword(user, password, actor)
  const document = { id: user.id, username: user.username, sessions_ended: true }
  await out.result(document, () => `set the password of ${user.username} and ended all their sessions`)
}

async function remove(
  { services, out, actor }: Context,
  options: { yes?: boolean },
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  await confirm(`${user.username} (${user.id}) is removed for good, pictures and sessions too.`, options)
  const deleted = await services.accounts.remove(user, actor)
  const document = { id: user.id, username: user.username, deleted }
  await out.result(document, () => `deleted ${user.username}`)
}

/** The person whom an operator names by user name or id. */
export async function findUser(services: Context['services'], name: string): Promise<User> {
  const found = await services.accounts.find(name)
  const [user] = found
  if (!user) throw new CommandError(`there is no person "${name}"`)
  if (found.length > 1) {
    throw new CommandError(
      `"${name}" is the id of one person and the user name of another; use the other name`,
    )
  }
  return user
}

function describe(user: User) {
  const { password_hash: _, delete_at: __, ...columns } = exportRow(user, '')
  return {
    id: user.id,
    ...columns,
    password_reset_required: user.passwordResetRequired,
    created_at: instant(user.createdAt),
    updated_at: instant(user.updatedAt),
    delete_at: instant(user.deleteAt),
    frozen_at: instant(user.frozenAt),
  }
}
