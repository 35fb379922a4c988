import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openTemporaryNames, sweepUploads } from '../../src/adapters/files/temporary-names.ts'
import { sweepMails } from '../../src/adapters/mailer/folder-mailer.ts'
import { createFolderObjects } from '../../src/adapters/objects/folder-objects.ts'
import { HOUR } from '../../src/basics/durations.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-temporary-'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function dataFolder(): Promise<string> {
  const path = await mkdtemp(join(folder, 'data-'))
  await mkdir(join(path, 'tmp'))
  return path
}
const uploads = (path: string) => readdir(join(path, 'tmp'))

/** Sweeps until nothing is left to do. */
async function sweep(path: string): Promise<number> {
  let removed = 0
  for (;;) {
    const step = await sweepUploads(path, Date.now() - HOUR)
    if (step === 0) return removed
    removed += step
  }
}

const module = new URL('../../src/adapters/files/temporary-names.ts', import.meta.url).pathname
/** A process that claims a prefix, writes uploads under it and waits. */
async function uploading(path: string, files: number) {
  const code = `
    import { writeFileSync } from 'node:fs'
    const { openTemporaryNames } = await import(${JSON.stringify(module)})
    const names = openTemporaryNames(${JSON.stringify(path)})
    for (let i = 0; i < ${files}; i++) writeFileSync(${JSON.stringify(join(path, 'tmp'))} + '/' + names.prefix + i, 'half')
    process.stdout.write('ready')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return async () => {
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
  }
}

test('uploads of a killed process are swept, and those of a running one are not', async () => {
  const path = await dataFolder()
  const killFirst = await uploading(path, 250)
  const killSecond = await uploading(path, 3)
  assert.equal(await sweep(path), 0)
  await killFirst()
  assert.equal(await sweep(path), 250)
  assert.equal((await uploads(path)).length, 3)
  await killSecond()
  await Promise.all([sweep(path), sweep(path), sweep(path)])
  await sweep(path)
  assert.deepEqual(await readdir(path), ['tmp'], 'no lock file remains')
  assert.deepEqual(await uploads(path), [])
})

test('a process does not sweep its own uploads, and others still see it as alive', async () => {
  const path = await dataFolder()
  const names = openTemporaryNames(path)
  await writeFile(join(path, 'tmp', `${names.prefix}mine`), 'half')
  assert.equal(await sweep(path), 0)
  const code = `const { sweepUploads } = await import(${JSON.stringify(module)})
    process.stdout.write(String(await sweepUploads(${JSON.stringify(path)}, 0)))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code])
  const chunks = await Array.fromAsync(child.stdout)
  assert.equal(String(chunks[0]), '0')
  assert.equal((await uploads(path)).length, 1)
  names.close()
})

test('a file that names no process is swept an hour after its last write', async () => {
  const path = await dataFolder()
  for (const name of ['young', 'old']) await writeFile(join(path, 'tmp', name), 'half')
  const before = (Date.now() - 2 * HOUR) / 1000
  await utimes(join(path, 'tmp', 'old'), before, before)
  assert.equal(await sweep(path), 1)
  assert.deepEqual(await uploads(path), ['young'])
})

test('leftovers of a killed picture write are removed without reading any picture', async () => {
  const root = await mkdtemp(join(folder, 'objects-'))
  const store = createFolderObjects(root)
  await store.put('a/b', Buffer.from('1'), 'image/webp')
  await mkdir(join(root, '~unfinished'), { recursive: true })
  for (const name of ['old', 'young']) await writeFile(join(root, '~unfinished', name), 'half')
  const before = (Date.now() - HOUR) / 1000
  await utimes(join(root, '~unfinished', 'old'), before, before)
  assert.equal((await Array.fromAsync(store.list(''))).length, 1)
  assert.equal((await Array.fromAsync(store.unfinished())).length, 2)
  assert.equal(await store.removeUnfinished(Date.now() - HOUR / 2), 1)
  assert.deepEqual(await readdir(join(root, '~unfinished')), ['young'])
})

test('files can be written while others are constantly removed', async () => {
  const store = createFolderObjects(await mkdtemp(join(folder, 'busy-')))
  const write = async (i: number) => {
    for (let n = 0; n < 20; n++) {
      const key = `p${i}/${n}`
      await store.put(key, Buffer.from(key), 'image/webp')
      assert.equal(String(await store.read(key)), key)
      await store.remove([key])
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, i) => write(i)))
  assert.deepEqual(await Array.fromAsync(store.list('')), [])
})

test('a partially written mail is swept, and complete and new ones stay', async () => {
  const path = await mkdtemp(join(folder, 'mail-'))
  const names = ['old.eml.tmp', 'new.eml.tmp', 'old.eml']
  for (const name of names) await writeFile(join(path, name), 'half')
  const old = new Date(Date.now() - HOUR)
  for (const name of ['old.eml.tmp', 'old.eml']) await utimes(join(path, name), old, old)
  assert.equal(await sweepMails(path, Date.now() - HOUR / 2), 1)
  assert.deepEqual((await readdir(path)).sort(), ['new.eml.tmp', 'old.eml'])
  assert.equal(await sweepMails(join(path, 'nowhere'), Date.now()), 0)
})
