import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { base64Decoder, decodeBase64 } from '../../src/http/body/base64.ts'
import { serviceFixture } from '../support/service.ts'

const service = await serviceFixture()
const person = await service.person()

interface Answer {
  errors: { detail: string }
  data: { UserProfile: { first_name: string }[] }
}

async function send(path: string, type: string, body: Buffer, method = 'POST') {
  const headers = { ...person.headers, 'content-type': type }
  const answer = await fetch(`${service.base}/user/${path}/`, { method, headers, body: new Uint8Array(body) })
  return { status: answer.status, body: (await answer.json()) as Answer }
}
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=B'
const END = '--B--\r\n'
const part = (name: string, value: string, ...headers: string[]) =>
  [`--B`, `Content-Disposition: form-data; name="${name}"`, ...headers, '', value, ''].join('\r\n')

/** Bytes according to the WHATWG Encoding Standard, as one character each, and the stored text. */
const rows: [what: string, type: string, body: Buffer, name: string][] = [
  ['escaped ISO-8859-1', `${URLENCODED}; charset=ISO-8859-1`, latin1('first_name=J%E9r%F4me'), 'Jérôme'],
  ['raw ISO-8859-1', `${URLENCODED}; charset="iso-8859-1"`, latin1('first_name=J\xe9r\xf4me'), 'Jérôme'],
  ['windows-1252', `${URLENCODED};Charset=windows-1252`, latin1('first_name=D%92Arcy+%80'), 'D’Arcy €'],
  ['escaped Shift_JIS', `${URLENCODED}; charset=Shift_JIS`, latin1('first_name=%93%8C%8B%9E'), '東京'],
  // The second byte of 表 is a backslash, that of ア a capital A.
  ['raw Shift_JIS', `${URLENCODED}; charset=Shift_JIS`, latin1('first_name=\x95\x5c\x83A'), '表ア'],
  ['EUC-KR', `${URLENCODED}; charset=euc-kr`, latin1('first_name=%C7%D1%B1%DB'), '한글'],
  ['UTF-8, declared', `${URLENCODED}; charset=utf-8`, latin1('first_name=J%C3%A9r%C3%B4me'), 'Jérôme'],
  ['UTF-8, by default', URLENCODED, latin1('first_name=J%C3%A9r%C3%B4me'), 'Jérôme'],
  ['UTF-16', `${URLENCODED}; charset=utf-16`, Buffer.from('first_name=Jérôme', 'utf16le'), 'Jérôme'],
  ['_charset_ in a form', URLENCODED, latin1('first_name=J%E9r%F4me&_charset_=iso-8859-1'), 'Jérôme'],
  ['bytes that are not UTF-8', URLENCODED, latin1('first_name=J%E9'), 'J\ufffd'],
  [
    'JSON in ISO-8859-1',
    'application/json; charset=ISO-8859-1',
    latin1('{"first_name":"J\xe9r\xf4me"}'),
    'Jérôme',
  ],
  [
    'JSON in Shift_JIS',
    'application/json; charset=Shift_JIS',
    latin1('{"first_name":"\x83A\x93\x8c"}'),
    'ア東',
  ],
  [
    'JSON in UTF-16',
    'application/json; charset=utf-16le',
    Buffer.from('{"first_name":"Jérôme"}', 'utf16le'),
    'Jérôme',
  ],
  ['multipart by default', MULTIPART, Buffer.from(part('first_name', 'Jérôme') + END), 'Jérôme'],
  [
    'multipart as a whole',
    `${MULTIPART}; charset=ISO-8859-1`,
    latin1(part('first_name', 'J\xe9r\xf4me') + END),
    'Jérôme',
  ],
  [
    'only a part',
    MULTIPART,
    latin1(part('first_name', '\x93\x8c\x8b\x9e', 'Content-Type: text/plain; charset=Shift_JIS') + END),
    '東京',
  ],
  [
    'a part that differs from the whole',
    `${MULTIPART}; charset=ISO-8859-1`,
    latin1(part('first_name', '\xe6\x9d\xb1', 'Content-Type: text/plain;charset="UTF-8"') + END),
    '東',
  ],
  [
    'multipart with _charset_ at its end',
    MULTIPART,
    latin1(part('first_name', 'J\xe9r\xf4me') + part('_charset_', 'windows-1252') + END),
    'Jérôme',
  ],
  [
    'base64',
    MULTIPART,
    latin1(part('first_name', 'SsOpcsO0\r\nbWU=', 'Content-Transfer-Encoding: BASE64') + END),
    'Jérôme',
  ],
  [
    'base64 of ISO-8859-1',
    MULTIPART,
    latin1(
      part(
        'first_name',
        'Suly9G1l',
        'Content-Transfer-Encoding: base64',
        'Content-Type: text/plain; charset=latin1',
      ) + END,
    ),
    'Jérôme',
  ],
  // As Django does with the text of a field that is not base64.
  [
    'what says that it is base64 and is not',
    MULTIPART,
    latin1(part('first_name', 'Ada Lo', 'Content-Transfer-Encoding: base64') + END),
    'Ada Lo',
  ],
]
for (const [what, type, body, name] of rows) {
  test(`a name is decoded correctly: ${what}`, async () => {
    const answer = await send('profile', type, body, 'PATCH')
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.equal(answer.body.data.UserProfile[0]?.first_name, name)
  })
}

const unknown: [what: string, type: string, body: string, named: string][] = [
  ['a form', `${URLENCODED}; charset=klingon`, 'a=1', 'charset=klingon'],
  ['JSON', 'application/json; charset=utf-7', '{}', 'charset=utf-7'],
  ['multipart', `${MULTIPART}; charset=klingon`, part('a', '1') + END, 'charset=klingon'],
  ['a part', MULTIPART, part('a', '1', 'Content-Type: text/plain; charset=klingon') + END, 'charset=klingon'],
  ['_charset_', MULTIPART, part('_charset_', 'klingon') + END, '_charset_=klingon'],
  ['_charset_ in a form', URLENCODED, '_charset_=klingon', '_charset_=klingon'],
]
for (const [what, type, body, named] of unknown) {
  test(`an unknown encoding is a 415 that names it: ${what}`, async () => {
    const answer = await send('profile', type, latin1(body), 'PATCH')
    assert.equal(answer.status, 415, JSON.stringify(answer.body))
    assert.ok(answer.body.errors.detail.includes(named), answer.body.errors.detail)
  })
}

test('JSON that is not in its declared encoding is refused', async () => {
  const answer = await send('profile', 'application/json; charset=shift_jis', latin1('{"a":"\x81"}'), 'PATCH')
  assert.equal(answer.status, 400)
  assert.equal(answer.body.errors.detail, 'JSON parse error - the body is not SHIFT_JIS')
})

const picture = (value: string) =>
  latin1(
    [
      '--B',
      'Content-Disposition: form-data; name="image"; filename="a.png"',
      'Content-Transfer-Encoding: base64',
      '',
      value,
      END,
    ].join('\r\n'),
  )

test('a picture in base64 is accepted, and invalid base64 is refused and leaves nothing on the disk', async () => {
  const image = { width: 64, height: 64, channels: 3, background: '#0a0' } as const
  const bytes = await sharp({ create: image }).png().toBuffer()
  const lines = bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n')
  const accepted = await send('profile-image', MULTIPART, picture(lines))
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body))
  for (const broken of ['A', 'AAAA====', 'AA==AAAA', 'A*AA']) {
    const refused = await send('profile-image', MULTIPART, picture(broken))
    assert.equal(refused.status, 400, broken)
    assert.match(refused.body.errors.detail, /Could not decode base64 data/)
  }
  assert.deepEqual(await readdir(service.services.temporaryFolder), [])
})

test('base64 decodes correctly, whole and in any pieces, and fails only with a refusal', async () => {
  const property = fc.asyncProperty(fc.uint8Array(), fc.nat(90), fc.nat(7), async (sent, width, step) => {
    const text = Buffer.from(sent).toString('base64')
    const lines = text.replace(new RegExp(`.{1,${width + 1}}`, 'g'), '$&\r\n')
    assert.deepEqual(decodeBase64(latin1(lines)), Buffer.from(sent))
    const decoder = base64Decoder()
    for (let i = 0; i < lines.length; i += step + 1) decoder.write(latin1(lines.slice(i, i + step + 1)))
    decoder.end()
    assert.deepEqual(Buffer.concat(await decoder.toArray()), Buffer.from(sent))
    assert.equal(decoder.bytesDecoded, sent.length)
  })
  await fc.assert(property)
})
