import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import {
  type Application,
  type ApplicationKind,
  type ApplicationPlan,
  applicationKinds,
  defaultRefreshPolicy,
  PAGE_APPLICATION,
  type RefreshPolicy,
  refreshPolicies,
} from '../application/application.ts'
import { normalizeOrigin } from '../basics/origin.ts'
import { isId, readText } from '../basics/text.ts'
import { UniqueViolation } from '../ports/database.ts'
import { type Scope, scopeNames, scopes } from '../protocol/scopes.ts'
import { findActive, findApplication } from './application-finder.ts'
import { keyCommands } from './application-keys.command.ts'
import { webhookCommands } from './application-webhooks.command.ts'
import { CommandError, usageError } from './command-error.ts'
import { confirm } from './confirm.ts'
import { instant, type Output, pairs, table } from './output.ts'
import { type Context, gather, type Runner } from './run.ts'
import { readExpiry } from './time.ts'

interface CreateOptions {
  name: string
  kind: ApplicationKind
  origin?: string[]
  refresh?: RefreshPolicy
  scope?: Scope[]
  expires?: string
}

/** `app create|update|list|revoke` and the commands for keys: manages client applications and their API keys. */
export function applicationCommands(parent: Command, run: Runner): void {
  const app = parent.command('app').description('manage client applications and their API keys')
  app
    .command('create')
    .description('register an application and print its API key, which cannot be shown again')
    .requiredOption('--name <name>', 'name of the application; must be unique')
    .addOption(
      new Option(
        '--kind <kind>',
        'web server app, mobile app or single-page app; server for keys that manage people',
      )
        .choices(applicationKinds)
        .makeOptionMandatory(),
    )
    .option('--origin <url>', 'origin that may call from a browser (kind spa only); repeatable', gather)
    .addOption(
      new Option(
        '--refresh <policy>',
        'keep refresh tokens, or rotate them at each use (default: keep for web, otherwise rotate)',
      ).choices(refreshPolicies),
    )
    .addOption(scopeOption('what the key may do (kind server only); repeatable'))
    .option('--expires <time>', 'when the key expires, such as 90d or 2027-01-31 (kind server only)')
    .addHelpText('after', createHelp)
    .action(run.withServices(create))
  updateCommand(app, run)
  app.command('list').description('list all applications').action(run.withServices(list))
  keyCommands(app, run)
  webhookCommands(app, run)
  app
    .command('revoke')
    .description('permanently revoke an application, its keys and its sessions')
    .argument('<app>', 'name or id')
    .option('--yes', 'skip the confirmation')
    .action(run.withServices(revoke))
}

function updateCommand(app: Command, run: Runner): void {
  app
    .command('update')
    .description('change an application; its API key and sessions stay valid')
    .argument('<app>', 'name or id')
    .option('--name <name>', 'new name; names are unique')
    .addOption(
      new Option('--kind <kind>', 'web server app, mobile app or single-page app').choices(
        applicationKinds.filter((kind) => kind !== 'server'),
      ),
    )
    .option('--origin <url>', 'replace all origins, for kind spa; may be repeated', gather)
    .option('--add-origin <url>', 'add an origin; may be repeated', gather)
    .option('--remove-origin <url>', 'remove an origin; may be repeated', gather)
    .addOption(
      new Option('--refresh <policy>', 'keep refresh tokens, or rotate them at each use').choices(
        refreshPolicies,
      ),
    )
    .addOption(scopeOption('replace all scopes, for kind server; may be repeated'))
    .addHelpText('after', updateHelp)
    .action(run.withServices(update))
}

const createHelp = `
Examples:
  user-profile app create --name Shop --kind web
  user-profile app create --name Board --kind spa --origin https://board.example.com --json
  user-profile app create --name Billing --kind server --scope users:read --scope cards:read --expires 365d

The key of a server is secret: it stays on your server and is refused from browsers. Scopes:
${Object.entries(scopes)
  .map(([name, meaning]) => `  ${name.padEnd(14)}${meaning}`)
  .join('\n')}`

const scopeOption = (description: string) =>
  new Option('--scope <scope>', description)
    .choices(scopeNames)
    .argParser((text: string, before: string[] = []) => [...before, readScope(text)])

function readScope(text: string): Scope {
  const scope = scopeNames.find((name) => name === text)
  if (!scope) throw new InvalidArgumentError(`Allowed choices are ${scopeNames.join(', ')}.`)
  return scope
}

const updateHelp = `
Changes only the given values, immediately and for existing sessions too. --origin '' removes all origins. An
application that is no longer a single-page app loses its origins. Changing the kind does not change the refresh policy.

Examples:
  user-profile app update Shop --name "Shop of Ada"
  user-profile app update Board --add-origin https://beta.example.com --remove-origin https://old.example.com
  user-profile app update Board --origin https://board.example.com --refresh rotate --json`

interface UpdateOptions {
  name?: string
  kind?: ApplicationKind
  origin?: string[]
  addOrigin?: string[]
  removeOrigin?: string[]
  refresh?: RefreshPolicy
  scope?: Scope[]
}

async function update(
  { services, out, actor }: Context<'applications'>,
  options: UpdateOptions,
  idOrName = '',
): Promise<void> {
  const { name, kind, origin, addOrigin, removeOrigin, refresh, scope } = options
  if (Object.keys(options).length === 0)
    throw usageError('give at least one value to change, such as --name Shop')
  if (origin && (addOrigin || removeOrigin))
    throw usageError('--origin replaces all origins: it excludes --add-origin and --remove-origin')
  const wanted = {
    name: name === undefined ? undefined : readName(name),
    kind,
    refreshPolicy: refresh,
    scopes: scope,
    origins: origin?.join() === '' ? [] : origin?.map((text) => readOrigin(text)),
    addedOrigins: addOrigin?.map((text) => readOrigin(text, '--add-origin')),
    removedOrigins: removeOrigin?.map((text) => readOrigin(text, '--remove-origin')),
  }
  const before = await findActive(services.applications, idOrName)
  const result = await nameTaken(name, services.applications.update(before.id, wanted, actor))
  if (result === null) throw new CommandError(`the application "${idOrName}" is revoked`)
  if ('fault' in result) throw faultOf(result, kind ?? before.kind)
  const { application, changed } = result
  if (changed.length === 0) out.note(`user-profile: "${application.name}" already has these values`)
  if (changed.includes('kind') || changed.includes('origins')) noteOrigins(application, out)
  if (changed.includes('kind') && refresh === undefined) noteRefresh(application, out)
  const document = { ...describe(application), changed }
  await out.result(document, () => pairs({ ...cellsOf(document), changed: changed.join(' ') }))
}

function faultOf(result: Extract<ApplicationPlan, { fault: string }>, kind: ApplicationKind): CommandError {
  switch (result.fault) {
    case 'unknown_origin':
      return new CommandError(
        `the application does not have the origin ${result.origin}; "app list" shows its origins`,
      )
    case 'origins_without_browser':
      return originsWithoutBrowser(kind)
    case 'scopes_without_server':
      return scopesWithoutServer(kind)
    case 'server_without_scopes':
      return serverWithoutScopes()
    case 'server_kind':
      return usageError('an application of kind server stays one: create another application instead')
  }
}

const originsWithoutBrowser = (kind: ApplicationKind) =>
  usageError(`an origin requires --kind spa: applications of kind ${kind} do not call from a browser`)

const scopesWithoutServer = (kind: ApplicationKind) =>
  usageError(`--scope and --expires require --kind server: the key of kind ${kind} is not secret enough`)

const serverWithoutScopes = () =>
  usageError(`--kind server requires --scope, one of ${scopeNames.join(', ')}`)

function noteOrigins({ kind, origins }: Application, out: Output): void {
  if (kind === 'spa' && origins.length === 0)
    out.note('user-profile: without an origin, browsers cannot call with this key from another site')
}

function noteRefresh({ kind, refreshPolicy }: Application, out: Output): void {
  const usual = defaultRefreshPolicy(kind)
  if (refreshPolicy !== usual)
    out.note(
      `user-profile: the refresh policy is still "${refreshPolicy}"; the default for kind ${kind} is "${usual}"`,
    )
}

/** @throws {CommandError} if another application has the name */
function nameTaken<T>(name: string | undefined, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof UniqueViolation)
      throw new CommandError(`an application named "${name}" already exists`, { cause: error })
    throw error
  })
}

async function create(
  { services, out, actor }: Context<'applications' | 'clock'>,
  options: CreateOptions,
): Promise<void> {
  const name = readName(options.name)
  const origins = (options.origin ?? []).map((text) => readOrigin(text))
  if (origins.length > 0 && options.kind !== 'spa') throw originsWithoutBrowser(options.kind)
  const isServer = options.kind === 'server'
  if (!isServer && (options.scope || options.expires)) throw scopesWithoutServer(options.kind)
  if (isServer && !options.scope) throw serverWithoutScopes()
  if (isServer && options.refresh)
    throw usageError('--refresh is for applications through which people sign in, not for --kind server')
  const wanted = {
    name,
    kind: options.kind,
    origins,
    ...(options.refresh && { refreshPolicy: options.refresh }),
    ...(options.scope && { scopes: [...new Set(options.scope)] }),
    keyEndsAt: readExpiry(options.expires, services.clock.now()),
  }
  const { application, apiKey } = await nameTaken(name, services.applications.create(wanted, actor))
  noteOrigins(application, out)
  const ends = isServer ? { key_expires_at: instant(wanted.keyEndsAt) } : {}
  const document = { ...describe(application), ...ends, apikey: apiKey }
  await out.result(document, () => pairs({ ...cellsOf(document), ...ends, apikey: apiKey }))
}

async function list({ services, out }: Context<'applications'>): Promise<void> {
  const documents = (await services.applications.list()).map(describe)
  await out.result(documents, () =>
    table(
      ['ID', 'NAME', 'KIND', 'REFRESH', 'ORIGINS', 'SCOPES', 'CREATED', 'REVOKED'],
      documents.map((d) => [
        d.id,
        d.name,
        d.kind,
        d.refresh,
        d.origins.join(' '),
        d.scopes?.join(' '),
        d.created_at,
        d.revoked_at,
      ]),
    ),
  )
}

async function revoke(
  { services, out, actor }: Context<'applications'>,
  options: { yes?: boolean },
  idOrName = '',
): Promise<void> {
  const application = await findApplication(services.applications, idOrName)
  await confirm(`"${application.name}" and all its sessions will be permanently revoked.`, options)
  const revoked = await services.applications.revoke(application.id, actor)
  const document = { id: application.id, name: application.name, revoked }
  await out.result(document, () =>
    revoked ? `revoked ${application.name}` : `${application.name} was already revoked`,
  )
}

function describe(application: Application) {
  return {
    id: application.id,
    name: application.name,
    kind: application.kind,
    refresh: application.refreshPolicy,
    origins: application.origins,
    ...(application.kind === 'server' && { scopes: application.scopes }),
    created_at: instant(application.createdAt),
    revoked_at: instant(application.revokedAt),
  }
}

/** Returns the document with its lists as one text each. */
const cellsOf = ({ scopes: list, ...document }: ReturnType<typeof describe>) => ({
  ...document,
  origins: document.origins.join(' '),
  ...(list && { scopes: list.join(' ') }),
})

const NAME_MAX = 100

function readName(text: string): string {
  const result = readText(text, { max: NAME_MAX, blank: false })
  if ('fault' in result) throw usageError(`--name must be a text of 1 to ${NAME_MAX} characters`)
  if (/\p{Cc}/u.test(result.value)) throw usageError('--name must not contain control characters')
  if (isId(result.value) || result.value === PAGE_APPLICATION)
    throw usageError('--name must not look like an id')
  return result.value
}

function readOrigin(text: string, option = '--origin'): string {
  const origin = normalizeOrigin(text)
  if (origin === null) {
    throw usageError(
      `${option} must be an origin such as https://app.example.com, not "${text.slice(0, 200)}"`,
    )
  }
  return origin
}
