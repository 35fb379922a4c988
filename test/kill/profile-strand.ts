import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './api.ts'
import { type Client, isAlive } from './client.ts'

/** Milliseconds between updates, so that pictures and passwords get their share of the processor. */
const PAUSE = 15

const currencies = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'SEK']
const zones = ['Europe/Paris', 'UTC', 'Asia/Tokyo', 'America/Lima', 'Africa/Cairo']
const bodies = ['json', 'urlencoded', 'multipart'] as const

/** Updates both names repeatedly, in three types of body, until a response is missing. */
export async function nameStrand(client: Client): Promise<void> {
  const { dice, worlds } = client
  while (client.isRunning) {
    const session = client.sessions[0]
    if (!session) return
    const name = `${client.name} ${client.journal.round} ${++client.counter}`
    const fields = { first_name: name, last_name: name }
    const as = dice.pick(bodies.map((body) => [1, body] as const))
    const email = worlds.all()[0]!.email
    const answer = dice.isBelow(0.5)
      ? await client.send({
          kind: `update, ${as}`,
          path: 'update/profile/',
          access: session.access,
          as,
          // The address may be about to change: then the update is refused, because it has no code.
          fields: { ...fields, email },
        })
      : await client.send({
          kind: `patch, ${as}`,
          method: 'PATCH',
          path: 'profile/',
          access: session.access,
          as,
          fields,
        })
    client.settle(answer, () => ({ name }))
    if (await isToStop(client, answer)) return
    await sleep(PAUSE)
  }
}

/** Reads the profile, and updates currency and time zone if nothing has changed since (`If-Match`). */
export async function choiceStrand(client: Client): Promise<void> {
  const { dice } = client
  while (client.isRunning) {
    const session = client.sessions[0]
    if (!session) return
    const { access } = session
    const read = await client.send({ kind: 'profile read', method: 'GET', path: 'get/profile/', access })
    if (await isToStop(client, read)) return
    if (read.status !== 200) continue
    const currency = currencies[dice.below(currencies.length)]!
    const zone = zones[dice.below(zones.length)]!
    const answer = await client.send({
      kind: 'patch with If-Match',
      method: 'PATCH',
      path: 'profile/',
      access,
      as: 'json',
      ifMatch: read.tag,
      fields: { currencies: currency, timezones: zone },
    })
    client.settle(answer, () => ({ choice: `${currency} ${zone}` }))
    if (await isToStop(client, answer)) return
    await sleep(PAUSE)
  }
}

/** After a 401 another session is needed first; after a missing response the record must be checked first. */
export async function isToStop(client: Client, { outcome, status }: Answer): Promise<boolean> {
  if (status !== 401) return outcome === 'undecided'
  const session = client.sessions[0]
  return session === undefined || isAlive(client, session)
}
