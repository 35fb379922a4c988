import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createFolder, createFolderSync } from '../../src/basics/folders.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-folders-'))
})
after(() => rm(root, { recursive: true, force: true }))

const ways = {
  asynchronously: createFolder,
  synchronously: async (path: string) => createFolderSync(path),
}

for (const [how, create] of Object.entries(ways)) {
  test(`only the owner can enter a folder created ${how}, and its missing parents`, async () => {
    const path = join(await mkdtemp(join(root, 'created-')), 'a/b/c')
    await create(path)
    await create(path)
    for (const folder of [path, join(path, '..'), join(path, '../..')])
      assert.equal((await stat(folder)).mode & 0o777, 0o700)
  })

  /** One row per path at which no folder can be created: the error code of the system. */
  const nowhere: [path: (root: string) => string, code: RegExp][] = [
    [() => '/proc/x', /ENOENT/],
    [() => '/proc/self/fd/x/y', /ENOENT/],
    [() => '/sys/x', /EPERM|EACCES|EROFS/],
    [() => '/dev/null/x/y', /ENOTDIR/],
    [() => '/dev/null', /EEXIST/],
    [(root) => join(root, 'file'), /EEXIST/],
    [(root) => join(root, 'file/below/it'), /ENOTDIR/],
    [(root) => join(root, 'link-to-nowhere'), /EEXIST/],
    [(root) => join(root, 'x'.repeat(300)), /ENAMETOOLONG/],
    [(root) => join(root, 'x/'.repeat(3000)), /ENAMETOOLONG/],
  ]
  for (const [path, code] of nowhere) {
    test(`a folder created ${how} at ${path('ROOT').slice(0, 40)} fails soon, with the error of the system`, async () => {
      await writeFile(join(root, 'file'), '')
      await symlink(join(root, 'nowhere'), join(root, 'link-to-nowhere')).catch(() => {})
      await assert.rejects(create(path(root)), (error: NodeJS.ErrnoException) => code.test(error.code ?? ''))
    })
  }

  test(`several can create the same folder ${how} at the same time`, async () => {
    const path = join(await mkdtemp(join(root, 'race-')), 'a/b/c/d')
    await Promise.all(Array.from({ length: 20 }, () => create(path)))
    assert.deepEqual(await readdir(path), [])
  })
}

test('the first created folder is returned, so that its name can be made durable', async () => {
  const above = await mkdtemp(join(root, 'first-'))
  assert.equal(await createFolder(join(above, 'a/b')), join(above, 'a'))
  assert.equal(await createFolder(join(above, 'a/b')), undefined)
})

test("nothing uses Node's own recursive mkdir, which loops forever below /proc", () => {
  const sources = globSync('src/**/*.ts', { cwd: join(import.meta.dirname, '../..') })
  assert.ok(sources.length > 300)
  const found = sources.filter((file) => {
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
    return /mkdir(Sync)?\([^{}\n]*\n?[^{}\n]*\{[^}]*recursive/.test(text)
  })
  assert.deepEqual(found, [])
})
