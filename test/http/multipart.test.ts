import assert from 'node:assert/strict'
import { readdir, rename } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { backgroundErrors, sabotage } from '../../src/basics/foreign-events.ts'
import { fixture } from '../support/fixture.ts'
import { multipartType, startMultipartServer } from '../support/multipart.ts'
import { serviceFixture } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const server = await fixture(startMultipartServer, (started) => started.close())
const service = await serviceFixture()
const person = await service.person()

const contentType = { 'content-type': 'multipart/form-data; boundary=B' }
const form = (...lines: string[]) => `${lines.join('\r\n')}\r\n`

for (const [what, header] of [
  ['a text', 'Content-Disposition: form-data'],
  ['a file', 'Content-Disposition: form-data; filename="a.txt"'],
  ['something', 'Content-Type: text/plain'],
] as const) {
  const body = form('--B', header, '', 'v', '--B--')
  for (const path of ['/nothing', '/', '/undo/x', '/page/session']) {
    test(`a part without a name that contains ${what} is ignored at ${path}`, async () => {
      const answer = await fetch(service.origin + path, { method: 'POST', headers: contentType, body })
      assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status))
      assert.equal((await fetch(`${service.origin}/healthz`)).status, 200)
    })
  }
  test(`a part without a name that contains ${what} does not affect other fields`, async () => {
    const fields = form('--B', 'Content-Disposition: form-data; name="first_name"', '', 'Ada')
    const answer = await fetch(`${service.base}/user/profile/`, {
      method: 'PATCH',
      headers: { ...person.headers, ...contentType },
      body: fields + body,
    })
    assert.equal(answer.status, 200)
    const { data } = (await answer.json()) as { data: { UserProfile: [{ first_name: string }] } }
    assert.equal(data.UserProfile[0].first_name, 'Ada')
  })
}

test('an upload that cannot be stored on the disk is refused with 503, and the next one is accepted', async () => {
  const { temporaryFolder } = service.services
  const upload = () => {
    const body = new FormData()
    body.append('image', new Blob(['x'.repeat(200_000)]), 'a.jpg')
    body.append('cropped_image', new Blob(['x'.repeat(200_000)]), 'b.jpg')
    return fetch(`${service.base}/user/profile-image/`, { method: 'POST', headers: person.headers, body })
  }
  const elsewhere = join(service.dataDir, 'elsewhere')
  await rename(temporaryFolder, elsewhere)
  try {
    const answer = await upload()
    assert.equal(answer.status, 503)
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
    assert.equal(((await answer.json()) as { status_code: number }).status_code, 503)
  } finally {
    await rename(elsewhere, temporaryFolder)
  }
  assert.equal((await upload()).status, 400)
})

const field = (name: string, value: string) =>
  form('--B', `Content-Disposition: form-data; name="${name}"`, '', value)
const file = (name: string, bytes: string) =>
  form('--B', `Content-Disposition: form-data; name="${name}"; filename="a.jpg"`, '', bytes)
const unnamed = (name: string, type: string | null, bytes: string, fileName = '') =>
  form(
    '--B',
    `Content-Disposition: form-data; name="${name}"${fileName}`,
    ...(type === null ? [] : [`Content-Type: ${type}`]),
    '',
    bytes,
  )
const END = '--B--\r\n'

/** One row per body: its media type, its bytes, and the result. Each gets a response at once. */
const endings: { what: string; type?: string; body: string; reading: string | Record<string, unknown> }[] = [
  {
    what: 'an empty boundary',
    type: 'multipart/form-data; boundary=',
    body: '\r\n----\r\n---',
    reading: 'parse_multipart',
  },
  {
    what: 'a quoted empty boundary',
    type: 'multipart/form-data; boundary=""',
    body: '----',
    reading: 'parse_multipart',
  },
  {
    what: 'a boundary of 300 characters',
    type: `multipart/form-data; boundary=${'b'.repeat(300)}`,
    body: 'x',
    reading: 'parse_multipart',
  },
  {
    what: 'a boundary that ends with a space',
    type: 'multipart/form-data; boundary="B "',
    body: 'x',
    reading: 'parse_multipart',
  },
  {
    what: 'a quoted boundary',
    type: 'multipart/form-data; boundary="B"',
    body: field('a', '1') + END,
    reading: { a: '1' },
  },
  { what: 'no parts', body: END, reading: {} },
  { what: 'no delimiter', body: 'nothing', reading: 'parse_multipart' },
  { what: 'only an opening delimiter', body: '--B', reading: 'parse_multipart' },
  { what: 'a delimiter and a line', body: '--B\r\n', reading: 'parse_multipart' },
  { what: 'an end in a header', body: '--B\r\nContent-Disp', reading: 'parse_multipart' },
  { what: 'an end in a text', body: field('a', '1'), reading: 'parse_multipart' },
  { what: 'an end in a file', body: file('image', '1'), reading: 'parse_multipart' },
  { what: 'half a closing delimiter', body: `${field('a', '1')}--B-`, reading: 'parse_multipart' },
  {
    what: 'a part with only headers',
    body: `--B\r\nContent-Disposition: form-data; name="a"\r\n--B--\r\n`,
    reading: {},
  },
  { what: 'an empty text', body: field('a', '') + END, reading: { a: '' } },
  { what: 'an empty file', body: file('image', '') + END, reading: { image: 0 } },
  {
    what: 'an epilogue',
    body: `${field('a', '1')}${END}after all${file('image', 'x')}`,
    reading: { a: '1' },
  },
  {
    what: 'a charset without a value',
    body: `${form('--B', 'Content-Disposition: form-data; name="a"', 'Content-Type: a/b; charset*=', '', '1')}${END}`,
    reading: { a: '1' },
  },
  {
    what: 'a name that every object has',
    body: field('__proto__', '1') + field('constructor', '2') + END,
    reading: { ['__proto__']: '1', constructor: '2' },
  },
  { what: 'a field sent twice', body: field('a', '1') + field('a', '2') + END, reading: { a: '2' } },
  {
    what: 'a file and a text with one name',
    body: file('image', 'four') + field('image', 'x') + END,
    reading: { image: 4 },
  },
  {
    what: '10 files and 90 texts',
    body: file('image', 'x').repeat(10) + field('a', '1').repeat(90) + END,
    reading: { a: '1', image: 1 },
  },
  { what: '11 files', body: file('other', 'x').repeat(11) + END, reading: 'too_many_parts' },
  { what: '101 parts', body: field('a', '1').repeat(101) + END, reading: 'too_many_parts' },
  { what: '10,000 parts', body: field('a', '1').repeat(10_000) + END, reading: 'too_many_parts' },
  { what: '10,000 delimiters', body: '--B\r\n'.repeat(10_000) + END, reading: 'too_many_parts' },
  // Without a file name, the type says whether it is a file; other fields have no files.
  ...['image/jpeg', 'IMAGE/PNG', 'image/x-unknown; q="a;b"', 'application/octet-stream'].map((type) => ({
    what: `a picture without a file name, of the type ${type}`,
    body: unnamed('image', type, 'four') + unnamed('cropped_image', type, 'seven77') + END,
    reading: { image: 4, cropped_image: 7 },
  })),
  ...[null, 'text/plain', 'text/plain; charset=utf-8', 'application/json', 'images/png'].map((type) => ({
    what: `an image without a file name, of the type ${type}`,
    body: unnamed('image', type, 'four') + END,
    reading: { image: 'four' },
  })),
  {
    what: 'a text that is declared as a picture',
    body: unnamed('a', 'image/jpeg', 'four') + END,
    reading: { a: 'four' },
  },
  {
    what: 'a file field in which nothing was chosen (HTML, constructing the entry list)',
    body: `${unnamed('cropped_image', 'application/octet-stream', '', '; filename=""')}${file('image', 'x')}${END}`,
    reading: { image: 1 },
  },
  {
    what: 'a picture with an empty file name',
    body: unnamed('image', 'image/jpeg', 'four', '; filename=""') + END,
    reading: { image: 4 },
  },
  {
    what: 'an empty picture without a file name',
    body: unnamed('image', 'image/jpeg', '') + END,
    reading: { image: 0 },
  },
  {
    what: 'a picture without a file name, over its limit',
    body: unnamed('image', 'image/jpeg', 'x'.repeat(1_000_001)) + END,
    reading: 'payload_too_large',
  },
  {
    what: '11 pictures without a file name',
    body: unnamed('image', 'image/jpeg', 'x').repeat(11) + END,
    reading: 'too_many_parts',
  },
  {
    what: 'a file over its limit',
    body: file('image', 'x'.repeat(1_000_001)) + END,
    reading: 'payload_too_large',
  },
  {
    what: 'texts over their limit',
    body: field('a', 'x'.repeat(40_000)) + field('b', 'x'.repeat(40_000)) + END,
    reading: 'payload_too_large',
  },
]
for (const { what, type = multipartType, body, reading } of endings) {
  test(`a form with ${what} is read to the end`, async () => {
    const expected = typeof reading === 'string' ? { refused: reading } : { fields: reading }
    assert.deepEqual(JSON.stringify(await server.send([body], type)), JSON.stringify(expected))
    assert.deepEqual(await server.files(), [])
  })
}

test('a form in any pieces, intact or damaged, is read or refused and leaves no file', async () => {
  const piece = fc.constantFrom(
    field('a', 'text'),
    file('image', 'x'.repeat(5000)),
    file('other', 'x'),
    unnamed('image', 'image/jpeg', 'x'.repeat(5000)),
    unnamed('image', 'application/octet-stream', '', '; filename=""'),
    '--B\r\n',
    '\r\n--B',
    '--',
    '\r\n\r\n',
    'Content-Disposition: form-data',
    '; name="image"; filename="b"',
    "; filename*=utf-8'x'%ff",
    ': ',
    '"',
    '\n',
    '\0',
    END,
  )
  const body = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  await fc.assert(
    fc.asyncProperty(body, fc.boolean(), fc.integer({ min: 1, max: 3000 }), async (text, isEnded, size) => {
      const bytes = Buffer.from(isEnded ? text + END : text)
      const chunks = []
      for (let start = 0; start < bytes.length; start += size)
        chunks.push(bytes.subarray(start, start + size))
      const { refused, fields } = await server.send(chunks)
      assert.ok(
        fields !== undefined || refused === 'parse_multipart' || refused === 'too_many_parts',
        refused,
      )
      assert.deepEqual(await server.files(), [])
    }),
    { numRuns: 300 },
  )
})

test('if a file field is repeated only the last file stays on the disk', async () => {
  const body = server.begin()
  for (let i = 0; i < 9; i++) body.write(file('image', 'x'.repeat(100_000)))
  body.write(file('image', 'last').slice(0, -3))
  await eventually(async () => (await server.files()).join() === (await newest()) && true)
  body.write(`t\r\n${END}`)
  assert.deepEqual(await body.end(), { fields: { image: 4 } })
})

/** Returns the only remaining file; empty while there are several. */
async function newest(): Promise<string> {
  const files = await server.files()
  return files.length === 1 ? (files[0] ?? '') : 'several'
}

test('bytes are counted whatever the client declares, and the body is refused as soon as it exceeds the limit', async () => {
  const body = server.begin()
  let isRefused = false
  const part = file('other', 'x'.repeat(400_000))
  // Never ends: the response must not wait for it.
  for (let i = 0; i < 6; i++) body.write(part)
  const reading = body.end().then((answer) => {
    isRefused = true
    return answer
  })
  await eventually(async () => isRefused)
  assert.deepEqual(await reading, { refused: 'payload_too_large' })
})

test('a file in a field that is not stored writes nothing', async () => {
  const body = server.begin()
  body.write(file('other', 'x'.repeat(100_000)))
  body.write(file('image', 'kept').slice(0, -3))
  await eventually(async () => (await server.files()).length > 0)
  assert.equal((await server.files()).length, 1)
  body.write(`t\r\n${END}`)
  assert.deepEqual(await body.end(), { fields: { other: 100_000, image: 4 } })
})

test('a client that disconnects in the middle of a file leaves nothing on the disk', async () => {
  const { port } = new URL(service.origin)
  const before = await readdir(service.services.temporaryFolder)
  const socket = connect(Number(port), '127.0.0.1')
  const headers = Object.entries(person.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(
    `POST /api/v1/user/profile-image/ HTTP/1.1\r\nHost: x\r\nContent-Type: ${multipartType}\r\nTransfer-Encoding: chunked\r\n${headers.join('')}\r\n`,
  )
  const part = file('image', 'x'.repeat(50_000))
  socket.write(`${part.length.toString(16)}\r\n${part}`)
  const files = async () => (await readdir(service.services.temporaryFolder)).length - before.length
  await eventually(async () => (await files()) === 1)
  socket.destroy()
  await eventually(async () => (await files()) === 0)
})

test('whichever callback of the reader throws, only that request fails and nothing is left', async (t) => {
  const whole = [field('a', '1'), file('image', 'x'.repeat(300_000)), file('image', 'y'), END]
  const broken = [field('a', '1'), file('image', 'x')]
  const many = [field('a', '1').repeat(101) + END]
  const large = [file('image', 'x'.repeat(1_100_000)) + END]
  const bodies = [whole, broken, many, large]
  const stray: unknown[] = []
  const note = (fault: unknown) => stray.push(fault)
  backgroundErrors.subscribe(note)
  t.after(() => {
    backgroundErrors.unsubscribe(note)
    sabotage.before = () => {}
  })
  const names = new Set<string>()
  sabotage.before = (name) => {
    if (name.startsWith('multipart body')) names.add(name)
  }
  for (const body of bodies) await server.send(body)
  assert.deepEqual([...names].sort(), [
    'multipart body: close',
    'multipart body: data',
    'multipart body: drain',
    'multipart body: end',
    'multipart body: error',
    'multipart body: field',
    'multipart body: file',
    'multipart body: finish',
    'multipart body: header',
    'multipart body: limit',
    'multipart body: part',
    'multipart body: partsLimit',
  ])
  for (const wanted of names) {
    let thrown = 0
    sabotage.before = (name) => {
      if (name !== wanted) return
      thrown++
      throw new Error(`thrown in ${name}`)
    }
    const readings = []
    for (const body of bodies) readings.push(await server.send(body))
    assert.ok(thrown > 0, wanted)
    assert.ok(
      readings.some(({ refused }) => refused === `thrown in ${wanted}`),
      wanted,
    )
    await eventually(async () => (await server.files()).length === 0)
  }
  assert.deepEqual(stray, [])
})
