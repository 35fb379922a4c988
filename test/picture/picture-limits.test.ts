import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { createProcessPool } from '../../src/adapters/worker-pool/process-pool.ts'
import { settings as entries } from '../../src/config/settings.ts'
import type { FieldMessageKey } from '../../src/errors/error-catalogue.ts'
import { Refusal } from '../../src/errors/errors.ts'
import type { Checked } from '../../src/picture/picture-intake.ts'
import type { PictureTasks } from '../../src/picture/picture-tasks.ts'
import { createPictureWork } from '../../src/picture/picture-work.ts'
import { pictureWorkers } from '../../src/picture/picture-workers.ts'
import { noMetrics } from '../../src/ports/metrics.ts'
import { type Task, WorkerLost, type WorkerPool } from '../../src/ports/worker-pool.ts'
import { tryMutations } from '../support/picture-trial.ts'
import { animated, detailed, freshPath, greyPng, plain, saved, savedBytes } from '../support/pictures.ts'

const MB = 1_000_000
const MEGAPIXELS = 50 * MB
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-limits-'))
})
after(() => rm(folder, { recursive: true, force: true }))

type File = { path: string; size: number }
const checkedOf = (image: File, croppedImage: File | null = null): Checked => ({
  image,
  croppedImage,
  crop: null,
  faults: {},
})

/** The queues and workers of a service with this much memory for pictures. */
function open(pictureMemory: number, pictureDecodes = 2, pictureMaxPixels = MEGAPIXELS) {
  const settings = { pictureMemory, pictureDecodes, pictureMaxPixels }
  const lost: string[] = []
  const tasks: Task[] = []
  const real = createProcessPool({
    ...pictureWorkers(settings, process.env),
    onLost: (reason) => lost.push(reason),
  })
  const pool: WorkerPool = {
    ...real,
    run(task) {
      tasks.push(task)
      return real.run(task)
    },
  }
  const work = createPictureWork({ pool, metrics: noMetrics, settings })
  const prepare = (image: File, owner = 'ada', turn = async () => {}) =>
    work.prepare(owner, checkedOf(image), turn)
  return { pool, work, prepare, lost, tasks }
}

const DEFAULT_PIXELS = Number(entries.PICTURE_MAX_PIXELS.default)

const faultOf = (
  work: Promise<unknown>,
  field = 'image',
): Promise<FieldMessageKey | 'accepted' | undefined> =>
  work.then(
    () => 'accepted' as const,
    (error) => {
      if (!(error instanceof Refusal)) throw error
      return error.faults?.[field]?.[0]?.key
    },
  )

const large = (width: number, height: number) => plain(width, height, '#336699')

const sizes: [width: number, height: number, format: 'jpeg' | 'png' | 'webp', fault?: string][] = [
  [8160, 6144, 'jpeg'], // a phone of 50 megapixels
  [8160, 6144, 'png'],
  [8160, 6144, 'webp'],
  [9280, 6944, 'jpeg'], // a phone of 64 megapixels
  [9280, 6944, 'png'],
  [12_000, 9000, 'jpeg'], // a phone of 108 megapixels
  [12_000, 9000, 'png', 'too_many_pixels'],
  [16_320, 12_240, 'jpeg'], // a phone of 200 megapixels
]
async function plainFile(width: number, height: number, format: 'jpeg' | 'png' | 'webp'): Promise<File> {
  if (format === 'png') return savedBytes(folder, greyPng(width, height), format)
  const path = freshPath(folder, format)
  const picture = sharp({
    create: { width, height, channels: 3, background: '#336699' },
    limitInputPixels: false,
  })
  const { size } = await picture.toFormat(format, { effort: 0 }).toFile(path)
  return { path, size }
}
for (const [width, height, format, fault = 'accepted'] of sizes) {
  test(`by default, a ${format} of ${width} × ${height} pixels is ${fault}`, async () => {
    const { prepare, pool, lost } = open(600 * MB, 1, DEFAULT_PIXELS)
    try {
      assert.equal(await faultOf(prepare(await plainFile(width, height, format))), fault)
      assert.deepEqual(lost, [])
    } finally {
      await pool.close()
    }
  })
}

test('every thread that works on a picture has a lower priority than the service', {
  skip: process.platform !== 'linux',
}, async () => {
  const { prepare, pool } = open(600 * MB, 1)
  try {
    await prepare(await savedBytes(folder, await large(2000, 1500).jpeg().toBuffer(), 'jpg'))
    for (const child of pool.state().children) {
      const threads = readdirSync(`/proc/${child}/task`).map((thread) => getPriority(Number(thread)))
      assert.ok(threads.length > 3)
      assert.ok(Math.min(...threads) > getPriority(process.pid), `${threads}`)
    }
  } finally {
    await pool.close()
  }
})

test('by default, a JPEG that declares 268 megapixels is refused by its header', async () => {
  const { prepare, pool } = open(600 * MB, 1, DEFAULT_PIXELS)
  try {
    const bytes = await large(640, 480).jpeg().toBuffer()
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]))
    bytes.writeUInt16BE(16_384, frame + 5)
    bytes.writeUInt16BE(16_384, frame + 7)
    assert.equal(await faultOf(prepare(await savedBytes(folder, bytes, 'jpeg'))), 'too_many_pixels')
  } finally {
    await pool.close()
  }
})

test('a progressive JPEG is refused if its coefficients need more memory than available', async () => {
  const { prepare, pool, lost } = open(300 * MB)
  try {
    const heavy = await saved(folder, large(6000, 4000), 'jpeg', { progressive: true })
    assert.equal(await faultOf(prepare(heavy)), 'image_too_complex')
    assert.equal(await faultOf(prepare(await saved(folder, large(6000, 4000), 'jpeg'))), 'accepted')
    assert.deepEqual(lost, [])
  } finally {
    await pool.close()
  }
})

test('a picture that needs more memory than available is refused before it is decoded, with the reason', async () => {
  const { prepare, pool, lost, tasks } = open(300 * MB)
  try {
    const heavy = await saved(folder, large(4000, 3000), 'avif', { effort: 0 })
    assert.equal(await faultOf(prepare(heavy)), 'image_too_complex')
    assert.deepEqual([lost, tasks.length], [[], 1])
    const common = await saved(folder, large(4000, 3000), 'jpeg')
    assert.equal(await faultOf(prepare(common)), 'accepted')
  } finally {
    await pool.close()
  }
})

test('a picture that needs more than its share waits until there is enough memory, and is accepted', async () => {
  const { prepare, pool, lost, tasks } = open(900 * MB, 4)
  try {
    const heavy = await saved(folder, large(4000, 3000), 'avif', { effort: 0 })
    const light = await saved(folder, large(400, 300), 'jpeg')
    const works = [prepare(heavy), ...Array.from({ length: 4 }, (_, n) => prepare(light, `person ${n}`))]
    assert.deepEqual(
      await Promise.all(works.map((work) => faultOf(work))),
      works.map(() => 'accepted'),
    )
    assert.deepEqual(lost, [])
    assert.equal(tasks.length, 6)
  } finally {
    await pool.close()
  }
})

for (const [reason, limit] of [
  ['time', { milliseconds: 0 }],
  ['memory', { memory: 1 }],
] as const) {
  test(`an upload that costs a child by ${reason} is refused, with each of its files named, and the next one works`, async () => {
    const { work, pool, lost } = open(600 * MB)
    try {
      const good = await saved(folder, detailed(2000, 1500), 'jpeg')
      const killing: WorkerPool = { ...pool, run: (task) => pool.run({ ...task, ...limit }) }
      const settings = { pictureMemory: 600 * MB, pictureDecodes: 1, pictureMaxPixels: MEGAPIXELS }
      const killed = createPictureWork({ pool: killing, metrics: noMetrics, settings })
      const both = checkedOf(good, good)
      const attack = killed.prepare('ada', both, async () => {})
      const other = work.prepare('bob', both, async () => {})
      assert.equal(await faultOf(attack), 'image_too_complex')
      assert.equal(await faultOf(attack, 'cropped_image'), 'image_too_complex')
      assert.equal(await faultOf(other), 'accepted')
      assert.deepEqual(lost, [reason])
    } finally {
      await pool.close()
    }
  })
}

for (const [format, options] of [
  ['jpeg', { progressive: true }],
  ['png', { progressive: true, compressionLevel: 1 }],
  ['webp', { effort: 0 }],
  ['gif', { effort: 1 }],
  ['avif', { effort: 0 }],
] as const) {
  test(`the time limit ends a running decode of a ${format}`, async () => {
    const { pool, lost } = open(2000 * MB, 1)
    try {
      const { path, size } = await saved(folder, large(4000, 3000), format, options)
      const checked = checkedOf({ path, size })
      // Started in advance, so that only the decode is timed.
      await pool.run(drawing())
      const message = { checked, limits: { maxPixels: MEGAPIXELS, memory: 1500 * MB } }
      const start = performance.now()
      const task = { name: 'prepare', message, memory: 1500 * MB, milliseconds: 30 }
      await assert.rejects(pool.run(task), (error) => error instanceof WorkerLost && error.reason === 'time')
      assert.ok(performance.now() - start < 5000)
      assert.deepEqual(lost, ['time'])
    } finally {
      await pool.close()
    }
  })
}

const drawing = (): Task => ({
  name: 'draw',
  message: {
    drawing: { token: 'ab'.repeat(16), initials: [], fontsDir: '' },
    size: 32,
    format: 'jpeg',
  } satisfies Parameters<PictureTasks['draw']>[0],
  memory: 100 * MB,
  milliseconds: 60_000,
})

const varieties: [what: string, file: () => Promise<File>][] = [
  ['a JPEG', () => saved(folder, detailed(1800, 1400), 'jpeg')],
  ['a progressive JPEG', () => saved(folder, detailed(1800, 1400), 'jpeg', { progressive: true })],
  ['a JPEG on its side', () => saved(folder, detailed(2600, 900).withMetadata({ orientation: 6 }), 'jpeg')],
  [
    'an interlaced PNG of 16 bits',
    () => saved(folder, large(1800, 1400).toColourspace('rgb16'), 'png', { progressive: true }),
  ],
  ['a PNG of one row', () => savedBytes(folder, greyPng(5 * MB, 1), 'png')],
  ['a lossless WebP', () => saved(folder, detailed(1800, 1400), 'webp', { lossless: true, effort: 0 })],
  ['an animated WebP', async () => savedBytes(folder, await animated('webp', 300, 20), 'webp')],
  ['an animated GIF', async () => savedBytes(folder, await animated('gif', 300, 20), 'gif')],
  ['an AVIF', () => saved(folder, detailed(1800, 1400), 'avif', { effort: 0 })],
  [
    'a transparent AVIF of 12 bits',
    () =>
      saved(folder, plain(1800, 1400, '#33669980').toColourspace('rgb16'), 'avif', {
        effort: 0,
        bitdepth: 12,
      }),
  ],
]
for (const [what, file] of varieties) {
  test(`${what} is decoded within its estimated memory`, async () => {
    const { pool, lost } = open(2000 * MB, 1)
    try {
      const checked = checkedOf(await file())
      const prepare = (memory: number, watched = memory) =>
        pool.run({
          name: 'prepare',
          message: { checked, limits: { maxPixels: MEGAPIXELS, memory } },
          memory: watched,
          milliseconds: 60_000,
        }) as Promise<{ kind: string; memory: number }>
      const { kind, memory } = await prepare(1, 100 * MB)
      assert.equal(kind, 'needs')
      assert.equal((await prepare(memory)).kind, 'prepared')
      assert.deepEqual(lost, [])
    } finally {
      await pool.close()
    }
  })
}

test('a person with forty queued pictures does not keep another one waiting', async () => {
  const { prepare, pool } = open(600 * MB, 1)
  try {
    const picture = await saved(folder, detailed(900, 700), 'jpeg')
    const order: string[] = []
    const note = (name: string) => async () => {
      order.push(name)
    }
    const many = Array.from({ length: 40 }, () => prepare(picture, 'ada', note('ada')))
    const other = prepare(picture, 'bob', note('bob'))
    const outcomes = await Promise.allSettled(many)
    await other
    assert.ok(order.indexOf('bob') <= 2, order.slice(0, 10).join())
    // One is decoded, sixteen wait, the rest are told to retry.
    assert.equal(order.filter((name) => name === 'ada').length, 17)
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(refused.length, 23)
    for (const { reason } of refused) assert.equal((reason as Refusal).key, 'unavailable')
  } finally {
    await pool.close()
  }
})

test('an upload that is no longer allowed when its turn comes is not decoded', async () => {
  const { prepare, pool, tasks } = open(600 * MB, 1)
  try {
    const picture = await saved(folder, detailed(300, 200), 'jpeg')
    let allowed = 1
    const turn = async () => {
      if (allowed-- <= 0) throw new Refusal('throttled', { params: { seconds: 1 } })
    }
    await Promise.allSettled(Array.from({ length: 8 }, () => prepare(picture, 'ada', turn)))
    assert.equal(tasks.length, 1)
  } finally {
    await pool.close()
  }
})

test('mutated pictures of every format are each accepted or refused', async () => {
  const trial = await tryMutations(600, 20)
  assert.deepEqual(trial.violations, [])
  assert.equal(trial.accepted + trial.refused, 600)
  assert.ok(trial.accepted >= 30, `${trial.accepted} accepted`)
})
