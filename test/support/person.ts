import assert from 'node:assert/strict'
import { command, type Place } from './process.ts'

/** Everything that a person's client needs, for a service in separate processes. */
export interface Client {
  apikey: string
  username: string
  password: string
}

let counter = 0

/** Registers an application and a person on the installation, as an operator does. */
export async function newClient(place: Place, kind = 'web'): Promise<Client> {
  const name = `client${process.pid}-${++counter}`
  const password = 'correct horse battery staple'
  const { apikey } = await command<{ apikey: string }>(place, 'app', 'create', '--name', name, '--kind', kind)
  await command(
    place,
    ...['user', 'create', '--username', name, '--email', `${name}@example.com`, '--password', password],
  )
  return { apikey, username: name, password }
}

/** Signs in at the node. */
export async function signInAt(base: string, client: Client) {
  const answer = await fetch(`${base}/user/login/`, {
    method: 'POST',
    headers: { apikey: client.apikey },
    body: new URLSearchParams({ username: client.username, password: client.password }),
  })
  assert.equal(answer.status, 200)
  const { access, refresh } = (await answer.json()) as { access: string; refresh: string }
  return { access, refresh, headers: { apikey: client.apikey, authorization: `Bearer ${access}` } }
}

/** Returns the first name in the person's profile at the node. */
export async function firstNameAt(
  base: string,
  headers: Record<string, string>,
): Promise<string | undefined> {
  const answer = await fetch(`${base}/user/get/profile/`, { headers })
  const { data } = (await answer.json()) as { data: { UserProfile?: { first_name: string }[] } }
  return data.UserProfile?.[0]?.first_name
}
