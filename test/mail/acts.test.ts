import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ParsedMail } from 'mailparser'
import { readColumns } from '../../src/account/account.schema.ts'
import { MINUTE } from '../../src/basics/durations.ts'
import { formatInstant } from '../../src/messages/format.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
const catcher = await catcherFixture()
// Idle: mails are sent only on demand, and then all of them.
const service = await serviceFixture(
  { SMTP_URL: catcher.url, EMAIL_PROOF: 'both', TRUST_PROXY: '127.0.0.1' },
  { isIdle: true },
)

/** What jobs of earlier versions did not have. */
const actFields = ['at', 'sessionId', 'applicationId', 'network']

/** Makes the waiting jobs those of an earlier version. Returns how many were different. */
async function forgetActs(): Promise<number> {
  const { db } = service.services
  const rows = await db.read.selectFrom('outbox').select(['id', 'payload']).execute()
  let changed = 0
  for (const { id, payload } of rows) {
    const all = Object.entries(JSON.parse(payload))
    const kept = all.filter(([name]) => !actFields.includes(name))
    if (kept.length < all.length) changed += 1
    const old = JSON.stringify(Object.fromEntries(kept))
    await db.write((tx) => tx.updateTable('outbox').set({ payload: old }).where('id', '=', id).execute())
  }
  return changed
}

/** How the last act may be dated: it happened within the minute before its mails were sent. */
let actTimes: string[] = []

/** What one mail says about its act, in plain text and in HTML, which must agree. */
function toldBy(mail: ParsedMail) {
  const html = String(mail.html).replace(/<[^>]*>/g, '')
  const text = (mail.text ?? '').replace(/[\u2066-\u2069]/g, '')
  const detail = (label: string) => {
    const value = new RegExp(`^${label}\u00a0: (.*)$`, 'm').exec(text)?.[1]
    if (value === undefined) assert.ok(!html.includes(`${label}<`), `${label} is only in the HTML`)
    else assert.ok(html.includes(`${label}${value}`), `the HTML lacks: ${label} ${value}`)
    return value ?? ''
  }
  const moment = (value: string) => (actTimes.includes(value) ? 'then' : value)
  return {
    at: moment(detail('Date')),
    requestedAt: moment(detail('Date de la demande')),
    device: detail('Appareil'),
    place: detail('Lieu'),
    application: detail('Application').replace(/^app-\d+$/, 'app'),
    isByOperator: text.includes('responsables de User Profile'),
  }
}
const nothing = {
  ...{ at: '', requestedAt: '', device: '', place: '', application: '' },
  isByOperator: false,
}
const bySession = {
  ...nothing,
  ...{ at: 'then', device: 'Firefox sur Windows', place: 'Népal (203.0.113.x)', application: 'app' },
}
const asked = { at: '', requestedAt: 'then' }
/** Of a call without a session only the network is known. */
const byLink = { ...nothing, at: 'then', place: '198.51.100.x' }

const from = (address: string) => ({ 'x-forwarded-for': address })
const key = { apikey: service.apiKey, ...from('203.0.113.77') }
async function post(path: string, headers: Record<string, string>, body: Record<string, string> = {}) {
  const sent = { method: 'POST', headers, body: new URLSearchParams(body) }
  const answer = await fetch(`${service.base}/user/${path}/`, sent)
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  return JSON.parse(text) as Record<string, string>
}

/** A person signed in on Firefox in Nepal, whose address is new at each call. */
async function newPerson(): Promise<Person> {
  const person = await service.person({ fields: { language: 'fr', timezone: 'Asia/Kathmandu' } })
  const { username, password } = person
  const body = { username, password, timezone: 'Asia/Kathmandu' }
  const { access } = await post('login', { ...key, 'user-agent': firefox }, body)
  await service.services.outbox.runDue()
  return { ...person, headers: { ...key, authorization: `Bearer ${access}` } }
}

/** Sends the waiting mails, as this version wrote them or as an earlier one did. */
async function send(isOld = false): Promise<Map<string, ParsedMail>> {
  if (isOld) assert.ok((await forgetActs()) > 0)
  const before = catcher.mails.length
  const now = service.clock.now()
  const shown = (at: number) => formatInstant('fr', at, 'Asia/Kathmandu', 'long')
  actTimes = [shown(now), shown(now - MINUTE)]
  assert.match(actTimes[0] ?? '', / \(heure du Népal\)$/)
  // A mail that is sent late still says when the act was.
  service.clock.advance(2 * MINUTE)
  await service.services.outbox.runDue()
  return new Map(catcher.mails.slice(before).map(({ to, mail }) => [to, mail]))
}
const codeIn = (mail: ParsedMail | undefined) =>
  /^(\d{6}|[2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec(mail?.text ?? '')?.[1] ?? ''

let counter = 0

/** Requests the codes for a new address. */
async function ask(person: Person, isOld = false) {
  const email = `acts${++counter}@example.org`
  const { token_checksum = '' } = await post('token-generator', person.headers, { email })
  return { email, token_checksum_field: token_checksum, mails: await send(isOld) }
}
/** Moves the person to a new address. */
async function move(person: Person, isOld = false) {
  const { mails, ...fields } = await ask(person)
  await post('update/profile', person.headers, {
    ...fields,
    token_field: codeIn(mails.get(fields.email)),
    current_token_field: codeIn(mails.get(person.email)),
  })
  return { email: fields.email, mails: await send(isOld) }
}

/** Requests a code for a new password, which is mailed to the previous address. */
async function forget(email: string, isOld = false) {
  const { token_checksum = '' } = await post('password/forgot', key, { email })
  return { email, token_checksum_field: token_checksum, mails: await send(isOld) }
}

/** Chooses a password that waits, with that code. */
async function recover(person: Person, isOld = false) {
  const { mails, ...fields } = await forget((await move(person)).email)
  const code = codeIn(mails.get(person.email))
  await post('password/reset', key, {
    ...fields,
    token_field: code,
    new_password: 'a lake beside nine hills',
  })
  return (await send(isOld)).get(fields.email)
}

/** Presses the button behind the link. */
async function undo(mail: ParsedMail | undefined) {
  const path = /\/email-change\/undo\/\S+/.exec(mail?.text ?? '')?.[0]
  const answer = await fetch(service.origin + path, { method: 'POST', headers: from('198.51.100.9') })
  assert.equal(answer.status, 200)
}

type Mail = ParsedMail | undefined
/** Each mail about an act, what causes it, and what is known about the act. */
const told: [name: string, act: (isOld: boolean) => Promise<Mail>, known: typeof nothing][] = [
  [
    'the code for the current address',
    async (isOld) => {
      const person = await newPerson()
      return (await ask(person, isOld)).mails.get(person.email)
    },
    { ...bySession, ...asked },
  ],
  [
    'the changed address',
    async (isOld) => {
      const person = await newPerson()
      return (await move(person, isOld)).mails.get(person.email)
    },
    bySession,
  ],
  [
    'the code for a new password',
    async (isOld) => {
      const person = await newPerson()
      const { email } = await move(person)
      return (await forget(email, isOld)).mails.get(person.email)
    },
    { ...nothing, ...asked, place: '203.0.113.x' },
  ],
  [
    'the waiting password',
    async (isOld) => recover(await newPerson(), isOld),
    { ...nothing, ...asked, place: '203.0.113.x', application: 'app' },
  ],
  [
    'the stopped password',
    async (isOld) => {
      const person = await newPerson()
      await recover(person)
      await post('password/reset/cancel', person.headers, { password: person.password })
      return (await send(isOld)).get(person.email)
    },
    bySession,
  ],
  [
    'the requested removal',
    async (isOld) => {
      const person = await newPerson()
      await post('delete', person.headers, { password: person.password })
      return (await send(isOld)).get(person.email)
    },
    { ...bySession, ...asked },
  ],
  [
    'the requested removal, to the previous address',
    async (isOld) => {
      const person = await newPerson()
      await move(person)
      await post('delete', person.headers, { password: person.password })
      return (await send(isOld)).get(person.email)
    },
    { ...bySession, ...asked },
  ],
  [
    'the canceled removal',
    async (isOld) => {
      const person = await newPerson()
      await post('delete', person.headers, { password: person.password })
      await send()
      await post('delete/cancel', person.headers)
      return (await send(isOld)).get(person.email)
    },
    bySession,
  ],
  [
    'the removal that an undo canceled',
    async (isOld) => {
      const person = await newPerson()
      const { mails } = await move(person)
      await post('delete', person.headers, { password: person.password })
      await send()
      await undo(mails.get(person.email))
      return (await send(isOld)).get(person.email)
    },
    byLink,
  ],
  [
    'the undone change',
    async (isOld) => {
      const person = await newPerson()
      const { email, mails } = await move(person)
      await undo(mails.get(person.email))
      return (await send(isOld)).get(email)
    },
    byLink,
  ],
  [
    'the end of the time to undo a change',
    async (isOld) => {
      const person = await newPerson()
      await move(person)
      await post('email-change/undo/end', person.headers, { password: person.password })
      return (await send(isOld)).get(person.email)
    },
    bySession,
  ],
  [
    'an address that the operator changed',
    async (isOld) => {
      const person = await newPerson()
      const { update } = service.services.personUpdates
      const sent = { email: `acts${++counter}@example.org` }
      await update(person.id, { sent: readColumns(sent) }, testOperator)
      return (await send(isOld)).get(person.email)
    },
    { ...nothing, at: 'then', isByOperator: true },
  ],
]

for (const [name, act, known] of told) {
  test(`the mail about ${name} says what is known: when, on which device, where and through what`, async () => {
    const mail = await act(false)
    assert.ok(mail)
    assert.deepEqual(toldBy(mail), known)
    assert.doesNotMatch(`${mail.text}${mail.html}`, /203\.0\.113\.77|198\.51\.100\.9/)
  })

  test(`the mail about ${name} is still sent if an earlier version left its job`, async () => {
    const mail = await act(true)
    assert.ok(mail)
    assert.deepEqual(toldBy(mail), { ...nothing, isByOperator: known.isByOperator })
  })
}

test('a code to a mailbox that may be somebody else’s says nothing about who asked for it', async () => {
  const person = await newPerson()
  const { email, mails } = await ask(person)
  const mail = mails.get(email)
  assert.ok(mail)
  assert.deepEqual(toldBy(mail), nothing)
})

test('a mail about an act on the page calls the page as the page calls itself', async () => {
  const person = await newPerson()
  const page = { ...key, apikey: 'page', origin: service.origin }
  const { username, password } = person
  const { access } = await post('login', page, { username, password })
  await service.services.outbox.runDue()
  const { mails } = await ask({ ...person, headers: { ...page, authorization: `Bearer ${access}` } })
  assert.equal(toldBy(mails.get(person.email)!).application, 'Votre page de compte')
})
