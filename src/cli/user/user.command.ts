import type { Command } from 'commander'
import { type AttributeValues, attributes } from '../../../common/attributes.ts'
import type { RawPerson } from '../../account/account.schema.ts'
import { planAttributes } from '../../attribute/attribute-set.ts'
import { invalid } from '../../errors/errors.ts'
import { usageError } from '../command-error.ts'
import { confirm } from '../confirm.ts'
import { pairs } from '../output.ts'
import type { Context, Runner } from '../run.ts'
import { askPassword, type PasswordOptions, readPassword } from '../secret-input.ts'
import { declaredCells, declaredOption, describeDeclared, readDeclared } from './declared.ts'
import { listCommand } from './list.command.ts'
import { attributeOptions, describePerson, findUser, WHO, withPerson } from './person.ts'
import { updateCommand } from './update.command.ts'

type CreateOptions = PasswordOptions & {
  username: string
  email: string
  attribute?: string[]
} & Partial<AttributeValues>

/** `user create|list|show|update|disable|enable|unfreeze|set-password|sessions|unlock|delete`: people, by user name, id or e-mail address. */
export function userCommands(parent: Command, run: Runner): Command {
  const user = parent.command('user').description('manage people')
  createCommand(user, run)
  listCommand(user, run)
  withPerson(user.command('show')).description('show one person').action(run.withServices(show))
  updateCommand(user, run)
  withPerson(user.command('disable'))
    .description('prevent a person from signing in, and end their sessions')
    .action(run.withServices(disable))
  withPerson(user.command('enable'))
    .description('allow a disabled person to sign in again')
    .action(run.withServices(enable))
  withPerson(user.command('unfreeze'))
    .description('end the freeze caused by the objection of an address that lost the account')
    .action(run.withServices(unfreeze))
  withPassword(withPerson(user.command('set-password')))
    .description("set a person's password and end all their sessions; prompts if none is given")
    .action(run.withServices(setPassword))
  sessionCommands(user, run)
  withPerson(user.command('unlock'))
    .description('allow a person to sign in immediately after too many wrong passwords')
    .action(run.withServices(unlock))
  withPerson(user.command('delete'))
    .description('remove a person with everything that belongs to them')
    .option('--yes', 'skip the confirmation')
    .action(run.withServices(remove))
  return user
}

function sessionCommands(user: Command, run: Runner): void {
  user
    .command('sessions')
    .description('manage the sessions of people')
    .command('end')
    .description('end the sessions of one person or everyone; they have to sign in again')
    .argument('[user]', WHO)
    .option('--all', 'of everybody')
    .option('--yes', 'skip the confirmation')
    .addHelpText('after', '\nAccess and refresh tokens of all applications are refused immediately.')
    .action(run.withServices(endSessions))
}

function createCommand(user: Command, run: Runner): void {
  const create = withPassword(
    user
      .command('create')
      .description('add a person; without a password, they set one by the recovery mail')
      .requiredOption('--username <name>', 'user name: letters, digits and @ . + - _')
      .requiredOption('--email <address>', 'e-mail address'),
  )
  attributeOptions(
    create,
    attributes.filter(({ kind }) => kind !== 'email'),
  )
  declaredOption(create)
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
      'the password; other users of this machine may see it in the process list',
    )
    .option('--password-stdin', 'read the password from standard input')
}

async function createPerson(
  { services, out, actor }: Context<'accounts' | 'attributes' | 'choices'>,
  options: CreateOptions,
): Promise<void> {
  const raw: RawPerson = {
    username: options.username,
    ...Object.fromEntries(attributes.map(({ key, column }) => [column, options[key]])),
  }
  const password = await readPassword(options)
  const { readPerson } = await import('../../account/account.schema.ts')
  const { view, values } = await readDeclared(services, options.attribute)
  const declared = view ? planAttributes(view, null, values) : undefined
  const read = readPerson(raw, services.choices, declared)
  if ('faults' in read) throw invalid(read.faults)
  const user = await services.accounts.create(read.person, password, actor, undefined, view?.version)
  const document = describePerson(user)
  await out.result({ ...document, ...describeDeclared(view, user) }, () =>
    pairs({ ...document, ...declaredCells(view, user) }),
  )
}

async function show(
  { services, out }: Context<'accounts' | 'attributes' | 'externalIds'>,
  _options: object,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const external = await services.externalIds.ofPerson(user.id)
  const ids = external.map(({ application, externalId }) => ({ application, external_id: externalId }))
  const view = await services.attributes.operatorView()
  const person = describePerson(user)
  const document = { ...person, ...describeDeclared(view, user), external_ids: ids }
  const texts = ids.map((one) => `${one.external_id} (${one.application})`)
  await out.result(document, () =>
    pairs({ ...person, ...declaredCells(view, user), external_ids: texts.join(', ') }),
  )
}

async function disable(
  { services, out, actor }: Context<'accounts'>,
  _options: object,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.accounts.disable(user, actor)
  const document = { id: user.id, username: user.username, active: false, changed }
  await out.result(document, () =>
    changed ? `disabled ${user.username}` : `${user.username} was already disabled`,
  )
}

async function enable(
  { services, out, actor }: Context<'accounts'>,
  _options: object,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.accounts.enable(user, actor)
  const document = { id: user.id, username: user.username, active: true, changed }
  await out.result(document, () =>
    changed ? `enabled ${user.username}` : `${user.username} was not disabled`,
  )
}

async function unfreeze(
  { services, out, actor }: Context<'accounts'>,
  _options: object,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const changed = await services.accounts.unfreeze(user, actor)
  const document = { id: user.id, username: user.username, frozen: false, changed }
  await out.result(document, () => (changed ? `unfroze ${user.username}` : `${user.username} was not frozen`))
}

async function unlock(
  { services, out, actor }: Context<'accounts' | 'signInLimits'>,
  _options: object,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  await services.signInLimits.unlock(user.id, actor)
  const document = { id: user.id, username: user.username, unlocked: true }
  await out.result(document, () => `reset the sign-in limits of ${user.username}`)
}

async function endSessions(
  { services, out, actor }: Context<'accounts' | 'sessionEnds'>,
  options: { all?: boolean; yes?: boolean },
  name?: string,
): Promise<void> {
  if ((name === undefined) !== (options.all === true)) throw usageError('name one person, or use --all')
  if (name !== undefined) {
    const user = await findUser(services, name)
    const ended = await services.sessionEnds.ofPerson(user.id, actor)
    const document = { id: user.id, username: user.username, sessions_ended: ended }
    await out.result(document, () => `ended ${ended} sessions of ${user.username}`)
    return
  }
  await confirm('Every session will end: everyone has to sign in again.', options)
  const { sessions, people } = await services.sessionEnds.ofEverybody(actor)
  const document = { people, sessions_ended: sessions }
  await out.result(document, () => `ended ${sessions} sessions of ${people} people`)
}

async function setPassword(
  { services, out, actor }: Context<'accounts'>,
  options: PasswordOptions,
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  const password = (await readPassword(options)) ?? (await askPassword())
  if (password === null) throw usageError('use --password-stdin or --password to set the password')
  await services.accounts.setPassword(user, password, actor)
  const document = { id: user.id, username: user.username, sessions_ended: true }
  await out.result(document, () => `set the password of ${user.username} and ended all their sessions`)
}

async function remove(
  { services, out, actor }: Context<'accounts'>,
  options: { yes?: boolean },
  name = '',
): Promise<void> {
  const user = await findUser(services, name)
  await confirm(
    `${user.username} (${user.id}) will be permanently removed, including pictures and sessions.`,
    options,
  )
  const deleted = await services.accounts.remove(user, actor)
  const document = { id: user.id, username: user.username, deleted }
  await out.result(document, () => `deleted ${user.username}`)
}
