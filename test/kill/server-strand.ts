import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Call } from './api.ts'
import type { RunContext } from './client.ts'
import type { InstallationReader } from './ground.ts'

/** Milliseconds between changes, so that others get their share of the processor. */
const PAUSE = 20

/** A change that was sent with an `Idempotency-Key` and is not checked yet. */
interface Sent {
  call: Call
  /** Of the stored response. */
  id: string
  isAcknowledged: boolean
  /** The person who was created, or whose data was changed. */
  username: string
  /** The part of the data that was set; null: the person was created. */
  part: string | null
}

/** A server that creates people and stores private data about them. */
export interface KillServer extends RunContext {
  applicationId: string
  key: string
  counter: number
  /** People whose creation was acknowledged, the last few. */
  people: string[]
  sent: Sent[]
}

export const createKillServer = (
  context: RunContext,
  application: { applicationId: string; key: string },
): KillServer =>
  Object.assign(Object.create(context) as RunContext, { ...application, counter: 0, people: [], sent: [] })

/** Creates people and changes private data, each with a key, until a response is missing. */
export async function serverStrand(server: KillServer): Promise<void> {
  while (server.isRunning) {
    const username = server.people.at(-1 - server.dice.below(5))
    const sent =
      username !== undefined && server.dice.isBelow(0.5) ? change(server, username) : create(server)
    server.sent.push(sent)
    const answer = await server.api.call('server', sent.call)
    sent.isAcknowledged = answer.outcome === 'acknowledged'
    if (answer.outcome === 'refused') refusedCall(server, sent, answer)
    if (sent.isAcknowledged && sent.part === null) server.people.push(sent.username)
    if (answer.outcome === 'undecided') return
    await sleep(PAUSE)
  }
}

function refusedCall({ journal }: RunContext, { call }: Sent, { status, body }: Answer): void {
  journal.violation('server', `${call.kind} was refused: ${status} ${JSON.stringify(body.error_codes)}`)
}

function keyed(server: KillServer, call: Omit<Call, 'key' | 'as' | 'headers'>) {
  const idempotencyKey = randomUUID()
  const id = createHash('sha256').update(`${server.applicationId} ${idempotencyKey}`).digest('base64url')
  const headers = { 'idempotency-key': idempotencyKey }
  return { call: { ...call, key: server.key, as: 'json' as const, headers }, id, isAcknowledged: false }
}

function create(server: KillServer): Sent {
  const username = `made${++server.counter}`
  const fields = { username, email: `${username}@made.example.com`, external_id: username }
  return {
    ...keyed(server, { kind: 'create with a key', path: '/users/', fields }),
    username,
    part: null,
  }
}

function change(server: KillServer, username: string): Sent {
  const part = `part${++server.counter}`
  const path = `/users/external_id:${username}/private-data/`
  const call = { kind: 'private data with a key', method: 'PATCH' as const, path, fields: { [part]: part } }
  return { ...keyed(server, call), username, part }
}

/**
 * Each change is there with its stored response, its event and the audit trail, or nothing of it is. A repeated request
 * gets the response of the first one, or makes the change once.
 */
export async function checkServer(server: KillServer, ground: InstallationReader): Promise<void> {
  for (const sent of server.sent.splice(0)) {
    const isDone = await seesDone(server, ground, sent)
    const before = await stateOf(ground, sent)
    const answer = await server.api.call('server', { ...sent.call, kind: `${sent.call.kind}, repeated` })
    if (answer.outcome !== 'acknowledged') {
      // A service on a busy machine may ask to retry.
      if (answer.status === 503) server.sent.push({ ...sent, isAcknowledged: isDone })
      else refusedCall(server, sent, answer)
      continue
    }
    const after = await stateOf(ground, sent)
    if (isDone && JSON.stringify(before) !== JSON.stringify(after))
      server.journal.violation('server', `${sent.call.kind}: repeating it changed something`)
    if (after.made !== 1 || after.responses !== 1)
      server.journal.violation('server', `${sent.call.kind}: ${JSON.stringify(after)} after it was repeated`)
    if (sent.part === null && answer.body.data.username !== sent.username)
      server.journal.violation('server', `${sent.call.kind}: the response of another`)
    if (sent.part === null && !sent.isAcknowledged) server.people.push(sent.username)
    server.journal.note(isDone ? 'repeated changes that were there' : 'repeated changes that were not there')
  }
}

/** Returns whether the change was made, with everything that belongs to it. */
async function seesDone(server: KillServer, ground: InstallationReader, sent: Sent): Promise<boolean> {
  const { made, responses, audited, told } = await stateOf(ground, sent)
  const parts = sent.part === null ? [made, responses, audited, told] : [made, responses]
  if (new Set(parts).size !== 1)
    server.journal.violation('server', `${sent.call.kind} is half there: ${JSON.stringify(parts)}`)
  if (sent.isAcknowledged && made !== 1)
    server.journal.violation('server', `an acknowledged ${sent.call.kind} is gone`)
  return made === 1
}

/** Counts what belongs to a change. */
async function stateOf({ query }: InstallationReader, { id, username, part }: Sent) {
  const countOf = async (sql: string, values: string[]) =>
    Number((await query(`SELECT count(*) AS n FROM ${sql}`, values))[0]!.n)
  const people = `(SELECT id FROM users WHERE username_key = $1)`
  const made =
    part === null
      ? await countOf('users WHERE username_key = $1', [username])
      : await countOf(`application_data WHERE user_id = ${people} AND data LIKE $2`, [
          username,
          `%"${part}":%`,
        ])
  return {
    made,
    responses: await countOf('idempotency_keys WHERE id = $1', [id]),
    audited: await countOf(`audit_events WHERE user_id = ${people} AND action = 'user.created'`, [username]),
    told: await countOf(`feed_events WHERE user_id = ${people} AND type = 'user.created'`, [username]),
  }
}
