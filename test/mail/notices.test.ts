import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import Bowser from 'bowser'
import fc from 'fast-check'
import { DAY, HOUR } from '../../src/basics/durations.ts'
import { shortNetwork } from '../../src/mail/act.ts'
import { composeMail } from '../../src/mail/mail.ts'
import { deviceOf } from '../../src/session/device.ts'
import { createKnownDevices } from '../../src/session/known-devices.service.ts'
import { type Person, serviceFixture, testOperator } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const logo = fileURLToPath(new URL('../../web/public/icon.svg', import.meta.url))
const shop = { service: 'Shop', color: '#1d4ed8', logo: null }
const PAGE = 'https://id.example.com/account'
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'
const windowsLater = windows.replaceAll('128.0', '131.0')
const android =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15'

const catcher = await catcherFixture()
// Idle: mails are sent only on demand, and then all of them.
const service = await serviceFixture(
  { SMTP_URL: catcher.url, LIMIT_SCALE: '1', PAGE_URL: PAGE, PAGE_LOGO: logo, TRUST_PROXY: '127.0.0.1' },
  { isIdle: true },
)

/** A person who first signed in with a client that names no device. */
const newPerson = (fields: Record<string, string> = {}) => service.person({ fields })
async function signIn(person: Person, userAgent: string, at = '198.51.100.7', apikey = service.apiKey) {
  const answer = await fetch(`${service.base}/user/login/`, {
    method: 'POST',
    headers: { apikey, 'user-agent': userAgent, 'x-forwarded-for': at },
    body: new URLSearchParams({
      ...{ username: person.username, password: person.password, timezone: 'Asia/Kathmandu' },
    }),
  })
  assert.equal(answer.status, 200)
  const { access, refresh } = (await answer.json()) as { access: string; refresh: string }
  return { access, refresh, headers: { apikey, authorization: `Bearer ${access}` } }
}
async function mailsTo({ email }: { email: string }) {
  await service.services.outbox.runDue()
  return catcher.mails.filter(({ to }) => to === email).map(({ mail }) => mail)
}
const subjectsTo = async (person: { email: string }) => (await mailsTo(person)).map(({ subject }) => subject)
const newDevice = 'New sign-in to your User Profile account'

// Each name is isolated separately: as one value, `Firefox على Windows` would be displayed in the wrong order.
test('in Arabic browser and system follow the order of the sentence', async () => {
  const act = { device: { browser: 'Firefox', os: 'Windows' }, network: '192.0.2.x' }
  const mail = await composeMail({ kind: 'new_device', act }, 'ar', shop)
  assert.match(mail.text, /^الجهاز: \u2068Firefox\u2069 على \u2068Windows\u2069$/m)
  assert.ok(mail.html.includes('<bdi>Firefox</bdi> على <bdi>Windows</bdi>'))
})

test('unknown details have no line, and without a page there is no link', async () => {
  const mail = await composeMail({ kind: 'new_device', act: { at: 'then' } }, 'en', shop)
  assert.match(mail.text, /^When: then$/m)
  assert.doesNotMatch(mail.text, /Device:|App:|Where|people who run|http|settings/)
})

test('the owner gets a notice of a new device in their language: when in their time zone, on what, from which network', async () => {
  const person = await newPerson({ language: 'fr', timezone: 'Asia/Kathmandu', first_name: 'Ada' })
  await signIn(person, windows, '203.0.113.77')
  const [mail, ...more] = await mailsTo(person)
  assert.deepEqual(more, [])
  assert.equal(mail?.subject, 'Nouvelle connexion à votre compte User Profile')
  const text = mail.text ?? ''
  assert.match(text, /^Date\u00a0: .*\d{4}.* \(heure du Népal\)$/m)
  assert.match(text, /^Appareil\u00a0: Firefox sur Windows$/m)
  assert.match(text, /^Application\u00a0: app-\d+$/m)
  assert.match(text, /^Lieu\u00a0: Népal \(203\.0\.113\.x\)$/m)
  assert.match(text, /^https:\/\/id\.example\.com\/account\/security$/m)
  assert.doesNotMatch(`${text}${mail.html}`, /203\.0\.113\.77|128\.0/)
  assert.match(String(mail.html), /<html lang="fr" dir="ltr">/)
  assert.match(String(mail.html), /Firefox<\/bdi> sur|Firefox sur Windows/)
  const type = mail.headers.get('content-type') as { value: string }
  assert.equal(type.value, 'multipart/alternative')
  const [picture, ...others] = mail.attachments
  assert.deepEqual(
    [picture?.contentType, picture?.cid, picture?.related],
    ['image/png', 'logo@user-profile', true],
  )
  assert.equal(picture?.content.readUInt32BE(20), 64, 'the logo is drawn for dense screens')
  assert.deepEqual(others, [])
})

test('neither the very first sign-in nor a known device causes a notice, whatever its version', async () => {
  const person = await newPerson()
  assert.deepEqual(await subjectsTo(person), [])
  await signIn(person, windows)
  await signIn(person, windows)
  await signIn(person, windowsLater, '192.0.2.1')
  const { apiKey } = await service.application('mobile')
  await signIn(person, windows, '192.0.2.1', apiKey)
  assert.deepEqual(await subjectsTo(person), [newDevice])
})

test('a client that names no device is recognized only by its application', async () => {
  const person = await newPerson()
  await signIn(person, 'curl/8.1')
  await signIn(person, '')
  assert.deepEqual(await subjectsTo(person), [])
  const { apiKey } = await service.application('mobile')
  await signIn(person, 'curl/8.1', '192.0.2.1', apiKey)
  const [mail] = await mailsTo(person)
  assert.equal(mail?.subject, newDevice)
  assert.doesNotMatch(mail.text ?? '', /Device:/)
})

test('a device is recognized long after its session ended, and new again after 90 days', async () => {
  const person = await newPerson()
  await signIn(person, windows)
  await mailsTo(person)
  await service.services.db.write((tx) =>
    tx.deleteFrom('sessions').where('user_id', '=', person.id).execute(),
  )
  service.clock.advance(60 * DAY)
  await signIn(person, windows)
  service.clock.advance(60 * DAY)
  await signIn(person, windows)
  assert.equal((await subjectsTo(person)).length, 1)
  service.clock.advance(91 * DAY)
  await signIn(person, windows)
  await signIn(person, windows)
  assert.deepEqual(await subjectsTo(person), [newDevice, newDevice])
  const rows = await service.services.db.read
    .selectFrom('known_devices')
    .select('browser')
    .where('user_id', '=', person.id)
    .execute()
  // The forgotten device is deleted.
  assert.deepEqual(
    rows.map(({ browser }) => browser),
    ['Firefox'],
  )
})

test('people from a version that recorded no devices get notices too, based on their sessions', async () => {
  const person = await newPerson()
  await signIn(person, windows)
  await service.services.db.write((tx) =>
    tx.deleteFrom('known_devices').where('user_id', '=', person.id).execute(),
  )
  const before = (await subjectsTo(person)).length
  await signIn(person, android)
  assert.equal((await subjectsTo(person)).length - before, 1)
  await signIn(person, windowsLater)
  assert.equal((await subjectsTo(person)).length - before, 1)
})

test('sixteen simultaneous sign-ins on a new device cause one notice', async () => {
  const person = await newPerson()
  await Promise.all(Array.from({ length: 16 }, () => signIn(person, android)))
  assert.deepEqual(await subjectsTo(person), [newDevice])
  // Also if all have checked before one of them records it.
  const { db } = service.services
  const devices = createKnownDevices({ db, clock: service.clock })
  const place = { userId: person.id, applicationId: 'any', userAgent: mac }
  const race = async () => {
    const sightings = await Promise.all(Array.from({ length: 16 }, () => devices.check(place)))
    return Promise.all(sightings.map((sighting) => db.write((tx) => devices.record(tx, sighting))))
  }
  assert.equal((await race()).filter(Boolean).length, 1)
  assert.equal((await race()).filter(Boolean).length, 0)
  service.clock.advance(91 * DAY)
  assert.equal((await race()).filter(Boolean).length, 1)
})

test('nobody gets more than five notices of one kind a day, and one kind does not hide another', async () => {
  const person = await newPerson()
  const agents = [
    windows,
    android,
    mac,
    ...['Opera/9.8', 'Vivaldi/6.0', 'Edg/130.0', 'YaBrowser/24.0'].map((name) => `${mac} ${name}`),
  ]
  for (const agent of agents) await signIn(person, agent)
  assert.equal((await subjectsTo(person)).length, 5)
  await service.services.accounts.setPassword(
    (await service.services.users.byId(person.id))!,
    'another battery staple',
    testOperator,
  )
  assert.equal((await subjectsTo(person)).length, 6)
})

test('a person without an address gets no notice', async () => {
  const person = await service.person({ email: '' })
  await signIn(person, windows)
  const before = catcher.mails.length
  await service.services.outbox.runDue()
  assert.equal(catcher.mails.length, before)
})

test('the owner gets a notice of a new password set by themselves, by a mailed code or by the operator', async () => {
  const person = await newPerson()
  const post = async (path: string, body: Record<string, string>) => {
    const sent = { method: 'POST', headers: person.headers, body: new URLSearchParams(body) }
    const answer = await fetch(`${service.base}/user/password/${path}/`, sent)
    assert.equal(answer.status, 200)
    return (await answer.json()) as { token_checksum: string }
  }
  const changed = 'Your User Profile password was changed'
  const notices = async () => (await mailsTo(person)).filter(({ subject }) => subject === changed)
  await post('change', { old_password: person.password, new_password: 'another battery staple' })
  assert.equal((await notices()).length, 1)
  const { email } = person
  const { token_checksum: token_checksum_field } = await post('forgot', { email })
  const token_field = (await mailsTo(person)).at(-1)?.text?.match(/^\S{4}-\S{4}$/m)?.[0] ?? ''
  await post('reset', { email, token_checksum_field, token_field, new_password: 'a third battery staple' })
  const [, byCode] = await notices()
  assert.doesNotMatch(byCode?.text ?? '', /people who run/)
  const user = await service.services.users.byId(person.id)
  assert.ok(user)
  await service.services.accounts.setPassword(user, 'a fourth battery staple', testOperator)
  const [, , byOperator, ...more] = await notices()
  assert.match(byOperator?.text ?? '', /^This was done by the people who run User Profile\.$/m)
  assert.deepEqual(more, [])
})

test('a notice that an earlier version left in the outbox is still sent', async () => {
  const person = await newPerson()
  const { outbox, db } = service.services
  const job = { userId: person.id, expiresAt: service.clock.now() + DAY }
  await db.write((tx) => outbox.enqueue(tx, 'mail.password-changed', job))
  assert.deepEqual(await subjectsTo(person), ['Your User Profile password was changed'])
})

test('a reused refresh token ends its session, and the owner gets a notice', async () => {
  const { apiKey } = await service.application('mobile', { refreshPolicy: 'rotate' })
  const person = await service.person({ apiKey })
  const refresh = () =>
    fetch(`${service.base}/user/token/refresh/`, {
      method: 'POST',
      headers: { apikey: apiKey },
      body: new URLSearchParams({ refresh: person.refresh }),
    })
  assert.equal((await refresh()).status, 200)
  service.clock.advance(HOUR)
  assert.equal((await refresh()).status, 401)
  const [mail] = await mailsTo(person)
  assert.equal(mail?.subject, 'You were signed out of User Profile on one device')
})

// For an unknown agent bowser returns the agent's own first words.
test('only names of browsers and systems from a User-Agent reach a mail', async () => {
  const person = await newPerson()
  await signIn(person, 'Your account is locked see evil.example/1 now')
  await signIn(person, `${windows} Call the bank/1`)
  for (const mail of await mailsTo(person))
    assert.doesNotMatch(`${mail.text}${mail.html}`, /locked|evil|bank/)
  const names = new Set(['', ...Object.values(Bowser.BROWSER_MAP)])
  const systems = new Set(['', ...Object.values(Bowser.OS_MAP)])
  const words = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(words, words, words, (name, version, rest) => {
      const { browser, os } = deviceOf(`${name}/${version} ${rest}`)
      assert.ok(names.has(browser) && systems.has(os))
    }),
  )
})

const networks: readonly (readonly [string, string])[] = [
  ['203.0.113.77', '203.0.113.x'],
  ['203.0.113.77:50001', '203.0.113.x'],
  ['::ffff:203.0.113.77', '203.0.113.x'],
  ['2001:db8:1:2:3::4', '2001:db8:1:x'],
  ['::1', '0:0:0:x'],
  ['unknown', ''],
  ['', ''],
]
for (const [address, shown] of networks) {
  test(`a mail shows the address ${JSON.stringify(address)} as ${JSON.stringify(shown)}`, () => {
    assert.equal(shortNetwork(address), shown)
  })
}
