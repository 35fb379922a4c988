import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { createS3Objects } from '../../src/adapters/objects/s3-objects.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import type { ObjectStore } from '../../src/ports/objects.ts'
import { objectStoreContract } from '../contracts/object-store.ts'
import { eventually } from '../support/wait.ts'

const bucket = `objects-${randomBytes(4).toString('hex')}`
const opened: ObjectStore[] = []
const open = (options: Partial<Parameters<typeof createS3Objects>[0]> = {}) => {
  const store = createS3Objects({ bucket, prefix: 'a/b/', ...options })
  opened.push(store)
  return store
}
after(() => {
  for (const store of opened) store.close()
})

objectStoreContract('S3', async () => {
  const store = open()
  // The cluster's gateways wait half a minute for one that another test has killed.
  await eventually(async () => {
    const reason = await store.ping().then(
      () => null,
      (error: unknown) => error,
    )
    if (reason !== null && !(reason instanceof Unavailable)) throw reason
    return reason === null
  }, 90_000)
  return store
})

test('a missing bucket is created by one of several nodes that start together', async () => {
  const other = `objects-${randomBytes(4).toString('hex')}`
  const stores = Array.from({ length: 5 }, () => open({ bucket: other }))
  await Promise.all(stores.map((store) => store.ping()))
  await stores[0]?.check()
})

test('objects outside the prefix belong to others', async () => {
  const [mine, other] = [open({ prefix: 'mine/' }), open({ prefix: '' })]
  await mine.ping()
  await mine.put('one', Buffer.from('1'), 'image/webp')
  await other.put('two', Buffer.from('2'), 'image/webp')
  const keys: string[] = []
  for await (const { key } of mine.list('')) keys.push(key)
  assert.deepEqual(keys, ['one'])
  assert.equal(await mine.has('two'), false)
  assert.equal(String(await other.read('mine/one')), '1')
})

test('a list in many batches is complete', async () => {
  const store = open({ prefix: 'many/' })
  await store.ping()
  // Fewer at a time than the store accepts calls.
  for (let start = 0; start < 1100; start += 220) {
    const some = Array.from({ length: 220 }, (_, i) => `k${start + i}`)
    await Promise.all(some.map((key) => store.put(key, Buffer.from('x'), 'image/webp')))
  }
  const keys = new Set<string>()
  for await (const { key } of store.list('')) keys.add(key)
  assert.equal(keys.size, 1100)
})

test('wrong credentials are not an outage: the error names them', async () => {
  const known = process.env.AWS_SECRET_ACCESS_KEY
  process.env.AWS_SECRET_ACCESS_KEY = 'wrong'
  try {
    await assert.rejects(open().ping(), /^UnusableStore: the picture store rejects it: .*403/)
  } finally {
    process.env.AWS_SECRET_ACCESS_KEY = known
  }
})

test('a signed link shows the object to anyone, with its type, and caches may keep it forever; without a signature nobody sees it', async () => {
  const store = open({ signs: true })
  await store.ping()
  await store.put('linked', Buffer.from('seen'), 'image/webp')
  const link = await store.link?.('linked')
  assert.equal(link?.seconds, 3600)
  const answer = await fetch(link?.url ?? '')
  assert.equal(await answer.text(), 'seen')
  assert.equal(answer.headers.get('content-type'), 'image/webp')
  assert.match(answer.headers.get('cache-control') ?? '', /immutable/)
  const unsigned = new URL(link?.url ?? '')
  unsigned.search = ''
  assert.equal((await fetch(unsigned)).status, 403)
})

test('a public link is the address that the operator set, followed by the key', async () => {
  const link = await open({ publicUrl: 'https://cdn.example.com/p' }).link?.('x/1.webp')
  assert.deepEqual(link, { url: 'https://cdn.example.com/p/x/1.webp', seconds: null })
})
