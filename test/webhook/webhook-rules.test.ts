import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import {
  FAILING_MAX,
  isDead,
  judge,
  readEndpointUrl,
  secretOf,
  signedHeaders,
} from '../../src/webhook/webhook.ts'

const body = '{"type":"user.updated","data":{"user_id":"ä"}}'

test('the standard library accepts what is signed, with the current and the previous secret', () => {
  const secrets = [secretOf(randomBytes(32)), secretOf(randomBytes(32))]
  const headers = signedHeaders({ id: 'msg', body }, secrets, Date.now())
  for (const secret of secrets) assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body))
  const other = new Webhook(secretOf(randomBytes(32)))
  assert.throws(() => other.verify(body, headers))
  for (const changed of [
    { ...headers, 'webhook-id': 'other' },
    { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) },
  ]) {
    assert.throws(() => new Webhook(secrets[0]!).verify(body, changed))
  }
  assert.throws(() => new Webhook(secrets[0]!).verify(`${body} `, headers))
})

// The example of the specification (Standard Webhooks 1.0, "Signature scheme"), as its libraries test it.
test('the example of the specification has the same signature', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
  const headers = signedHeaders({ id, body: '{"test": 2432232314}' }, [secret], 1614265330_000)
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

const outcomes: [status: number, result: ReturnType<typeof judge>][] = [
  [200, 'delivered'],
  [204, 'delivered'],
  [299, 'delivered'],
  [301, 'failed'],
  [304, 'failed'],
  [400, 'failed'],
  [404, 'failed'],
  [410, 'gone'],
  [429, 'failed'],
  [500, 'failed'],
]
for (const [status, result] of outcomes)
  test(`status ${status} means ${result}`, () => assert.equal(judge({ status }), result))

test('no response means failed', () => assert.equal(judge({ fault: 'timeout', detail: '' }), 'failed'))

test('an endpoint is dead after three days without success', () => {
  assert.equal(isDead(null, FAILING_MAX), false)
  assert.equal(isDead(1, FAILING_MAX), false)
  assert.equal(isDead(1, FAILING_MAX + 1), true)
})

const addresses: [text: string, isPlainAllowed: boolean, url: string | null][] = [
  ['https://app.example.com/hooks?a=1', false, 'https://app.example.com/hooks?a=1'],
  ['https://app.example.com', false, 'https://app.example.com/'],
  ['http://app.internal/hooks', true, 'http://app.internal/hooks'],
  ['http://app.internal/hooks', false, null],
  ['https://0x7f.1/', false, 'https://127.0.0.1/'],
  ['ftp://app.example.com', true, null],
  ['https://user:secret@app.example.com', true, null],
  ['https://app.example.com/#part', true, null],
  ['app.example.com', true, null],
  ['', true, null],
  [`https://app.example.com/${'a'.repeat(2000)}`, true, null],
]
for (const [text, isPlainAllowed, url] of addresses) {
  test(`${text.slice(0, 60) || 'an empty text'} is ${url === null ? 'no' : 'an'} address of an endpoint${isPlainAllowed ? ' with listed networks' : ''}`, () => {
    const result = readEndpointUrl(text, isPlainAllowed)
    assert.equal('url' in result ? result.url : null, url)
  })
}
