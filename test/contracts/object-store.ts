import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import type { ObjectStore } from '../../src/ports/objects.ts'

/**
 * The contract of every object store. `make` returns a store that the tests may fill; they do not expect it to be
 * empty.
 */
export function objectStoreContract(name: string, make: () => Promise<ObjectStore>): void {
  const keysOf = async (store: ObjectStore, prefix: string) => {
    const keys: string[] = []
    for await (const entry of store.list(prefix)) keys.push(entry.key)
    return keys.sort()
  }
  const bytes = (content: string) => Buffer.from(content)

  test(`${name}: a stored object is read back, whole and as a stream`, async () => {
    const store = await make()
    await store.put('back/a/one.bin', bytes('first'), 'image/webp')
    assert.equal(String(await store.read('back/a/one.bin')), 'first')
    const opened = await store.open('back/a/one.bin')
    assert.equal(opened?.size, 5)
    assert.equal(await text(opened?.body ?? []), 'first')
    assert.equal(await store.has('back/a/one.bin'), true)
  })

  test(`${name}: a second put under the same key replaces the first`, async () => {
    const store = await make()
    await store.put('again/one', bytes('first and long'), 'image/webp')
    await store.put('again/one', bytes('second'), 'image/webp')
    assert.equal(String(await store.read('again/one')), 'second')
  })

  test(`${name}: a missing object is null, also below an object and for a folder`, async () => {
    const store = await make()
    await store.put('missing/one', bytes('x'), 'image/webp')
    for (const key of ['missing/two', 'missing/one/three', 'missing']) {
      assert.equal(await store.read(key), null, key)
      assert.equal(await store.open(key), null, key)
      assert.equal(await store.has(key), false, key)
    }
  })

  test(`${name}: removing deletes existing objects and ignores missing ones`, async () => {
    const store = await make()
    await store.put('gone/a/one', bytes('x'), 'image/webp')
    await store.put('gone/b/two', bytes('x'), 'image/webp')
    await store.remove(['gone/a/one', 'gone/a/never', 'gone/never/never'])
    await store.remove([])
    assert.deepEqual(await keysOf(store, 'gone/'), ['gone/b/two'])
  })

  test(`${name}: a list contains exactly the objects below the prefix, with size and time`, async () => {
    const store = await make()
    const started = Date.now()
    for (const key of ['list/p1/a', 'list/p1/b/c', 'list/p11/a', 'list/p2/a']) {
      await store.put(key, bytes(key), 'image/webp')
    }
    assert.deepEqual(await keysOf(store, 'list/p1/'), ['list/p1/a', 'list/p1/b/c'])
    assert.deepEqual(await keysOf(store, 'list/p1'), ['list/p1/a', 'list/p1/b/c', 'list/p11/a'])
    assert.deepEqual(await keysOf(store, 'list/none/'), [])
    for await (const entry of store.list('list/p1/a')) {
      assert.equal(entry.size, 9)
      // A store may use whole seconds and its own clock.
      assert.ok(Math.abs(entry.modifiedAt - started) < 60_000, String(entry.modifiedAt))
    }
  })

  test(`${name}: keys that could leave the store are refused by every method`, async () => {
    const store = await make()
    const bad = [
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../b',
      '../a',
      'a/./b',
      'a\\b',
      'a b',
      'ä',
      'a\0b',
      'a~b',
      '%2e',
      'x'.repeat(2000),
    ]
    for (const key of bad) {
      await assert.rejects(store.put(key, bytes('x'), 'image/webp'), TypeError, key)
      await assert.rejects(store.read(key), TypeError, key)
      await assert.rejects(store.open(key), TypeError, key)
      await assert.rejects(store.has(key), TypeError, key)
    }
    for (const key of bad.filter((key) => key !== 'a~b'))
      await assert.rejects(store.remove([key]), TypeError, key)
    await assert.rejects(keysOf(store, '../'), TypeError)
  })

  test(`${name}: a reader never sees a partial object while it is being replaced`, async () => {
    const store = await make()
    const versions = ['a', 'b', 'c'].map((letter) => Buffer.alloc(300_000, letter))
    await store.put('whole/one', versions[0] ?? bytes(''), 'image/webp')
    const writing = Promise.all(versions.map((version) => store.put('whole/one', version, 'image/webp')))
    for (let i = 0; i < 30; i++) {
      const read = await store.read('whole/one')
      assert.ok(versions.some((version) => read?.equals(version)))
    }
    await writing
  })

  test(`${name}: puts and removals of neighbors do not affect each other`, async () => {
    const store = await make()
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        await store.put(`busy/folder/${i}`, bytes(String(i)), 'image/webp')
        if (i % 2 === 1) await store.remove([`busy/folder/${i}`])
      }),
    )
    assert.equal((await keysOf(store, 'busy/folder/')).length, 20)
  })

  test(`${name}: the check passes on a working store and leaves nothing behind`, async () => {
    const store = await make()
    const before = await keysOf(store, '')
    await store.ping()
    await store.check()
    assert.deepEqual(await keysOf(store, ''), before)
  })
}
