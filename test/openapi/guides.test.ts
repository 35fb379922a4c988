import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { folderFixture } from '../support/fixture.ts'
import { serverClient } from '../support/server-client.ts'
import { serviceFixture } from '../support/service.ts'
import { catcherFixture } from '../support/smtp.ts'

const root = join(import.meta.dirname, '../..')
const catcher = await catcherFixture()
const service = await serviceFixture({ SMTP_URL: catcher.url, MAIL_FROM: 'Profile <no-reply@example.com>' })
const person = await service.person()
const shop = await serverClient(service, ['users:read', 'cards:read'])
const folder = await folderFixture('user-profile-guides-')
const newEmail = 'ada.new@example.com'
await sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a7' } })
  .jpeg()
  .toFile(join(folder, 'photo.jpg'))

/** Replaces the placeholders of the code as the page and its readers do. */
async function source(file: string): Promise<string> {
  const values: Record<string, string> = {
    api: service.base,
    apikey: service.apiKey,
    'server-key': shop.apikey,
    'access-token': person.access,
    username: person.username,
    password: person.password,
    'new-email': newEmail,
    'image path': join(folder, 'photo.jpg'),
  }
  const text = await readFile(join(root, 'src/docs/guides', file), 'utf8')
  return text.replaceAll(/<([\w -]+)>/g, (whole, name) => values[name] ?? whole)
}

/** Runs the code of a guide as it is shown; `typed` is what a person types when asked. */
async function run(file: string, typed?: () => Promise<string>): Promise<string> {
  const text = await source(file)
  return file.endsWith('.sh') ? execute('sh', ['-c', text], typed) : evaluate(text, typed)
}

const evaluate = (text: string, typed?: () => Promise<string>): Promise<string> =>
  execute(process.execPath, ['--input-type=module', '--eval', text], typed)

/** Returns what the program writes; it fails if the program does. */
async function execute(
  command: string,
  args: string[],
  typed: () => Promise<string> = async () => '',
): Promise<string> {
  const env = { ...process.env, ...service.place, PATH: `${join(root, 'bin')}:${process.env.PATH}` }
  const child = spawn(command, args, { cwd: root, env })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part
  })
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part
  })
  child.stdin.on('error', () => {})
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  child.stdin.end(await typed())
  assert.equal(await ended, 0, `${args.at(-1)}\n${errors}`)
  return output
}

test('a key is created as the first guide says', async () => {
  assert.match(await run('key.sh'), /Shop/)
})

test('a key for a browser app is created as its guide says', async () => {
  assert.match(await run('spa.sh'), /Board/)
})

test('the calls of the first guide sign in and get the profile', async () => {
  assert.equal(typeof JSON.parse(await run('sign-in.sh')).access, 'string')
  assert.equal(JSON.parse(await run('profile.sh')).data.UserProfile[0].username, person.username)
})

test('the program of the first guide greets the person and changes the name', async () => {
  assert.equal(await run('start.js'), `Hello, ${person.username}!\n`)
  assert.equal(JSON.parse(await run('profile.sh')).data.UserProfile[0].first_name, 'Ada')
})

test('the code for staying signed in gets the profile, also once the access token has expired', async () => {
  assert.match(await run('session.js'), /status_code: 200/)
  // A wrong token in the place of the one that has expired: the code refreshes it and repeats the call.
  const expired = (await source('session.js')).replace(
    "\nconst response = await authorized('",
    "\ntokens.access = tokens.access.slice(0, -8)\nconst response = await authorized('",
  )
  assert.match(await evaluate(expired), /status_code: 200/)
})

test('the code for a new address asks for the mailed code and changes the address', async () => {
  const output = await run('email.js', async () => `${await catcher.codeTo(newEmail)}\n`)
  assert.equal(output, `${newEmail}\n`)
})

test('the code for pictures uploads one and shows its address', async () => {
  const address = (await run('picture.js')).trim()
  assert.equal((await fetch(address)).status, 200)
})

test('the code for errors shows the code and the text of each field in the language of the reader', async () => {
  const output = await run('errors.js')
  assert.match(output, /email \[ 'invalid' \] \[ '.*E-Mail-Adresse.*' \]/)
  assert.match(output, /phone_number \[ 'invalid' \]/)
})

test('the failure that the guide to errors shows is one', async () => {
  const shown = JSON.parse(await source('failure.json'))
  const answer = await fetch(`${service.base}/user/profile/`, {
    method: 'PATCH',
    headers: person.headers,
    body: new URLSearchParams({ email: 'ada@' }),
  })
  assert.deepEqual(await answer.json(), shown)
})

test('the code for limits returns the response when there is nothing to wait for', async () => {
  assert.equal(await run('limits.js'), '200\n')
})

test('the code for limits waits as long as it is asked to, and then gives up', async () => {
  const [patiently = ''] = (await source('limits.js')).split('\nconst headers')
  const output = await evaluate(`${patiently}
    let sent = 0
    const refused = () => (sent++, new Response('', { status: 429, headers: { 'Retry-After': '0' } }))
    console.log((await patiently(refused)).status, sent)`)
  assert.equal(output, '429 3\n')
})

test('the key of a server is made as its guide says, and its code looks people up and lists changes', async () => {
  assert.match(await run('server.sh'), /ups_/)
  const id = {
    applicationId: shop.applicationId,
    externalId: 'customer-4711',
    userId: person.id,
    createdAt: 1,
  }
  await service.services.db.write((tx) => service.services.externalIds.add(tx, [id]))
  const output = await run('server.js')
  assert.match(output, /external_id: 'customer-4711'/)
  assert.match(output, new RegExp(`^${person.id} \\d+$`, 'm'))
})
