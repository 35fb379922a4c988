import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createFolderObjects } from '../../src/adapters/objects/folder-objects.ts'
import { objectStoreContract } from '../contracts/object-store.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-objects-'))
})
after(() => rm(folder, { recursive: true, force: true }))

objectStoreContract('a folder', async () => createFolderObjects(join(folder, 'contract')))

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

test('a folder that does not exist yet is an empty store', async () => {
  const store = createFolderObjects(join(folder, 'new'))
  assert.deepEqual(await collect(store.list('')), [])
  assert.deepEqual(await collect(store.unfinished()), [])
  assert.equal(await store.read('a'), null)
})

test('leftovers of a killed write are listed separately and can be removed', async () => {
  const store = createFolderObjects(join(folder, 'killed'))
  await store.put('pictures/x/one', Buffer.from('1'), 'image/webp')
  await writeFile(join(folder, 'killed/pictures/x/two~0b5a'), 'half')
  assert.deepEqual(
    (await collect(store.list(''))).map((e) => e.key),
    ['pictures/x/one'],
  )
  const left = await collect(store.unfinished())
  assert.deepEqual(
    left.map((e) => [e.key, e.size]),
    [['pictures/x/two~0b5a', 4]],
  )
  const all = (await collect(store.listAll())).map((e) => [e.key, e.isUnfinished ?? false])
  assert.deepEqual(all.toSorted(), [
    ['pictures/x/one', false],
    ['pictures/x/two~0b5a', true],
  ])
  await store.remove(left.map((e) => e.key))
  assert.deepEqual(await collect(store.unfinished()), [])
  assert.equal(String(await store.read('pictures/x/one')), '1')
})

test('a file that another process wrote is stored under its key, and until then it is unfinished', async () => {
  const store = createFolderObjects(join(folder, 'drafts'))
  const [kept, dropped] = [await store.draft!(), await store.draft!()]
  for (const { path } of [kept, dropped]) await writeFile(path, 'by another')
  assert.deepEqual(
    (await collect(store.unfinished())).map((entry) => entry.key).toSorted(),
    [kept.key, dropped.key].toSorted(),
  )
  await store.put('a/one', kept, 'image/webp')
  assert.equal(String(await store.read('a/one')), 'by another')
  await store.remove([kept.key, dropped.key])
  assert.deepEqual(await collect(store.unfinished()), [])
  await assert.rejects(store.put('a/two', dropped, 'image/webp'))
  assert.equal(await store.read('a/two'), null)
})

test('a draft cannot be a file elsewhere', async () => {
  const store = createFolderObjects(join(folder, 'elsewhere'))
  const { path } = await store.draft!()
  await writeFile(path, 'x')
  for (const key of ['../new', '~unfinished/../../x', '/etc/passwd'])
    await assert.rejects(store.put('a', { path, key }, 'image/webp'), TypeError)
})

test('a failed write leaves nothing', async () => {
  const store = createFolderObjects(join(folder, 'failing'))
  await mkdir(join(folder, 'failing/a/b'), { recursive: true })
  await assert.rejects(store.put('a/b', Buffer.from('1'), 'image/webp'))
  assert.deepEqual(await collect(store.unfinished()), [])
  assert.deepEqual(await collect(store.list('')), [])
})

test('removing the last object of a folder removes the folder', async () => {
  const store = createFolderObjects(join(folder, 'empty'))
  await store.put('pictures/x/one', Buffer.from('1'), 'image/webp')
  await store.remove(['pictures/x/one'])
  assert.deepEqual(await readdir(join(folder, 'empty')), [])
})

test('only the owner of the service can read the files', async () => {
  const store = createFolderObjects(join(folder, 'modes'))
  await store.put('a/b', Buffer.from('1'), 'image/webp')
  assert.equal((await stat(join(folder, 'modes/a/b'))).mode & 0o777, 0o600)
  assert.equal((await stat(join(folder, 'modes/a'))).mode & 0o777, 0o700)
})
