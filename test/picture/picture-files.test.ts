import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createProcessPool } from '../../src/adapters/worker-pool/process-pool.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'
import { createLinks } from '../../src/picture/picture.ts'
import { checksumOf } from '../../src/picture/picture-checksum.ts'
import type { PictureFault } from '../../src/picture/picture-faults.ts'
import { createMasters } from '../../src/picture/picture-masters.service.ts'
import { createPictureServing } from '../../src/picture/picture-serving.service.ts'
import { createPictureWork } from '../../src/picture/picture-work.ts'
import { pictureWorkers } from '../../src/picture/picture-workers.ts'
import { noMetrics } from '../../src/ports/metrics.ts'
import type { ObjectStore } from '../../src/ports/objects.ts'
import { folderFixture } from '../support/fixture.ts'
import { detailed, savedBytes } from '../support/pictures.ts'
import { serviceFixture } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const folder = await folderFixture('user-profile-picture-files-')
const service = await serviceFixture({ PICTURES_PER_DAY: '1000' })

/** A person with a new picture. */
async function pictured(size = 300) {
  const person = await service.person()
  const file = await savedBytes(folder, await detailed(size, size).jpeg().toBuffer(), 'jpg')
  const links = await service.services.pictures.accept(
    person.id,
    { image: { value: file }, crop: {} },
    { kind: 'person' },
  )
  const id = links.ProfileImage.split('/')[2] ?? ''
  return { person, id, key: (name: string) => `${id}/${name}` }
}

const get = (id: string, name: string) => fetch(`${service.origin}/pictures/${id}/${name}`)
const overwrite = (key: string, bytes: Uint8Array) => service.services.objects.put(key, bytes, 'image/jpeg')
const readKey = async (key: string) => (await service.services.objects.read(key))!
const reportsOf = (key: string) => service.logged.filter((line) => line.key === key)

/** Kinds of damage, as functions of a file's bytes. */
const damages: Record<string, (bytes: Buffer, other: Buffer) => Buffer> = {
  'cut short': (bytes) => bytes.subarray(0, bytes.length >> 1),
  empty: () => Buffer.alloc(0),
  'overwritten with garbage of the same length': (bytes) => Buffer.alloc(bytes.length, 'garbage'),
  'different in one bit': (bytes) => {
    const changed = Buffer.from(bytes)
    changed[bytes.length >> 1]! ^= 1
    return changed
  },
  "another picture's": (_bytes, other) => other,
}

for (const [how, damage] of Object.entries(damages)) {
  test(`a picture whose master is ${how} is 404, is reported once, and doctor names the file`, async () => {
    const picture = await pictured()
    const other = await pictured()
    const key = picture.key('master-square.jpg')
    const whole = await readKey(key)
    await overwrite(key, damage(whole, await readKey(other.key('master-square.jpg'))))
    for (const name of ['64.webp', '64.webp', '128.jpg']) {
      const answer = await get(picture.id, name)
      assert.equal(answer.status, 404)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
    }
    const [report, ...more] = reportsOf(key)
    assert.deepEqual([report?.fault, report?.level, more.length], ['damaged', 50, 0])
    assert.equal((await get(other.id, '64.webp')).status, 200)
    assert.equal((await get(picture.id, 'original.webp')).status, 200, 'the other master is intact')
    const { damaged } = await service.services.pictures.examine({ grace: 0 })
    assert.deepEqual(damaged, [{ pictureId: picture.id, key }])
    await overwrite(key, whole)
    assert.equal((await get(picture.id, '64.webp')).status, 200, 'once restored, it is shown again')
  })

  test(`a variant that is ${how} is not served, and generated again`, async () => {
    const picture = await pictured()
    const other = await pictured()
    const key = picture.key('512.webp')
    const good = Buffer.from(await (await get(picture.id, '512.webp')).arrayBuffer())
    assert.deepEqual(await readKey(key), good)
    await get(other.id, '512.webp')
    await overwrite(key, damage(good, await readKey(other.key('512.webp'))))
    // Another node, which has not read the file before.
    const node = servingOn(service.services.objects)
    assert.deepEqual(await bytesOf(node.serve(picture.id, 512, 'webp')), good)
    assert.deepEqual(await readKey(key), good, 'the file is intact again')
    assert.equal(checksumOf(good).size, good.length)
  })
}

test('a variant whose length changed since the last read is generated again by the same node', async () => {
  const picture = await pictured()
  const key = picture.key('256.webp')
  const good = await (await get(picture.id, '256.webp')).bytes()
  assert.deepEqual(await (await get(picture.id, '256.webp')).bytes(), good)
  await overwrite(key, Buffer.alloc(0))
  const again = await get(picture.id, '256.webp')
  assert.deepEqual([again.status, await again.bytes()], [200, good])
  await service.services.objects.remove([key])
  assert.deepEqual(await (await get(picture.id, '256.webp')).bytes(), good)
})

const workSettings = { pictureMemory: 600_000_000, pictureDecodes: 2, pictureMaxPixels: 50_000_000 }
const shownSettings = { fontsDir: '', defaultLanguage: 'en' }
const linksTo = createLinks(service.origin)
const pool = createProcessPool(pictureWorkers(workSettings, process.env))
after(() => pool.close())

/** The delivery service of another node, on a store that may fail. */
function servingOn(objects: ObjectStore, onFault: (fault: PictureFault) => void = () => {}) {
  const { db, clock } = service.services
  const work = createPictureWork({ pool, metrics: noMetrics, settings: workSettings })
  const masters = createMasters({ db, objects, metrics: noMetrics, onFault })
  return createPictureServing({
    db,
    objects,
    clock,
    work,
    masters,
    settings: shownSettings,
    linksTo,
    notKeptTime: 1,
  })
}

async function bytesOf(serving: ReturnType<ReturnType<typeof servingOn>['serve']>): Promise<Buffer | null> {
  const served = await serving
  if (served === null) return null
  assert.ok('body' in served)
  return Buffer.isBuffer(served.body) ? served.body : buffer(served.body)
}

const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
for (const [what, error] of Object.entries({
  'is full': () => new Unavailable('pictures', { cause: full() }),
  'fails in a way nobody thought of': full,
})) {
  test(`a picture is shown while the store ${what} and stores nothing, with one warning, and stored later`, async () => {
    const picture = await pictured()
    const { objects } = service.services
    let isFailing = true
    const reports: PictureFault[] = []
    const put: ObjectStore['put'] = (...args) => (isFailing ? Promise.reject(error()) : objects.put(...args))
    const node = servingOn({ ...objects, put }, (fault) => reports.push(fault))
    const first = await bytesOf(node.serve(picture.id, 512, 'webp'))
    assert.ok(first && first.length > 100)
    assert.ok(await bytesOf(node.serve(picture.id, 64, 'jpeg')))
    assert.deepEqual(reports, [
      { fault: 'not_kept', key: picture.key('512.webp'), reason: 'no space left on device' },
    ])
    isFailing = false
    await sleep(5)
    assert.deepEqual(await bytesOf(node.serve(picture.id, 512, 'webp')), first)
    assert.deepEqual(await objects.read(picture.key('512.webp')), first)
  })
}

test('while the bucket accepts no writes, the picture itself is sent instead of a link', async () => {
  const picture = await pictured()
  const { objects } = service.services
  let isFailing = true
  const put: ObjectStore['put'] = (...args) => (isFailing ? Promise.reject(full()) : objects.put(...args))
  const link = async (key: string) => ({ url: `https://bucket.example/${key}`, seconds: null })
  const node = servingOn({ ...objects, put, link })
  assert.ok(await bytesOf(node.serve(picture.id, 512, 'webp')))
  isFailing = false
  await sleep(5)
  const served = await node.serve(picture.id, 512, 'webp')
  assert.ok(served && 'url' in served)
  assert.ok(await objects.has(picture.key('512.webp')), 'it is there before it is named')
})

test('an unreadable store is 503, and does not count as damage of the picture', async () => {
  const picture = await pictured()
  const reports: PictureFault[] = []
  const failing = { open: () => Promise.reject(new Unavailable('pictures')) }
  const read = () => Promise.reject(new Unavailable('pictures'))
  const node = servingOn({ ...service.services.objects, ...failing, read }, (fault) => reports.push(fault))
  await assert.rejects(node.serve(picture.id, 512, 'webp'), Unavailable)
  assert.deepEqual(reports, [])
})

test('upkeep adds checksums to a picture from before they existed, unless it is damaged', async () => {
  const { db, pictures } = service.services
  const whole = await pictured()
  const cut = await pictured()
  const forget = { original_size: null, original_sha256: null, square_size: null, square_sha256: null }
  await db.write((tx) => tx.updateTable('pictures').set(forget).execute())
  const key = cut.key('master-square.jpg')
  await overwrite(key, (await readKey(key)).subarray(0, 3000))
  while ((await pictures.adoptSome()) > 0);
  const rows = await db.read
    .selectFrom('pictures')
    .select(['id', 'square_size', 'square_sha256', 'original_sha256'])
    .where('id', 'in', [whole.id, cut.id])
    .execute()
  const squareOf = checksumOf(await readKey(whole.key('master-square.jpg')))
  const adopted = rows.find(({ id }) => id === whole.id)
  assert.deepEqual([adopted?.square_size, adopted?.square_sha256], [squareOf.size, squareOf.sha256])
  assert.equal(rows.find(({ id }) => id === cut.id)?.original_sha256, null)
  assert.equal(reportsOf(key).length, 1)
  assert.equal((await get(cut.id, '64.webp')).status, 404)
})

/** Of an upload: its job is stored first, then two files, then the row. */
const moments = [
  'before write 1',
  'after write 1',
  'before put 1',
  'before put 2',
  'after put 1',
  'after put 2',
  'before write 2',
  'after write 2',
]

test('an upload killed at any moment leaves the old picture or the new one, and no other file after two minutes', async () => {
  const { objects, outbox, db } = service.services
  const { person } = await pictured()
  const file = await savedBytes(folder, await detailed(200, 200).jpeg().toBuffer(), 'jpg')
  const program = join(import.meta.dirname, '../support/dying-upload.ts')
  const env = { ...process.env, ...service.place }
  /** Returns whether a file belongs to no picture, or to a removed one. */
  const hasStrangers = async () => {
    const rows = await db.read.selectFrom('pictures').select('id').where('removed_at', 'is', null).execute()
    const shown = new Set(rows.map(({ id }) => id))
    const keys = await Array.fromAsync(objects.list(''))
    return keys.some(({ key }) => !shown.has(key.split('/')[0] ?? ''))
  }
  /** Within two minutes a store has written everything that a killed process sent; the test's clock skips them. */
  const landed = async () => {
    const count = async () => (await Array.fromAsync(objects.list(''))).length
    for (let before = -1, now = await count(); now !== before; ) {
      await sleep(500)
      before = now
      now = await count()
    }
  }
  const shown = async () =>
    (
      await db.read
        .selectFrom('users')
        .select('picture_id')
        .where('id', '=', person.id)
        .executeTakeFirstOrThrow()
    ).picture_id ?? ''
  const upload = (moment: string) =>
    new Promise<{ signal: string | null; output: string; errors: string }>((resolve) => {
      // The worker of this process goes by the test's clock: by any other, the removal would be due at once.
      const args = [program, person.id, file.path, moment, String(service.clock.now() - Date.now())]
      execFile(process.execPath, args, { env }, (error, output, errors) =>
        resolve({ signal: error?.signal ?? null, output, errors }),
      )
    })
  const survived: [moment: string, which: string][] = []
  for (const moment of moments) {
    const before = await shown()
    const { signal, errors } = await upload(moment)
    assert.equal(signal, 'SIGKILL', `${moment} is reached: ${errors}`)
    await landed()
    service.clock.advance(130_000)
    await eventually(async () => !(await hasStrangers()), 20_000)
    const after = await shown()
    survived.push([moment, after === before ? 'the old one' : 'the new one'])
    assert.equal((await get(after, '64.webp')).status, 200)
    assert.equal((await outbox.failed()).length, 0)
  }
  assert.deepEqual(
    survived,
    moments.map((moment) => [moment, moment === 'after write 2' ? 'the new one' : 'the old one']),
  )
  const { output } = await upload('none')
  assert.deepEqual(output.split('\n').sort(), [...moments].sort(), 'each moment was tried')
})

test('an upload so slow that its removal has started is refused, and leaves no file', async () => {
  const { objects, pictures, db } = service.services
  const outboxJobs = async () => (await db.read.selectFrom('outbox').select('id').execute()).length
  const person = await service.person()
  const file = await savedBytes(folder, await detailed(200, 200).jpeg().toBuffer(), 'jpg')
  const keys = async () => (await Array.fromAsync(objects.list(''))).map(({ key }) => key).sort()
  const before = await keys()
  const { put } = objects
  objects.put = async (...args) => {
    service.clock.advance(130_000)
    await eventually(async () => (await outboxJobs()) === 0)
    await put(...args)
  }
  try {
    const upload = pictures.accept(person.id, { image: { value: file }, crop: {} }, { kind: 'person' })
    await assert.rejects(upload, Unavailable)
  } finally {
    objects.put = put
  }
  assert.deepEqual(await keys(), before)
})

test('an acknowledged upload withdraws the removal of its files', async () => {
  const { db } = service.services
  const picture = await pictured()
  service.clock.advance(130_000)
  await service.services.outbox.runDue()
  assert.equal((await get(picture.id, '64.webp')).status, 200)
  const jobs = await db.read.selectFrom('outbox').select('payload').execute()
  assert.ok(jobs.every(({ payload }) => !payload.includes(picture.id)))
})
