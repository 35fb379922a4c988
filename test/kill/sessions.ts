import { type Client, certain, dropEnded, isAlive, type Policy, type Session, sessionIdOf } from './client.ts'
import { endSession, endSessions } from './worlds.ts'

/** Signs in with the password, by default the one that is certain. Returns the session. */
export async function signIn(
  client: Client,
  policy: Policy,
  password = certain(client, 'password'),
): Promise<Session | null> {
  if (password === undefined) return null
  const answer = await client.send({
    kind: 'sign-in',
    path: 'login/',
    policy,
    as: 'json',
    fields: { username: client.name, password },
  })
  if (answer.outcome !== 'acknowledged') return null
  const { access, refresh } = answer.body as { access: string; refresh: string }
  return { id: sessionIdOf(access), policy, access, refresh, since: Date.now(), isUnsure: false }
}

/** Exchanges the refresh token. Returns the status. */
export async function refresh(client: Client, session: Session): Promise<number> {
  const answer = await client.send({
    kind: `refresh, ${session.policy}`,
    path: 'token/refresh/',
    policy: session.policy,
    as: 'urlencoded',
    fields: { refresh: session.refresh },
  })
  if (answer.outcome === 'acknowledged') {
    session.access = answer.body.access
    session.since = Date.now()
    session.refresh = answer.body.refresh ?? session.refresh
    session.isUnsure = false
  }
  if (answer.outcome === 'undecided' && session.policy === 'rotate') session.isUnsure = true
  return answer.status
}

/** Refreshes one of the sessions, which must succeed. */
export async function refreshOne(client: Client): Promise<void> {
  const session = client.sessions[client.dice.below(client.sessions.length)]
  if (!session || session.isUnsure || !isAlive(client, session)) return
  const status = await refresh(client, session)
  if (status === 401) client.violation(`a live session's ${session.policy} refresh token was refused`)
}

/** Two tabs refresh with the same rotated token at once: both must get the same new one. */
export async function refreshAtOnce(client: Client): Promise<void> {
  const session = client.sessions.find(
    (one) => one.policy === 'rotate' && !one.isUnsure && isAlive(client, one),
  )
  if (!session) return
  const tabs = [{ ...session }, { ...session }]
  const statuses = await Promise.all(tabs.map((tab) => refresh(client, tab)))
  const answered = tabs.filter((_, index) => statuses[index] === 200)
  if (answered[0]) Object.assign(session, answered[0])
  else session.isUnsure = true
  if (statuses.includes(401)) client.violation('one of two parallel refreshes was refused')
  if (new Set(answered.map((tab) => tab.refresh)).size > 1) {
    client.violation('two parallel refreshes were answered with different tokens')
  }
}

/** Adds a device, up to four. */
export async function addSession(client: Client): Promise<void> {
  if (client.sessions.length >= 4) return
  if (client.worlds.isPossible(({ mustReset }) => mustReset)) return
  const policy = client.dice.isBelow(0.7) ? 'rotate' : 'keep'
  const session = await signIn(client, policy)
  if (session) client.sessions.push(session)
}

/** Signs out on one of the other devices, or ends its session from the first. */
export async function endOne(client: Client): Promise<void> {
  const [main, ...others] = client.sessions
  const session = others[client.dice.below(others.length)]
  if (!main || !session || !isAlive(client, session)) return
  const { access, policy } = session
  const answer = client.dice.isBelow(0.6)
    ? await client.send({ kind: 'sign-out', path: 'logout/', policy, access, as: 'json', fields: {} })
    : await client.send({
        kind: 'session end',
        method: 'DELETE',
        path: `sessions/${session.id}/`,
        access: main.access,
      })
  if (answer.outcome === 'refused') client.violation(`a live session was not ended: ${answer.status}`)
  client.settle(answer, endSession(session.id))
  dropEnded(client)
}

/** Ends all sessions but the first. */
export async function endOthers(client: Client): Promise<void> {
  const [main, ...others] = client.sessions
  if (!main || others.length === 0) return
  const answer = await client.send({
    kind: 'end of all other sessions',
    method: 'DELETE',
    path: 'sessions/',
    access: main.access,
  })
  client.settle(answer, endSessions(others.map(({ id }) => id)))
  dropEnded(client)
}

/** Returns whether the service accepts the access token; undefined if no response says so. */
export async function seesAsAlive(client: Client, session: Session): Promise<boolean | undefined> {
  const answer = await client.send({
    kind: 'profile read',
    method: 'GET',
    path: 'get/profile/',
    policy: session.policy,
    access: session.access,
  })
  if (answer.status === 401) return false
  return answer.outcome === 'acknowledged' ? true : undefined
}
