import type { Command } from 'commander'
import { Option } from 'commander'
import type { ApplicationService } from '../application/application.service.ts'
import {
  type Application,
  type ApplicationKind,
  applicationKinds,
  normalizeOrigin,
  PAGE_APPLICATION,
  type RefreshPolicy,
  refreshPolicies,
} from '../application/application.ts'
import { UniqueViolation } from '../ports/database.ts'
import { SECOND } from '../ports/durations.ts'
import { isId, readText } from '../text.ts'
import { CommandError, usageError } from './command-error.ts'
import { confirm } from './confirm.ts'
import { instant, pairs, table } from './output.ts'
import { type Context, gather, type Runner, seconds } from './run.ts'

interface CreateOptions {
  name: string
  kind: ApplicationKind
  origin?: string[]
  refresh?: RefreshPolicy
}

/** `app create|list|rotate|revoke`: the client applications and their API keys. */
export function applicationCommands(parent: Command, run: Runner): void {
  const app = parent.command('app').description('client applications and their API keys')
  app
    .command('create')
    .description('register an application and print its API key, which cannot be shown again')
    .requiredOption('--name <name>', 'name of the application; no two share one')
    .addOption(
      new Option('--kind <kind>', 'web server app, mobile app or single-page app')
        .choices(applicationKinds)
        .makeOptionMandatory(),
    )
    .option('--origin <url>', 'origin that may call from a browser, for kind spa; may be repeated', gather)
    .addOption(
      new Option(
        '--refresh <policy>',
        'keep refresh tokens, or rotate them at each use (default: keep for web, else rotate)',
      ).choices(refreshPolicies),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  user-profile app create --name Shop --kind web\n  user-profile app create --name Board --kind spa --origin https://board.example.com --json',
    )
    .action(run.withServices(create))
  app.command('list').description('list all applications').action(run.withServices(list))
  app
    .command('rotate')
    .description('make a new API key; the present one ends at once, or after --overlap')
    .argument('<app>', 'name or id')
    .option('--overlap <seconds>', 'time in which the present key still works', seconds, 0)
    .option('--yes', 'do not ask')
    .action(run.withServices(rotate))
  app
    .command('revoke')
    .description('end an application for good: its keys and the sessions made for it')
    .argument('<app>', 'name or id')
    .option('--yes', 'do not ask')
    .action(run.withServices(revoke))
}

async function create({ services, out, actor }: Context, options: CreateOptions): Promise<void> {
  const name = readName(options.name)
  const origins = (options.origin ?? []).map(readOrigin)
  if (origins.length > 0 && options.kind !== 'spa') {
    throw usageError(
      `--origin is for --kind spa: an application of kind ${options.kind} calls from no browser`,
    )
  }
  const { application, apiKey } = await services.applications
    .create(
      {
        name,
        kind: options.kind,
        origins,
        ...(options.refresh && { refreshPolicy: options.refresh }),
      },
      actor,
    )
    .catch((error: unknown) => {
      if (error instanceof UniqueViolation) {
        throw new CommandError(`an application named "${name}" exists`, { cause: error })
      }
      throw error
    })
  if (application.kind === 'spa' && origins.length === 0) {
    out.note('user-profile: without --origin no browser may call with this key from another site')
  }
  const document = { ...describe(application), apikey: apiKey }
  await out.result(document, () => pairs({ ...document, origins: document.origins.join(' ') }))
}

async function list({ services, out }: Context): Promise<void> {
  const documents = (await services.applications.list()).map(describe)
  await out.result(documents, () =>
    table(
      ['ID', 'NAME', 'KIND', 'REFRESH', 'ORIGINS', 'CREATED', 'REVOKED'],
      documents.map((d) => [
        d.id,
        d.name,
        d.kind,
        d.refresh,
        d.origins.join(' '),
        d.created_at,
        d.revoked_at,
      ]),
    ),
  )
}

async function rotate(
  { services, out, actor }: Context,
  options: { overlap: number; yes?: boolean },
  idOrName = '',
): Promise<void> {
  const application = await findApplication(services.applications, idOrName)
  if (application.revokedAt !== null) throw new CommandError(`the application "${idOrName}" is revoked`)
  if (options.overlap === 0) {
    await confirm(
      `The present key of "${application.name}" stops at once (--overlap keeps it for a while).`,
      options,
    )
  }
  const overlap = options.overlap * SECOND
  const apiKey = await services.applications.rotateKey(application.id, overlap, actor)
  const endsAt = instant(services.clock.now() + overlap)
  const document = {
    id: application.id,
    name: application.name,
    apikey: apiKey,
    previous_key_ends_at: endsAt,
  }
  await out.result(document, () => pairs(document))
}

async function revoke(
  { services, out, actor }: Context,
  options: { yes?: boolean },
  idOrName = '',
): Promise<void> {
  const application = await findApplication(services.applications, idOrName)
  await confirm(`"${application.name}" and every session made for it end for good.`, options)
  const revoked = await services.applications.revoke(application.id, actor)
  const document = { id: application.id, name: application.name, revoked }
  await out.result(document, () =>
    revoked ? `revoked ${application.name}` : `${application.name} was revoked before`,
  )
}

async function findApplication(applications: ApplicationService, idOrName: string): Promise<Application> {
  const application = await applications.find(idOrName)
  if (!application) throw new CommandError(`there is no application "${idOrName}"`)
  if (application.id === PAGE_APPLICATION) {
    throw new CommandError(`"${application.name}" is built in, and its key is public: PAGE=off ends it`)
  }
  return application
}

function describe(application: Application) {
  return {
    id: application.id,
    name: application.name,
    kind: application.kind,
    refresh: application.refreshPolicy,
    origins: application.origins,
    created_at: instant(application.createdAt),
    revoked_at: instant(application.revokedAt),
  }
}

const NAME_MAX = 100

function readName(text: string): string {
  const result = readText(text, { max: NAME_MAX, blank: false })
  if ('fault' in result) throw usageError(`--name must be a text of 1 to ${NAME_MAX} characters`)
  if (/\p{Cc}/u.test(result.value)) throw usageError('--name must not hold control characters')
  if (isId(result.value) || result.value === PAGE_APPLICATION)
    throw usageError('--name must not look like an id')
  return result.value
}

function readOrigin(text: string): string {
  const origin = normalizeOrigin(text)
  if (origin === null) {
    throw usageError(
      `--origin must be an origin such as https://app.example.com, not "${text.slice(0, 200)}"`,
    )
  }
  return origin
}
