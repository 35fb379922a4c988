import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { signIn } from './cli.ts'
import type { Place } from './places.ts'
import { type MailCatcher, startCatcher } from './smtp.ts'

const PASSWORD = 'correct horse battery staple'
const PEOPLE = 2500

/** Parts of names: scripts, combining marks, emoji of several code points, and characters that SQL and JSON quote. */
const names = [
  ...['Łukasz', 'Ольга', 'Ελένη', '愛子', '김민준', 'علي', 'עדי', 'देवी', 'ไทย', 'ქეთევან', 'ሰላም', 'ꦗꦮ'],
  ...['e\u0301', 'é', 'İı', 'ß', '👩‍👩‍👧‍👦 🏳️‍🌈', '𝒜𐍈', `O'Brien "x" \\ ; --`, '$1 %s ?', 'null', '\u202eab'],
]

/** The keys, tokens and codes of an installation's clients. */
export interface Held {
  apikey: string
  access: string
  refresh: string
  picture: string
  /** A pending change of address. */
  change: { email: string; checksum: string; code: string }
  /** An address with a pending code mail. */
  mailTo: string
}

interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
  body: any
}

async function call(
  base: string,
  path: string,
  headers: Record<string, string>,
  fields?: Record<string, string | Blob>,
): Promise<Answer> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields ?? {})) body.set(name, value)
  const answer = await fetch(`${base}/${path}`, { headers, ...(fields && { method: 'POST', body }) })
  return { status: answer.status, body: await answer.json() }
}

/** Fills the installation through the command line and the API. `catcher` is the mail server in its settings. */
export async function fill({ cli }: Place, catcher: MailCatcher): Promise<Held> {
  const { apikey } = await cli.json<{ apikey: string }>([
    'app',
    'create',
    '--name',
    `L'app "é"`,
    '--kind',
    'web',
  ])
  await cli.json(['attribute', 'add', 'nickname', '--type', 'text', '--searchable'])
  await cli.json(['attribute', 'change', 'nickname', '--label', 'Spitzname'])
  await cli.json(['app', 'create', '--name', 'Board', '--kind', 'spa', '--origin', 'https://board.example'])
  const people = Array.from({ length: PEOPLE }, (_, i) => ({
    username: `${['ünal', 'ольга', 'Z', 'a', '_', '-', '@'][i % 7]}${i}`,
    email: `${['a-', 'a_', 'A', '', 'z.', 'x+'][i % 6]}${i}@example.com`,
    first_name: names[i % names.length],
    last_name: names[(i * 7) % names.length],
    ...(i % 3 === 0 && { nickname: names[(i * 5) % names.length] }),
    // Two engines order these differently, which the key of two columns must survive.
    ...(i % 2 === 0 && { external_id: `${['a-', 'A', 'ä', '_', 'Z'][i % 5]}${i}` }),
  }))
  const file = join(cli.dataDir, '..', 'people.jsonl')
  await writeFile(file, people.map((person) => JSON.stringify(person)).join('\n'))
  await cli.json(['user', 'import', '--app', `L'app "é"`, file])
  for (const name of ['ada', 'bea', 'eve']) {
    await cli.json(
      ['user', 'create', '--username', name, '--email', `${name}@example.com`, '--password-stdin'],
      { input: PASSWORD },
    )
  }
  const service = await cli.serve()
  const { base } = service
  const ada = await signIn(base, apikey, 'ada', PASSWORD)
  const headers = { apikey, authorization: `Bearer ${ada.access}` }
  for (const name of ['bea', 'eve']) {
    const { access } = await signIn(base, apikey, name, PASSWORD)
    await upload(base, { apikey, authorization: `Bearer ${access}` }, 'teal')
  }
  // The second replaces the first.
  await upload(base, headers, 'red')
  const picture = await upload(base, headers, 'gold')
  for (const form of ['64.webp', '512.jpg', 'original.avif']) {
    assert.equal((await fetch(`${service.origin}${picture}/${form}`)).status, 200)
  }
  const email = 'ada.new@example.com'
  const { body } = await call(base, 'user/token-generator/', headers, { email })
  const change = { email, checksum: body.token_checksum as string, code: await catcher.codeTo(email) }
  await catcher.stop()
  const mailTo = 'bea.new@example.com'
  const bea = await signIn(base, apikey, 'bea', PASSWORD)
  const authorization = `Bearer ${bea.access}`
  await call(base, 'user/token-generator/', { apikey, authorization }, { email: mailTo })
  assert.equal(await service.stop(), 0)
  return { apikey, ...ada, picture, change, mailTo }
}

async function upload(base: string, headers: Record<string, string>, background: string): Promise<string> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const picture = sharp({ create: { width: 300, height: 200, channels: 3, background, noise } })
  const image = new Blob([new Uint8Array(await picture.jpeg().toBuffer())])
  const { status, body } = await call(base, 'user/profile-image/', headers, { image })
  assert.equal(status, 200, JSON.stringify(body))
  return (body.data.ProfileImage as string).replace(/\/512$/, '')
}

/**
 * Proves that the clients' keys, tokens and codes work on the installation, which changes it. The mail server is
 * restarted.
 */
export async function use({ cli }: Place, held: Held, mailPort: number): Promise<void> {
  const catcher = await startCatcher(mailPort)
  const service = await cli.serve()
  const { base, origin } = service
  const headers = { apikey: held.apikey, authorization: `Bearer ${held.access}` }
  try {
    assert.equal((await call(base, 'user/get/profile/', headers)).status, 200, 'the access token')
    const refreshed = await call(
      base,
      'user/token/refresh/',
      { apikey: held.apikey },
      { refresh: held.refresh },
    )
    assert.equal(refreshed.status, 200, `the refresh token: ${JSON.stringify(refreshed.body)}`)
    assert.equal((await signIn(base, held.apikey, 'ada', PASSWORD)).status, 200, 'key and password')
    for (const form of ['512', '64.webp', 'original', '128.avif']) {
      const picture = await fetch(`${origin}${held.picture}/${form}`)
      assert.equal(picture.status, 200, `the picture, ${form}`)
      assert.match(picture.headers.get('content-type') ?? '', /^image\//)
    }
    const { email, checksum, code } = held.change
    const fields = { email, token_checksum_field: checksum, token_field: code }
    const changed = await call(base, 'user/update/profile/', headers, fields)
    assert.equal(changed.status, 200, `the code: ${JSON.stringify(changed.body)}`)
    await catcher.mailTo(held.mailTo)
    await catcher.mailTo('ada@example.com')
  } finally {
    assert.equal(await service.stop(), 0)
    await catcher.stop()
  }
}
