import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createProcessPool } from '../src/adapters/process-pool.ts'
import type { FieldMessageKey } from '../src/error-catalogue.ts'
import { Refusal } from '../src/errors.ts'
import type { Checked } from '../src/picture/picture-intake.ts'
import { createPictureWork } from '../src/picture/picture-work.ts'
import { pictureWorkers } from '../src/picture/picture-workers.ts'
import { noMetrics } from '../src/ports/metrics.ts'
import { type Task, WorkerLost, type WorkerPool } from '../src/ports/worker-pool.ts'
import { tryMutations } from './support/picture-trial.ts'
import { animated, detailed, greyPng, plain, saved, savedBytes } from './support/pictures.ts'

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

/** The lines and the workers of a service with so much memory for pictures. */
function open(pictureMemory: number, pictureDecodes = 2) {
  const settings = { pictureMemory, pictureDecodes, pictureMaxPixels: MEGAPIXELS }
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

test('a picture that needs more memory than there is is refused before it is decoded, and says so', async () => {
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

test('a picture that needs more than its share waits until there is so much, and is taken in', async () => {
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
  test(`an upload over which a child is lost by ${reason} is refused, each of its files named, and the next goes on`, async () => {
    const { work, pool, lost } = open(600 * MB)
    try {
      const good = await saved(folder, detailed(2000, 1500), 'jpeg')
      const killing: WorkerPool = { ...pool, run: (task) => pool.run({ ...task, ...limit }) }
      const settings = { pictureMemory: 600 * MB, pictureDecodes: 1, pictureMaxPixels: MEGAPIXELS }
      const killed = createPictureWork({ pool: killing, metrics: noMetrics, settings })
      const both = checkedOf(good, good)
      const attack = killed.prepare('ada', both, async () => {})
      const other = work.prepare('bob', both, async () => {})
      assert.equal(await faultOf(attack), 'image_invalid')
      assert.equal(await faultOf(attack, 'cropped_image'), 'image_invalid')
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
  test(`the limit of time ends the decode of a ${format} while it runs`, async () => {
    const { pool, lost } = open(2000 * MB, 1)
    try {
      const { path, size } = await saved(folder, large(4000, 3000), format, options)
      const checked = checkedOf({ path, size })
      // Started, so that the time is that of the decode.
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
  message: { token: 'ab'.repeat(16), size: 32, format: 'jpeg' },
  memory: 100 * MB,
  milliseconds: 60_000,
})

const flavours: [what: string, file: () => Promise<File>][] = [
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
for (const [what, file] of flavours) {
  test(`${what} is decoded within the memory that is estimated for it`, async () => {
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

test('someone with forty pictures in line does not keep another one waiting', async () => {
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
    // One is decoded, sixteen wait, the rest are told to come back.
    assert.equal(order.filter((name) => name === 'ada').length, 17)
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(refused.length, 23)
    for (const { reason } of refused) assert.equal((reason as Refusal).key, 'unavailable')
  } finally {
    await pool.close()
  }
})

test('what an upload may not do any more when its turn comes is not decoded', async () => {
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
