import { setTimeout as sleep } from 'node:timers/promises'
import { finishChange } from './account-strand.ts'
import { type Client, certain, dropEnded, isAlive, type Session } from './client.ts'
import { isOver } from './codes.ts'
import type { InstallationReader } from './ground.ts'
import { seePicture } from './picture-strand.ts'
import { refresh, seesAsAlive, signIn } from './sessions.ts'
import type { Account } from './worlds.ts'

/** How old an access token may be, in milliseconds, before it is exchanged: it expires after ten minutes. */
const ACCESS_AGE = 300_000
/** Share of the checks that try the password even if it is certain. */
const PASSWORD_CHECKS = 0.04
/** How often a read that gets 503 is repeated, a second apart. */
const BUSY_TRIES = 20

/** Rows of a person that the API does not show. */
export interface Row {
  email: string
  first_name: string
  last_name: string
  picture_id: string | null
  password_reset_required: number
  delete_at: number | null
}

/** Compares the client's record with a freshly started service, until it is certain. */
export async function checkAll(client: Client, ground: InstallationReader): Promise<void> {
  await checkRow(client, ground)
  await checkSessions(client)
  await checkPassword(client)
  if (client.sessions[0]?.policy !== 'keep') await signInAgain(client)
  await checkProfile(client)
  checkFlows(client)
  const left = client.worlds.all()
  if (left.length > 1) client.journal.note('records that are still uncertain after a look')
}

function see<K extends keyof Account>(client: Client, field: K, seen: Account[K]): void {
  const known = client.worlds.all().map((world) => world[field])
  if (client.worlds.see(field, seen)) return
  client.violation(`${field} is ${JSON.stringify(seen)}, not ${[...new Set(known)].map(String).join(' or ')}`)
}

async function checkRow(client: Client, ground: InstallationReader): Promise<void> {
  const row = (await ground.rows(client.name)) as Row | undefined
  if (!row) return client.violation('the row of the person is gone')
  see(client, 'email', row.email)
  see(client, 'mustReset', Number(row.password_reset_required) === 1)
  see(client, 'isLeaving', row.delete_at !== null)
  if (row.first_name !== row.last_name) client.violation('an update was stored by half')
}

/** Each session and its refresh token are active or have ended, as acknowledged. */
async function checkSessions(client: Client): Promise<void> {
  for (const session of [...client.sessions]) {
    if (Date.now() - session.since > ACCESS_AGE && isAlive(client, session)) await refresh(client, session)
    const live = await seesAsAlive(client, session)
    if (live === undefined) continue
    if (!client.worlds.seeSession(session.id, !live)) {
      const text = live ? 'whose end was acknowledged is active' : 'that nobody ended is refused'
      client.violation(`a session ${text} (${session.policy})`)
    }
    if (live) await checkRefresh(client, session)
  }
  dropEnded(client)
  for (const session of client.over.splice(0)) {
    if ((await seesAsAlive(client, session)) === true)
      client.violation('a session whose end was acknowledged is active')
    if ((await refresh(client, session)) === 200)
      client.violation('the refresh token of a session that was acknowledged as ended works')
  }
}

async function checkRefresh(client: Client, session: Session): Promise<void> {
  const { isUnsure } = session
  const status = await refresh(client, session)
  if (status !== 401) {
    if (isUnsure && status === 200)
      client.journal.note('refreshes without an answer that worked when repeated')
    return
  }
  if (!isUnsure) return client.violation(`the ${session.policy} refresh token of a live session was refused`)
  // The response with the successor was lost: repeating the request within the grace period returns the newest token.
  if (client.rules.repeatsRefresh) client.violation('a refresh whose answer was lost could not be repeated')
  client.journal.note('refreshes whose answer was lost for good')
  client.sessions = client.sessions.filter((other) => other !== session)
}

async function checkPassword(client: Client): Promise<void> {
  if (client.worlds.isPossible(({ mustReset }) => mustReset)) return
  const passwords = new Set(client.worlds.all().map(({ password }) => password))
  if (passwords.size === 1 && !client.dice.isBelow(PASSWORD_CHECKS)) return
  for (const password of passwords) {
    const session = await signIn(client, 'keep', password)
    if (!session) continue
    see(client, 'password', password)
    if (client.sessions[0]?.policy === 'keep') client.sessions.push(session)
    else client.sessions.unshift(session)
    return
  }
  client.violation('the acknowledged password is refused')
}

async function signInAgain(client: Client): Promise<void> {
  if (client.worlds.isPossible(({ mustReset }) => mustReset)) return
  const session = await signIn(client, 'keep')
  if (session) client.sessions.unshift(session)
  else client.violation('cannot sign in with the acknowledged password')
}

async function checkProfile(client: Client): Promise<void> {
  const session = client.sessions[0]
  if (!session) return
  const read = () =>
    client.send({ kind: 'profile read', method: 'GET', path: 'get/profile/', access: session.access })
  let answer = await read()
  // A service on a busy machine may ask to retry, but must keep its promises.
  for (let tries = 0; answer.status === 503 && tries < BUSY_TRIES; tries++) {
    await sleep(1000)
    answer = await read()
  }
  if (answer.outcome !== 'acknowledged') {
    return client.violation(`the profile is answered with ${answer.status} after the start`)
  }
  const { UserProfile, UserLocInfo, ProfileImage } = answer.body.data
  see(client, 'name', UserProfile[0].first_name)
  see(client, 'choice', `${UserLocInfo.currency} ${UserLocInfo.tz}`)
  see(client, 'email', UserProfile[0].email)
  await seePicture(client, ProfileImage)
}

/** Ends flows finished by a call without a response, and those whose code never arrived. */
function checkFlows(client: Client): void {
  const { change, recovery } = client
  if (change && client.worlds.isCertain(({ changes }) => changes.includes(change.id))) {
    finishChange(client, change)
  } else if (change && isOver(client, change)) client.change = null
  const isReset = recovery?.password !== '' && certain(client, 'password') === recovery?.password
  // A code for a former address of the person is useless, and may never have been sent.
  const isMoved = client.worlds.isCertain(({ email }) => email !== recovery?.email)
  if (recovery && (isReset || isMoved || isOver(client, recovery))) client.recovery = null
  while (client.made.length > 0 && certain(client, 'email') !== client.made.at(-1)!.to) client.made.pop()
}
