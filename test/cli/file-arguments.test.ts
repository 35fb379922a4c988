import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { smallDisk } from '../support/disk.ts'
import { newClient } from '../support/person.ts'
import { command } from '../support/process.ts'
import { embeddedSettings } from '../support/setup.ts'
import { type Ended, startOnce } from '../support/start-once.ts'

const NOBODY = 65534

let root: string
/** A data folder with data, and a backup of it. */
let used: string
let archive: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-arguments-'))
  used = join(root, 'used')
  archive = join(root, 'backup.tar.gz')
  await newClient({ ...embeddedSettings, DATA_DIR: used })
  await command({ ...embeddedSettings, DATA_DIR: used }, 'backup', archive)
  await mkdir(join(root, 'folder'))
  await mkdir(join(root, 'locked'))
  await chmod(join(root, 'locked'), 0o755)
  await writeFile(join(root, 'file'), 'no people')
  await writeFile(join(root, 'unreadable'), '', { mode: 0o600 })
  await promisify(execFile)('chown', [String(NOBODY), join(root, 'locked'), join(root, 'unreadable')])
})
after(() => rm(root, { recursive: true, force: true }))

const run = (args: string[], dataDir = used): Promise<Ended> =>
  startOnce({ ...embeddedSettings, DATA_DIR: dataDir }, args)

/** Asserts that the command failed with one line. */
function assertRefused({ code, stdout, stderr }: Ended, line: RegExp, exitCode: number): void {
  assert.match(stderr, /^user-profile: [^\n]+\n$/)
  assert.match(stderr.slice('user-profile: '.length), line)
  assert.deepEqual([code, stdout], [exitCode, ''])
}

/** One row per path that cannot be written: what the line must say. */
const unwritable: [path: string, line: RegExp][] = [
  [
    'missing/out',
    /^FILE: .*missing\/out cannot be written: no such file or directory \(ENOENT\)\. .*create what is missing/,
  ],
  ['file/out', /^FILE: .*file\/out cannot be written: not a directory \(ENOTDIR\)/],
  ['locked/out', /^FILE: .*locked\/out cannot be written: permission denied \(EACCES\)\. Give the user/],
  ['folder', /^FILE: .*folder is a folder\. Specify a file/],
  ['/proc/out', /^FILE: \/proc\/out cannot be written: .*\(ENOENT\)/],
  ['/dev/null/out', /^FILE: \/dev\/null\/out cannot be written: not a directory \(ENOTDIR\)/],
]
for (const args of [['backup'], ['user', 'export']]) {
  for (const [path, line] of unwritable) {
    test(`${args.join(' ')} ${path} fails with one line that names the file`, async () => {
      assertRefused(await run([...args, join(path.startsWith('/') ? '' : root, path)]), line, 1)
    })
  }
}

/** One row per path that cannot be read. */
const unreadable: [path: string, line: RegExp][] = [
  ['missing', /^FILE: .*missing cannot be read: no such file or directory \(ENOENT\)/],
  ['file/below', /^FILE: .*file\/below cannot be read: not a directory \(ENOTDIR\)/],
  ['unreadable', /^FILE: .*unreadable cannot be read: permission denied \(EACCES\)/],
  ['folder', /^FILE: .*folder (is not a file|cannot be read: illegal operation on a directory \(EISDIR\))/],
]
for (const args of [['restore'], ['user', 'import']]) {
  for (const [path, line] of unreadable) {
    test(`${args.join(' ')} ${path} fails with one line that names the file`, async () => {
      const dataDir = args[0] === 'restore' ? join(root, 'restored') : used
      assertRefused(await run([...args, join(root, path)], dataDir), line, 1)
    })
  }
}

test('a backup to a full disk fails with one line that names the file, and leaves nothing there', async (t) => {
  const disk = await smallDisk(t, join(root, 'full'), 1)
  await disk.fill()
  const refused = await run(['backup', join(disk.folder, 'out.tar.gz')])
  assertRefused(
    refused,
    /^FILE: .*out\.tar\.gz cannot be written: no space left on device \(ENOSPC\)\. Free space/,
    1,
  )
  assert.deepEqual(await readdir(disk.folder), ['filler'])
})

test('a backup to a disk that becomes full meanwhile fails with the same line', async (t) => {
  // Enough space to begin, and less than the database needs.
  const disk = await smallDisk(t, join(root, 'filling'), 1)
  await writeFile(join(disk.folder, 'filler'), Buffer.alloc(900_000))
  const refused = await run(['backup', join(disk.folder, 'out.tar.gz')])
  assertRefused(refused, /^FILE: .*cannot be written: no space left on device \(ENOSPC\)/, 1)
})

/** One row per unusable data folder: what the line must say, and the exit code. */
const folders: [folder: string, line: RegExp, exitCode: number][] = [
  ['/proc/x', /^DATA_DIR: \/proc\/x cannot be used: .*\(ENOENT\)/, 2],
  ['/dev/null/x', /^DATA_DIR: \/dev\/null\/x cannot be used: not a directory \(ENOTDIR\)/, 2],
  ['file', /^DATA_DIR: .*file cannot be used: file already exists \(EEXIST\)/, 2],
  ['locked/below', /^DATA_DIR: .*locked\/below cannot be used: permission denied \(EACCES\)/, 1],
  ['locked', /^DATA_DIR: .*locked cannot be used: .*permission denied/, 1],
]
for (const [folder, line, exitCode] of folders) {
  const dataDir = () => join(folder.startsWith('/') ? '' : root, folder)
  test(`restore into ${folder} fails with one line that names the setting`, async () => {
    assertRefused(await run(['restore', archive], dataDir()), line, exitCode)
  })

  test(`move to ${folder} fails with one line that names the option`, async () => {
    const refused = await run(['move', '--to', dataDir(), '--objects', dataDir()])
    assertRefused(refused, new RegExp(line.source.replace('DATA_DIR', '--to')), exitCode)
  })
}

test('a restore to a full disk fails with one line that names the setting', async (t) => {
  const disk = await smallDisk(t, join(root, 'full-data'), 1)
  await writeFile(join(disk.folder, 'before-restore-filler'), Buffer.alloc(950_000))
  assertRefused(await run(['restore', archive], disk.folder), /^DATA_DIR: .*(ENOSPC|no space left)/, 1)
})

test('a file that is not a backup is named', async () => {
  const refused = await run(['restore', join(root, 'file')], join(root, 'restored'))
  assertRefused(refused, /^FILE: .*file is not a backup, or is damaged/, 1)
})

test('a move from a folder without a database names the setting', async () => {
  const refused = await run(
    ['move', '--to', join(root, 'to'), '--objects', join(root, 'to')],
    join(root, 'folder'),
  )
  assertRefused(refused, /^DATA_DIR: there is no database in .*folder/, 1)
})

test('a move to an unreachable database, or to an invalid address, names the option', async () => {
  const to = (place: string) => run(['move', '--to', place, '--objects', 's3://bucket'])
  assertRefused(
    await to('postgres://u:s3cr3t@127.0.0.1:1/p'),
    /^--to: the database cannot be reached: .*ECONNREFUSED/,
    1,
  )
  assertRefused(await to('mysql://u@h/p'), /^--to: must be a postgres:\/\/ .* Example: --to postgres:/, 2)
  const objects = await run(['move', '--to', 'postgres://u@127.0.0.1:1/p', '--objects', 's3://NO'])
  assertRefused(objects, /^--objects: must be s3:\/\/bucket/, 2)
})

test('a new data folder is reported once it exists', async () => {
  const dataDir = join(root, 'new')
  const { stderr } = await run(['user', 'list'], dataDir)
  assert.equal(stderr, `user-profile: created a new data folder, ${dataDir}\n`)
})
