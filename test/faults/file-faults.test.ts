import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createFolderMailer } from '../../src/adapters/mailer/folder-mailer.ts'
import { createFolderObjects } from '../../src/adapters/objects/folder-objects.ts'
import { systemClock } from '../../src/adapters/system.ts'
import { openServices } from '../../src/app/app.ts'
import { backup } from '../../src/cli/backup/backup.ts'
import { createOutput } from '../../src/cli/output.ts'
import { readConfig } from '../../src/config/config.ts'
import { createFileFaults, type FileFaults } from '../support/faults/files.ts'
import { testOperator } from '../support/service.ts'
import { embeddedSettings } from '../support/setup.ts'

const CALLS_MAX = 500

let root: string
let faults: FileFaults
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'user-profile-file-faults-'))
  faults = await createFileFaults()
})
after(async () => {
  faults.remove()
  await rm(root, { recursive: true, force: true })
})

/** Runs the work once for each of its calls to the file system, making that call fail. Returns the number of calls. */
async function failEach(
  begin: (
    n: number,
  ) => Promise<{ act: () => Promise<unknown>; check: (error: Error | null) => Promise<void> }>,
): Promise<number> {
  for (let n = 1; n < CALLS_MAX; n++) {
    const { act, check } = await begin(n)
    faults.arm(n)
    const error = await act().then(
      () => null,
      (reason: Error) => reason,
    )
    const failed = faults.disarm()
    await check(error).catch((wrong: Error) => {
      wrong.message = `call ${n} (${failed}), ${error}: ${wrong.message}`
      throw wrong
    })
    if (failed === null) {
      assert.equal(error, null)
      return n - 1
    }
  }
  throw new Error('it makes more and more calls')
}

const sizes = { old: 5000, new: 6000 }
const bytes = { old: Buffer.alloc(sizes.old, 'o'), new: Buffer.alloc(sizes.new, 'n') }
const isUnavailable = (error: Error | null) => assert.ok(error === null || error.name === 'Unavailable')

async function storeWith(n: number, keys: string[]) {
  const store = createFolderObjects(join(root, `store-${keys.length}-${n}`))
  for (const key of keys) await store.put(key, bytes.old, 'image/jpeg')
  return store
}

test('whichever call of storing an object fails, the old one or the new one is there, never a part', async () => {
  const calls = await failEach(async (n) => {
    const store = await storeWith(n, ['aa/1/master.jpg'])
    return {
      act: () => store.put('aa/1/master.jpg', bytes.new, 'image/jpeg'),
      async check(error) {
        isUnavailable(error)
        const found = await store.read('aa/1/master.jpg')
        assert.ok(found?.equals(bytes.new) || (error && found?.equals(bytes.old)))
        // The sweep finds what could not even be removed.
        const left = await Array.fromAsync(store.unfinished())
        await store.remove(left.map(({ key }) => key))
        assert.deepEqual(await Array.fromAsync(store.unfinished()), [])
        assert.equal((await Array.fromAsync(store.list(''))).length, 1)
      },
    }
  })
  assert.ok(calls >= 6, `${calls}`)
})

test('whichever call of storing the first object fails, the next attempt stores it', async () => {
  await failEach(async (n) => {
    const store = createFolderObjects(join(root, `first-${n}`))
    return {
      act: () => store.put('aa/1/master.jpg', bytes.new, 'image/jpeg'),
      async check(error) {
        isUnavailable(error)
        const found = await store.read('aa/1/master.jpg')
        assert.ok(found?.equals(bytes.new) || (error && found === null))
        await store.put('aa/1/master.jpg', bytes.new, 'image/jpeg')
        assert.ok((await store.read('aa/1/master.jpg'))?.equals(bytes.new))
      },
    }
  })
})

test('whichever call of removing objects fails, each still exists or is gone, and the next attempt removes the rest', async () => {
  const keys = ['aa/1/master.jpg', 'aa/1/square.jpg', 'bb/2/master.jpg']
  await failEach(async (n) => {
    const store = await storeWith(n, keys)
    return {
      act: () => store.remove(keys),
      async check(error) {
        isUnavailable(error)
        for (const key of keys) {
          const found = await store.read(key)
          assert.ok(found === null || (error && found.equals(bytes.old)), key)
        }
        await store.remove(keys)
        assert.deepEqual(await Array.fromAsync(store.list('')), [])
      },
    }
  })
})

test('whichever call of reading an object fails, it does not count as missing', async () => {
  const store = await storeWith(0, ['aa/1/master.jpg'])
  const read = async () => {
    const opened = await store.open('aa/1/master.jpg')
    opened?.body.destroy()
    return [opened?.size, (await store.read('aa/1/master.jpg'))?.length, await store.has('aa/1/master.jpg')]
  }
  await failEach(async () => ({
    act: async () => assert.deepEqual(await read(), [sizes.old, sizes.old, true]),
    async check(error) {
      isUnavailable(error)
      assert.deepEqual(await read(), [sizes.old, sizes.old, true])
    },
  }))
})

test('whichever call of writing a mail to a file fails, the mail is complete or not there at all', async () => {
  const mail = {
    to: 'a@example.com',
    subject: 's',
    text: 'the end',
    html: 'h',
    images: [],
    language: 'en',
    id: 'm@x',
  }
  await failEach(async (n) => {
    const folder = join(root, `mail-${n}`)
    const mailer = createFolderMailer({ folder, from: 'f@example.com', clock: systemClock, onWritten() {} })
    return {
      act: () => mailer.send(mail),
      async check(error) {
        const names = await readdir(folder).catch(() => [])
        const mails = names.filter((name) => name.endsWith('.eml'))
        assert.equal(mails.length, error ? 0 : 1)
        for (const name of mails) assert.match(await readFile(join(folder, name), 'utf8'), /the end/)
      },
    }
  })
})

test('whichever call of a backup fails, the previous backup is untouched, and the next one removes all traces', async () => {
  const config = readConfig({ ...embeddedSettings, DATA_DIR: join(root, 'data') })
  const services = await openServices(config)
  try {
    const context = {
      config,
      services,
      out: { ...createOutput(true), async result() {} },
      actor: testOperator,
    }
    const folder = await mkdtemp(join(root, 'backups-'))
    const file = join(folder, 'profile.tar.gz')
    const calls = await failEach(async () => {
      await writeFile(file, 'the backup of before')
      return {
        act: () => backup(context, {}, file),
        async check(error) {
          const isOld = (await readFile(file)).toString() === 'the backup of before'
          assert.ok(error || !isOld)
          const names = await readdir(folder)
          assert.ok(names.length <= 2, `${names}`)
        },
      }
    })
    assert.ok(calls > 10, `${calls}`)
    assert.deepEqual(await readdir(folder), ['profile.tar.gz'])
  } finally {
    await services.close()
  }
})
