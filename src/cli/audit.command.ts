import type { Command } from 'commander'
import { Option } from 'commander'
import { auditActions } from '../../common/audit-actions.ts'
import type { AuditEvent, AuditQuery, TrailAction } from '../audit/audit.ts'
import { securityEvents } from '../ports/security-events.ts'
import { emailKey, parseEmail } from '../profile/email-address.ts'
import { isId, trim } from '../text.ts'
import { usageError } from './command-error.ts'
import { instant, table } from './output.ts'
import { type Context, type Runner, whole } from './run.ts'
import { readTime } from './time.ts'
import { findUser } from './user.command.ts'

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

/** `audit list`: who changed what, when and from where. */
export function auditCommands(parent: Command, run: Runner): void {
  const audit = parent.command('audit').description('the trail of who changed what, when and from where')
  audit
    .command('list')
    .description('list what was done, newest first; names of values and hashes of addresses, never values')
    .option('--user <user>', 'about one person: user name or id')
    .option('--email <address>', 'about an e-mail address, before or after a change')
    .addOption(new Option('--action <action>', 'one action, see below').choices(Object.keys(actions)))
    .option('--since <time>', 'not before')
    .option('--until <time>', 'before')
    .option('--limit <count>', 'at most so many (default: all)', whole)
    .addHelpText('after', listHelp)
    .action(run.withServices(list))
}

async function list({ services, out }: Context, options: ListOptions): Promise<void> {
  const query = await readQuery(services, options)
  const pages = services.audit.pages(query, options.limit)
  if (!out.isJson) {
    const names = createNames(services)
    for await (const page of pages) await out.write(`${await pageText(page, names)}\n`)
    return
  }
  // One document, written as it is read: the trail may be longer than memory is large.
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

async function readQuery(services: Context['services'], options: ListOptions): Promise<AuditQuery> {
  const { user, email, action, since, until } = options
  const now = services.clock.now()
  return {
    ...(user !== undefined && { userId: await userIdOf(services, user) }),
    ...(email !== undefined && { emailHash: await services.audit.emailHash(readAddress(email)) }),
    ...(action !== undefined && { action }),
    ...(since !== undefined && { since: readTime('--since', since, now) }),
    ...(until !== undefined && { until: readTime('--until', until, now) }),
  }
}

/** The trail outlives the person, so an id need not be anybody's now. */
async function userIdOf(services: Context['services'], name: string): Promise<string> {
  const isGone = isId(name) && (await services.accounts.find(name)).length === 0
  return isGone ? name.toLowerCase() : (await findUser(services, name)).id
}

function readAddress(text: string): string {
  if (parseEmail(trim(text)) === null) throw usageError('--email must be an e-mail address')
  return emailKey(text)
}

type Names = ReturnType<typeof createNames>

/** Names in the place of ids, each looked up once; who is gone keeps the id. */
function createNames({ users, applications }: Context['services']) {
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

/** Names remembered while listing. */
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
    address: event.address,
    fields: event.fields,
    old_email_hash: event.oldEmailHash,
    new_email_hash: event.newEmailHash,
    count: event.count,
  }
}
