import type { Command } from 'commander'
import { SECOND } from '../basics/durations.ts'
import { findActive, findApplication } from './application-finder.ts'
import { CommandError, usageError } from './command-error.ts'
import { confirm } from './confirm.ts'
import { instant, pairs, table } from './output.ts'
import { type Context, type Runner, seconds } from './run.ts'
import { readExpiry } from './time.ts'

/** `app keys|rotate|expire-key|revoke-key`: manages the API keys of applications. */
export function keyCommands(app: Command, run: Runner): void {
  app
    .command('keys')
    .description(
      'list the API keys of an application, with expiry and last use; the keys themselves are not stored',
    )
    .argument('<app>', 'name or id')
    .action(run.withServices(list))
  app
    .command('rotate')
    .description('create a new API key; the current one expires immediately, or after --overlap')
    .argument('<app>', 'name or id')
    .option('--overlap <seconds>', 'how long the current key keeps working', seconds, 0)
    .option('--expires <time>', 'when the new key expires, such as 90d or 2027-01-31 (kind server only)')
    .option('--yes', 'skip the confirmation')
    .action(run.withServices(rotate))
  app
    .command('expire-key')
    .description('set when one API key of an application expires')
    .argument('<app>', 'name or id')
    .argument('<key>', 'id of the key, from "app keys"')
    .requiredOption('--expires <time>', 'such as 90d or 2027-01-31, or never')
    .action(run.withServices(expire))
  app
    .command('revoke-key')
    .description(
      'revoke one API key of an application immediately; its other keys and its sessions stay valid',
    )
    .argument('<app>', 'name or id')
    .argument('<key>', 'id of the key, from "app keys"')
    .option('--yes', 'skip the confirmation')
    .action(run.withServices(revokeKey))
}

async function rotate(
  { services, out, actor }: Context<'applications' | 'clock'>,
  options: { overlap: number; expires?: string; yes?: boolean },
  idOrName = '',
): Promise<void> {
  const application = await findActive(services.applications, idOrName)
  const keyEndsAt = readExpiry(options.expires, services.clock.now())
  if (keyEndsAt !== null && application.kind !== 'server') throw onlyServers()
  if (options.overlap === 0) {
    await confirm(
      `The current key of "${application.name}" stops working immediately (unless you use --overlap).`,
      options,
    )
  }
  const overlap = options.overlap * SECOND
  const apiKey = await services.applications.rotateKey(application.id, overlap, actor, keyEndsAt)
  const endsAt = instant(services.clock.now() + overlap)
  const document = {
    id: application.id,
    name: application.name,
    apikey: apiKey,
    ...(application.kind === 'server' && { key_expires_at: instant(keyEndsAt) }),
    previous_key_ends_at: endsAt,
  }
  await out.result(document, () => pairs(document))
}

const onlyServers = () =>
  usageError(
    '--expires is for applications of kind server: clients that people have installed cannot change their key',
  )

async function list(
  { services, out }: Context<'applications'>,
  _options: object,
  idOrName = '',
): Promise<void> {
  const application = await findApplication(services.applications, idOrName)
  const documents = (await services.applications.keys(application.id)).map((key) => ({
    id: key.id,
    created_at: instant(key.createdAt),
    ends_at: instant(key.endsAt),
    last_used_on: instant(key.lastUsedAt)?.slice(0, 10) ?? null,
  }))
  await out.result(documents, () =>
    table(
      ['ID', 'CREATED', 'ENDS', 'LAST USED'],
      documents.map((d) => [d.id, d.created_at, d.ends_at, d.last_used_on]),
    ),
  )
}

async function expire(
  { services, out, actor }: Context<'applications' | 'clock'>,
  options: { expires: string },
  idOrName = '',
  keyId = '',
): Promise<void> {
  const application = await findActive(services.applications, idOrName)
  if (application.kind !== 'server') throw onlyServers()
  const endsAt = readExpiry(options.expires, services.clock.now())
  if (!(await services.applications.endKey(application.id, keyId, endsAt, actor)))
    throw noKey(application.name, keyId)
  const document = { id: application.id, name: application.name, key: keyId, ends_at: instant(endsAt) }
  await out.result(document, () => pairs(document))
}

async function revokeKey(
  { services, out, actor }: Context<'applications' | 'clock'>,
  options: { yes?: boolean },
  idOrName = '',
  keyId = '',
): Promise<void> {
  const application = await findActive(services.applications, idOrName)
  await confirm(`This key of "${application.name}" stops working immediately.`, options)
  const now = services.clock.now()
  if (!(await services.applications.endKey(application.id, keyId, now, actor)))
    throw noKey(application.name, keyId)
  const document = { id: application.id, name: application.name, key: keyId, ends_at: instant(now) }
  await out.result(document, () => pairs(document))
}

const noKey = (name: string, keyId: string) =>
  new CommandError(`"${name}" has no key "${keyId}" that still works; "app keys" shows its keys`)
