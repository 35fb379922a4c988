import type { Command } from 'commander'
import { Option } from 'commander'
import { auditActions } from '../../common/audit-actions.ts'
import type { Services } from '../app/app.ts'
import type { AuditEvent, AuditQuery, TrailAction } from '../audit/audit.ts'
import { isId, trim } from '../basics/text.ts'
import { securityEvents } from '../ports/security-events.ts'
import { emailKey, parseEmail } from '../user/email-address.ts'
import { usageError } from './command-error.ts'
import { instant, table } from './output.ts'
import { type Context, type Runner, whole } from './run.ts'
import { readTime } from './time.ts'
import { findUser, WHO } from './user/person.ts'

interface ListOptions {
  user?: string
  email?: string
  action?: TrailAction
  since?: string
  until?: string
  limit?: number
}

const actions = { ...auditActions, ...securityEvents }
const actionHelp = Object.entries(actions)
  .map(([name, text]) => `  ${name.padEnd(30)}${text}`)
  .join('\n')

const listHelp = `
Actions:
${actionHelp}

A removed person is found by id, or by an address that they had. A time is ISO 8601, in UTC where it names no
offset, or how long ago in minutes, hours, days or weeks: 30m, 12h, 7d, 2w.

Examples:
  user-profile audit list --user ada --limit 20
  user-profile audit list --email ada@example.com --since 2026-01-31
  user-profile audit list --action user.deleted --since 30d --json`

/** `audit list`: shows who changed what, when and from where. */
export function auditCommands(parent: Command, run: Runner): void {
  const audit = parent.command('audit').description('show who changed what, when and from where')
  audit
    .command('list')
    .description('list events, newest first; shows names of values and hashes of addresses, never values')
    .option('--user <user>', `events about a person: ${WHO}`)
    .option('--email <address>', 'events about an e-mail address, before or after a change')
    .addOption(new Option('--action <action>', 'a single action, see below').choices(Object.keys(actions)))
    .option('--since <time>', 'not before')
    .option('--until <time>', 'before')
    .option('--limit <count>', 'maximum number of events (default: all)', whole)
    .addHelpText('after', listHelp)
    .action(run.withServices(list))
}

type ListServices = 'accounts' | 'applications' | 'audit' | 'clock' | 'users'

async function list({ services, out }: Context<ListServices>, options: ListOptions): Promise<void> {
  const query = await readQuery(services, options)
  const pages = services.audit.pages(query, options.limit)
  if (!out.isJson) {
    const names = createNames(services)
    for await (const page of pages) await out.write(`${await pageText(page, names)}\n`)
    return
  }
  // A single document, written while reading: the trail may not fit into memory.
  let isFirst = true
  await out.write('[')
  for await (const page of pages) {
    for (const event of page) {
      await out.write(`${isFirst ? '' : ','}\n${JSON.stringify(describe(event))}`)
      isFirst = false
    }
  }
  await out.write('\n]\n')
}

async function readQuery(
  services: Pick<Services, 'accounts' | 'audit' | 'clock'>,
  options: ListOptions,
): Promise<AuditQuery> {
  const { user, email, action, since, until } = options
  const now = services.clock.now()
  return {
    ...(user !== undefined && { userId: await userIdOf(services, user) }),
    ...(email !== undefined && { emailHash: await services.audit.emailHash(readAddress(email)) }),
    ...(action !== undefined && { actions: [action] }),
    ...(since !== undefined && { since: readTime('--since', since, now) }),
    ...(until !== undefined && { until: readTime('--until', until, now) }),
  }
}

/** The trail outlives people, so an id may not belong to anyone now. */
async function userIdOf(services: Pick<Services, 'accounts'>, name: string): Promise<string> {
  const isGone = isId(name) && (await services.accounts.find(name)).length === 0
  return isGone ? name.toLowerCase() : (await findUser(services, name)).id
}

function readAddress(text: string): string {
  if (parseEmail(trim(text)) === null) throw usageError('--email must be an e-mail address')
  return emailKey(text)
}

type Names = ReturnType<typeof createNames>

/** Resolves ids to names, each looked up once; removed people keep the id. */
function createNames({ users, applications }: Pick<Services, 'applications' | 'users'>) {
  const known = new Map<string, string>()
  const lookUp = async (id: string | null, find: () => Promise<string | undefined>): Promise<string> => {
    if (id === null) return ''
    const name = known.get(id) ?? (await find()) ?? id
    if (known.size < NAMES_MAX) known.set(id, name)
    return name
  }
  return {
    user: (id: string | null) => lookUp(id, async () => (await users.byId(id ?? ''))?.username),
    application: (id: string | null) => lookUp(id, async () => (await applications.find(id ?? ''))?.name),
  }
}

/** Maximum number of cached names. */
const NAMES_MAX = 10_000

async function pageText(page: readonly AuditEvent[], names: Names): Promise<string> {
  const rows = []
  for (const event of page) {
    rows.push([
      instant(event.createdAt),
      event.action,
      await names.user(event.userId),
      event.operator ?? event.actor,
      await names.application(event.applicationId),
      event.address,
      event.fields.join(' '),
      event.count,
    ])
  }
  return table(['TIME', 'ACTION', 'PERSON', 'BY', 'APPLICATION', 'ADDRESS', 'FIELDS', 'COUNT'], rows)
}

function describe(event: AuditEvent) {
  return {
    id: event.id,
    created_at: instant(event.createdAt),
    action: event.action,
    user_id: event.userId,
    actor: event.actor,
    operator: event.operator,
    application_id: event.applicationId,
    session_id: event.sessionId,
    key_id: event.keyId,
    address: event.address,
    fields: event.fields,
    old_email_hash: event.oldEmailHash,
    new_email_hash: event.newEmailHash,
    count: event.count,
  }
}
