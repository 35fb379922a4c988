import type { Command } from 'commander'
import type { ApplicationService } from '../application/application.service.ts'
import { type FeedType, feedTypeNames } from '../feed/feed.ts'
import { ENDPOINTS_MAX, type Endpoint, readEndpointUrl } from '../webhook/webhook.ts'
import { findActive, findApplication } from './application-finder.ts'
import { CommandError, exitCodes, usageError } from './command-error.ts'
import { confirm } from './confirm.ts'
import { instant, pairs, table } from './output.ts'
import { type Context, gather, type Runner, whole } from './run.ts'
import { readTime } from './time.ts'

/** `app webhook …`: manages where applications receive events. */
export function webhookCommands(app: Command, run: Runner): void {
  const webhook = app.command('webhook').description('manage where applications receive events')
  webhook
    .command('add')
    .description('add an endpoint, and print its secret, which is not shown again')
    .argument('<app>', 'name or id')
    .requiredOption('--url <url>', 'https address that takes a POST for each event')
    .option('--event <type>', 'only events of this type; may be repeated (default: all)', gather)
    .option('--card', 'send display name, picture addresses and version of the person along')
    .addHelpText('after', addHelp)
    .action(run.withServices(add))
  webhook
    .command('list')
    .description('list endpoints, of one application or of all')
    .argument('[app]', 'name or id')
    .action(run.withServices(list))
  webhook
    .command('update')
    .description('change an endpoint, or enable it again; what it has not received is sent at once')
    .argument('<endpoint>', 'id of the endpoint')
    .option('--url <url>', 'new address')
    .option('--event <type>', 'replace the types of events; may be repeated', gather)
    .option('--all-events', 'send events of all types')
    .option('--card', 'send the card of the person along')
    .option('--no-card', 'send only ids')
    .option('--enable', 'send events again, from where it stopped, up to 30 days back')
    .option('--disable', 'send nothing until it is enabled')
    .action(run.withServices(update))
  webhook
    .command('remove')
    .description('remove an endpoint and the log of its deliveries')
    .argument('<endpoint>', 'id of the endpoint')
    .option('--yes', 'skip the confirmation')
    .action(run.withServices(remove))
  webhook
    .command('rotate')
    .description('create a new secret and print it; the current one also signs for 24 hours')
    .argument('<endpoint>', 'id of the endpoint')
    .action(run.withServices(rotate))
  webhook
    .command('test')
    .description('send a message of type webhook.test now, and print what the endpoint answered')
    .argument('<endpoint>', 'id of the endpoint')
    .action(run.withServices(test))
  deliveryCommands(webhook, run)
}

function deliveryCommands(webhook: Command, run: Runner): void {
  webhook
    .command('deliveries')
    .description('list the latest attempts, newest first; they are kept for 7 days, at most 1,000 of them')
    .argument('<endpoint>', 'id of the endpoint')
    .option('--limit <n>', 'maximum number', whole, 50)
    .action(run.withServices(deliveries))
  webhook
    .command('replay')
    .description('send events again that the endpoint has received, under the same ids')
    .argument('<endpoint>', 'id of the endpoint')
    .requiredOption(
      '--since <time>',
      'events since this time, such as 2026-01-31T12:00Z, or a time ago, such as 7d',
    )
    .option('--until <time>', 'events before this time (default: now)')
    .action(run.withServices(replay))
}

const addHelp = `
Types of events: ${feedTypeNames.join(', ')}.

Examples:
  user-profile app webhook add Shop --url https://shop.example.com/webhooks
  user-profile app webhook add Shop --url https://shop.example.com/webhooks --event user.deleted --event user.updated --card --json`

interface EndpointOptions {
  url?: string
  event?: string[]
  card?: boolean
}

async function add(
  { services, out, actor, config }: Context<'applications' | 'webhooks'>,
  options: EndpointOptions & { url: string },
  idOrName = '',
): Promise<void> {
  const url = readUrl(options.url, config.webhookNetworks)
  const types = readTypes(options.event)
  const { id: applicationId, name } = await findActive(services.applications, idOrName)
  const wanted = { applicationId, url, types, hasCard: options.card === true }
  const added = await services.webhooks.add(wanted, actor)
  if (!added) throw new CommandError(`"${name}" has ${ENDPOINTS_MAX} endpoints already; remove one`)
  const document = { ...(await describe(services.applications, added.endpoint)), secret: added.secret }
  await out.result(document, () => pairs({ ...document, events: document.events?.join(' ') ?? 'all' }))
}

async function list(
  { services, out }: Context<'applications' | 'webhooks'>,
  _options: object,
  idOrName?: string,
): Promise<void> {
  const application = idOrName === undefined ? null : await findApplication(services.applications, idOrName)
  const endpoints = await services.webhooks.list(application?.id ?? null)
  const documents = await Promise.all(endpoints.map((one) => describe(services.applications, one)))
  await out.result(documents, () =>
    table(
      ['ID', 'APPLICATION', 'STATE', 'SINCE', 'CARD', 'EVENTS', 'URL'],
      documents.map((d) => [
        d.id,
        d.application,
        d.state,
        d.disabled_at ?? d.failing_since,
        d.card,
        d.events?.join(' ') ?? 'all',
        d.url,
      ]),
    ),
  )
}

async function update(
  { services, out, actor, config }: Context<'applications' | 'webhooks'>,
  options: EndpointOptions & { allEvents?: true; enable?: true; disable?: true },
  id = '',
): Promise<void> {
  const { url, event, card, allEvents, enable, disable } = options
  if (Object.keys(options).length === 0)
    throw usageError('give at least one value to change, such as --enable')
  if (event && allEvents) throw usageError('--event excludes --all-events')
  if (enable && disable) throw usageError('--enable excludes --disable')
  const change = {
    ...(url !== undefined && { url: readUrl(url, config.webhookNetworks) }),
    ...((event || allEvents) && { types: readTypes(event) }),
    ...(card !== undefined && { hasCard: card }),
    ...((enable || disable) && { isDisabled: disable === true }),
  }
  const endpoint = found(await services.webhooks.update(id, change, actor), id)
  const document = await describe(services.applications, endpoint)
  await out.result(document, () => pairs({ ...document, events: document.events?.join(' ') ?? 'all' }))
}

async function remove(
  { services, out, actor }: Context<'webhooks'>,
  options: { yes?: boolean },
  id = '',
): Promise<void> {
  const { url } = found(await services.webhooks.find(id), id)
  await confirm(`The endpoint ${url} will receive no more events.`, options)
  found(await services.webhooks.remove(id, actor), id)
  await out.result({ id, removed: true }, () => `removed ${id}`)
}

async function rotate(
  { services, out, actor }: Context<'webhooks'>,
  _options: object,
  id = '',
): Promise<void> {
  const { secret, until } = found(await services.webhooks.rotate(id, actor), id)
  const document = { id, secret, previous_secret_ends_at: instant(until) }
  await out.result(document, () => pairs(document))
}

async function test({ services, out }: Context<'webhooks'>, _options: object, id = ''): Promise<number> {
  found(await services.webhooks.find(id), id)
  const attempt = await services.webhooks.test(id)
  if (!attempt) throw isDisabled(id)
  const { result, delivery, detail } = attempt
  const { status, fault, duration } = delivery
  const document = { id, delivered: result === 'delivered', status, fault, detail, milliseconds: duration }
  await out.result(document, () => pairs(document))
  return document.delivered ? exitCodes.done : exitCodes.failed
}

async function deliveries(
  { services, out }: Context<'webhooks'>,
  options: { limit: number },
  id = '',
): Promise<void> {
  found(await services.webhooks.find(id), id)
  const documents = (await services.webhooks.deliveries(id, options.limit)).map((one) => ({
    at: instant(one.createdAt),
    event: one.eventId,
    type: one.type,
    status: one.status,
    fault: one.fault,
    milliseconds: one.duration,
  }))
  await out.result(documents, () =>
    table(
      ['AT', 'EVENT', 'TYPE', 'STATUS', 'FAULT', 'MS'],
      documents.map((d) => [d.at, d.event, d.type, d.status, d.fault, d.milliseconds]),
    ),
  )
}

async function replay(
  { services, out }: Context<'webhooks' | 'clock'>,
  options: { since: string; until?: string },
  id = '',
): Promise<void> {
  const now = services.clock.now()
  const since = readTime('--since', options.since, now)
  const until = options.until === undefined ? now : readTime('--until', options.until, now)
  if (since >= until) throw usageError('--since must be before --until')
  found(await services.webhooks.find(id), id)
  if (!(await services.webhooks.replay(id, { since, until }))) throw isDisabled(id)
  const document = { id, since: instant(since), until: instant(until) }
  await out.result(document, () => 'the service sends these events again within the next seconds')
}

function found<T>(value: T | null, id: string): T {
  if (value === null) throw new CommandError(`there is no endpoint "${id}"; "app webhook list" shows them`)
  return value
}

const isDisabled = (id: string) =>
  new CommandError(`the endpoint "${id}" or its application is disabled; see "app webhook update --enable"`)

async function describe(applications: ApplicationService, endpoint: Endpoint) {
  const { id, applicationId, disabledAt, failingSince } = endpoint
  const names = await applications.names([applicationId])
  const state =
    disabledAt !== null
      ? `disabled (${endpoint.disabledReason})`
      : failingSince === null
        ? 'active'
        : 'failing'
  return {
    id,
    application: names.get(applicationId) ?? applicationId,
    url: endpoint.url,
    events: endpoint.types,
    card: endpoint.hasCard,
    state,
    created_at: instant(endpoint.createdAt),
    failing_since: instant(failingSince),
    disabled_at: instant(disabledAt),
  }
}

function readUrl(text: string, networks: readonly string[]): string {
  const result = readEndpointUrl(text, networks.length > 0)
  if ('fault' in result) throw usageError(`--url ${result.fault}`)
  return result.url
}

function readTypes(names: readonly string[] | undefined): FeedType[] | null {
  if (names === undefined) return null
  const wrong = names.find((name) => !feedTypeNames.includes(name as FeedType))
  if (wrong !== undefined)
    throw usageError(`--event must be one of ${feedTypeNames.join(', ')}, not "${wrong.slice(0, 200)}"`)
  return [...new Set(names)] as FeedType[]
}
