import assert from 'node:assert/strict'
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { smallDisk } from '../support/disk.ts'
import { newClient, signInAt } from '../support/person.ts'
import { command, startProcess } from '../support/process.ts'
import { embeddedSettings } from '../support/setup.ts'
import { startOnce } from '../support/start-once.ts'

const NOBODY = 65534

let root: string
/** A used data folder with people and mails. */
let used: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-start-'))
  used = join(root, 'used')
  await newClient({ ...embeddedSettings, DATA_DIR: used })
})
after(() => rm(root, { recursive: true, force: true }))

async function copyOfUsed(): Promise<string> {
  const folder = await mkdtemp(join(root, 'copy-'))
  await cp(used, folder, { recursive: true })
  return folder
}

const start = (dataDir: string, args?: string[]) =>
  startOnce({ ...embeddedSettings, DATA_DIR: dataDir }, args)

async function overwrite(path: string, position: number, bytes: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.write(bytes, position)
  await file.close()
}

/**
 * One row per fault: how to prepare the folder, what the error line must say, and the exit code, 1 unless given.
 */
type Fault = [what: string, prepare: (t: TestContext) => Promise<string>, line: RegExp, exitCode?: 2]
const faults: Fault[] = [
  [
    'DATA_DIR is a file',
    async () => {
      await writeFile(join(root, 'file'), '')
      return join(root, 'file')
    },
    /file cannot be used: .*(ENOTDIR|EEXIST).* DATA_DIR must name a folder/,
    2,
  ],
  [
    'DATA_DIR lies below a file',
    async () => {
      await writeFile(join(root, 'another-file'), '')
      return join(root, 'another-file/data')
    },
    /cannot be used: ENOTDIR.* DATA_DIR must name a folder/,
    2,
  ],
  ...['/proc/x', '/proc/self/x', '/proc/self/fd/x/y', '/dev/null/x'].map(
    (path): Fault => [
      `DATA_DIR is ${path}, where no folder can be created`,
      async () => path,
      new RegExp(`${path} cannot be used: (ENOENT|ENOTDIR): .*DATA_DIR`),
      2,
    ],
  ),
  ['DATA_DIR is in /sys', async () => '/sys/x', /\/sys\/x cannot be used: (EPERM|EACCES|EROFS): .*DATA_DIR/],
  [
    'the name of DATA_DIR is too long',
    async () => join(root, 'x'.repeat(300)),
    /ENAMETOOLONG: .* set DATA_DIR to another one/,
    2,
  ],
  [
    'DATA_DIR may not be written',
    async () => {
      const folder = await copyOfUsed()
      await chown(folder, NOBODY, NOBODY)
      await chmod(folder, 0o755)
      await rm(join(folder, 'tmp'), { recursive: true })
      return folder
    },
    /cannot be used: EACCES.* belong to the user/,
  ],
  [
    'DATA_DIR may not be read',
    async () => {
      const folder = await copyOfUsed()
      await chown(folder, NOBODY, NOBODY)
      await chmod(folder, 0o700)
      return folder
    },
    /EACCES.* belong to the user/,
  ],
  [
    'the database may not be read',
    async () => {
      const folder = await copyOfUsed()
      await chown(join(folder, 'user-profile.sqlite'), NOBODY, NOBODY)
      await chmod(join(folder, 'user-profile.sqlite'), 0o600)
      return folder
    },
    /the database cannot be used: unable to open.* belong to the user/,
  ],
  [
    'the disk is read-only',
    async (t) => {
      const disk = await smallDisk(t, join(root, 'read-only'), 8)
      await cp(used, disk.folder, { recursive: true })
      await disk.setReadOnly()
      return disk.folder
    },
    /cannot be used: .*not mounted read-only/,
  ],
  [
    'the disk is full, at the very first start',
    async (t) => {
      const disk = await smallDisk(t, join(root, 'full'), 2)
      await disk.fill()
      return disk.folder
    },
    /cannot be used: .*Free space on the disk of DATA_DIR/,
  ],
  [
    'the database is empty',
    async () => {
      const folder = await copyOfUsed()
      await truncate(join(folder, 'user-profile.sqlite'))
      return folder
    },
    /user-profile\.sqlite is empty, but .* shows that there was a database: restore a backup/,
  ],
  [
    'the database is missing',
    async () => {
      const folder = await copyOfUsed()
      await rm(join(folder, 'user-profile.sqlite'))
      return folder
    },
    /user-profile\.sqlite is missing, but user-profile\.mark shows/,
  ],
  [
    'the database of an installation of an earlier version is missing',
    async () => {
      const folder = await copyOfUsed()
      await rm(join(folder, 'user-profile.sqlite'))
      await rm(join(folder, 'user-profile.mark'))
      await mkdir(join(folder, 'pictures/ab'), { recursive: true })
      return folder
    },
    /user-profile\.sqlite is missing, but pictures shows/,
  ],
  [
    'the header of the database is damaged',
    async () => {
      const folder = await copyOfUsed()
      await overwrite(join(folder, 'user-profile.sqlite'), 0, 'garbage garbage')
      return folder
    },
    /the database cannot be used: file is not a database\. Restore a backup/,
  ],
  [
    'the first pages of the database are damaged',
    async () => {
      const folder = await copyOfUsed()
      await overwrite(join(folder, 'user-profile.sqlite'), 100, 'x'.repeat(12_000))
      return folder
    },
    /the database cannot be used: .*malformed.* Restore a backup/,
  ],
  [
    'the database is text',
    async () => {
      const folder = await copyOfUsed()
      await writeFile(join(folder, 'user-profile.sqlite'), 'dear diary\n'.repeat(1000))
      return folder
    },
    /file is not a database\. Restore a backup/,
  ],
]
for (const [what, prepare, line, exitCode = 1] of faults) {
  test(`if ${what}, the start fails with one line that says what to do, and doctor says it too`, async (t) => {
    const dataDir = await prepare(t)
    const { code, stderr } = await start(dataDir)
    assert.match(stderr, line)
    assert.match(stderr, /^user-profile: DATA_DIR: [^\n]+\n$/)
    assert.equal(code, exitCode)
    const doctor = await start(dataDir, ['doctor', '--json'])
    assert.match(JSON.parse(doctor.stdout).checks[0].detail, line)
    assert.equal(doctor.code, 1)
  })
}

test('the first start on a full disk leaves nothing behind that prevents the next one', async (t) => {
  const disk = await smallDisk(t, join(root, 'full-at-first'), 16)
  await disk.fill()
  assert.equal((await start(disk.folder)).code, 1)
  await disk.free()
  assert.equal((await start(disk.folder)).code, 0)
})

test('a used installation on a full disk starts again as soon as there is room', async (t) => {
  const disk = await smallDisk(t, join(root, 'full-later'), 16)
  await cp(used, disk.folder, { recursive: true })
  await disk.fill()
  const { code, stderr } = await start(disk.folder)
  assert.ok(code === 0 || /Free space|full or failing/.test(stderr), stderr)
  await disk.free()
  assert.equal((await start(disk.folder)).code, 0)
})

test('a truncated write-ahead log is read as far as it goes', async (t) => {
  const folder = await copyOfUsed()
  const place = { ...embeddedSettings, DATA_DIR: folder }
  const node = await startProcess(place)
  const client = await newClient(place)
  await signInAt(node.base, client)
  await node.end('SIGKILL')
  const log = join(folder, 'user-profile.sqlite-wal')
  await truncate(log, Math.floor((await stat(log)).size * 0.9))
  const again = await startProcess(place)
  t.after(() => again.end('SIGTERM'))
  await signInAt(again.base, client)
})

for (const name of ['tmp', 'pictures']) {
  test(`if the folder ${name} is not writable, the service runs, and doctor names it`, async () => {
    const folder = await copyOfUsed()
    await mkdir(join(folder, name), { recursive: true })
    await chown(join(folder, name), NOBODY, NOBODY)
    await chmod(join(folder, name), 0o755)
    assert.equal((await start(folder)).code, 0)
    const { code, stdout } = await start(folder, ['doctor', '--json'])
    const { checks } = JSON.parse(stdout) as { checks: { detail: string }[] }
    const line = new RegExp(`EACCES.*${name}.* belong to the user`)
    assert.ok(
      checks.some(({ detail }) => line.test(detail)),
      stdout,
    )
    assert.equal(code, 1)
  })
}

test('of two services that start on one data folder at once exactly one runs, and releases the folder when it ends', async (t) => {
  const dataDir = await copyOfUsed()
  const place = { ...embeddedSettings, DATA_DIR: dataDir }
  for (let round = 0; round < 3; round++) {
    const starts = await Promise.allSettled([startProcess(place), startProcess(place)])
    const running = starts.filter((one) => one.status === 'fulfilled').map((one) => one.value)
    t.after(() => Promise.all(running.map((node) => node.end('SIGKILL'))))
    assert.equal(running.length, 1, `round ${round}: ${running.length} run`)
    const refused = await start(dataDir)
    assert.equal(refused.code, 1)
    assert.match(
      refused.stderr,
      /^user-profile: DATA_DIR: another service is running on [^\n]+ stop it first[^\n]+\n$/,
    )
    assert.ok(await command(place, 'user', 'list'), 'commands can run at the same time')
    await running[0]?.end('SIGKILL')
  }
  assert.equal((await start(dataDir)).code, 0)
})

test('a command does not recreate a missing database either', async () => {
  const folder = await copyOfUsed()
  await rm(join(folder, 'user-profile.sqlite'))
  await assert.rejects(command({ ...embeddedSettings, DATA_DIR: folder }, 'user', 'list'), /is missing, but/)
  assert.ok(!(await readdir(folder)).includes('user-profile.sqlite'))
  assert.match(await readFile(join(folder, 'user-profile.mark'), 'utf8'), /it was lost/)
})

test('files unpacked by a killed restore are removed at the next start', async () => {
  const folder = await copyOfUsed()
  await mkdir(join(folder, 'restore-4711.partial/pictures'), { recursive: true })
  assert.equal((await start(folder)).code, 0)
  assert.ok(!(await readdir(folder)).includes('restore-4711.partial'))
})
