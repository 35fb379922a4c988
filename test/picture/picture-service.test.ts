import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { unsetColumns } from '../../common/attributes.ts'
import { systemRandom } from '../../src/adapters/system.ts'
import { openServices } from '../../src/app/app.ts'
import type { Actor } from '../../src/audit/audit.ts'
import { DAY, HOUR } from '../../src/basics/durations.ts'
import { readConfig } from '../../src/config/config.ts'
import type { PictureLinks } from '../../src/config/picture-links.ts'
import type { SettingName } from '../../src/config/settings.ts'
import type { FieldMessageKey } from '../../src/errors/error-catalogue.ts'
import { Refusal } from '../../src/errors/errors.ts'
import { parseVariantName, pictureFormats, pictureSizes } from '../../src/picture/picture.ts'
import type { CropFields } from '../../src/picture/picture-crop.ts'
import type { UploadedFile } from '../../src/picture/picture-intake.ts'
import { type Metrics, noMetrics } from '../../src/ports/metrics.ts'
import { createTestClock } from '../support/clock.ts'
import { detailed, freshPath, nameless, plain, saved, savedBytes } from '../support/pictures.ts'
import { newInstallation } from '../support/setup.ts'

let folder: string
let world: Awaited<ReturnType<typeof openWorld>>
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-pictures-'))
  world = await openWorld()
})
after(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const actor: Actor = { kind: 'person', address: '127.0.0.1' }

/** The real components below HTTP of a new installation. */
async function openWorld(settings: Partial<Record<SettingName, string>> = {}, metrics: Metrics = noMetrics) {
  const installation = await newInstallation()
  const clock = createTestClock()
  const config = readConfig({
    PICTURE_DECODES: '2',
    ...installation.settings,
    ...settings,
    DATA_DIR: await mkdtemp(join(folder, 'world-')),
  })
  const services = await openServices(config, { clock, metrics })
  const { pictures: service } = services
  type Taken = Parameters<typeof service.accept>[1]
  type Crop = Parameters<typeof service.recrop>[1]
  /** The service as used by one person. */
  const pictures = {
    ...service,
    accept: (userId: string, upload: Taken) => service.accept(userId, upload, actor),
    recrop: (userId: string, fields: Crop) => service.recrop(userId, fields, actor),
    remove: (userId: string) => service.remove(userId, actor),
  }
  return {
    ...services,
    pictures,
    advance: clock.advance,
    async close() {
      await services.close()
      await installation.remove()
    },
  }
}

/** Adds a person like an earlier version that did not store the token of their default picture. */
async function person({ db, users }: typeof world, id = systemRandom.id()): Promise<string> {
  const more = { password_hash: '', password_reset_required: 0 }
  const nulls = {
    picture_id: null,
    default_token: null,
    first_name_key: null,
    last_name_key: null,
    disabled_at: null,
    delete_at: null,
    deletion_reminded_at: null,
    frozen_at: null,
    recovered_at: null,
    email_verified_at: null,
    phone_verified_at: null,
    import_id: null,
    attributes: null,
  }
  const row = {
    id,
    username: id,
    username_key: id,
    ...unsetColumns,
    ...more,
    ...nulls,
    version: 1,
    created_at: 0,
    updated_at: 0,
  }
  await db.write((tx) => users.insert(tx, row, '', 0))
  return id
}

/** An upload of the files as HTTP passes it on. */
const upload = (image: UploadedFile, options: { croppedImage?: UploadedFile; crop?: CropFields } = {}) => ({
  image: { value: image },
  ...(options.croppedImage && { croppedImage: { value: options.croppedImage } }),
  crop: options.crop ?? {},
})
const fault = (key: FieldMessageKey) => ({ fault: { key } })
const small = () => saved(folder, plain(60, 40, '#884422'), 'png')
const idOf = (links: PictureLinks) => links.ProfileImage.split('/')[2] ?? ''

async function keysIn({ objects }: typeof world): Promise<string[]> {
  const keys: string[] = []
  for await (const entry of objects.list('')) keys.push(entry.key)
  for await (const entry of objects.unfinished()) keys.push(entry.key)
  return keys.sort()
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(() => assert.fail('it was not refused')).catch((error: unknown) => error)
  if (!(error instanceof Refusal)) throw error
  return error
}

/** Returns the keys of the faults by field. */
const faultsOf = (refusal: Refusal) =>
  Object.fromEntries(
    Object.entries(refusal.faults ?? {}).map(([field, list]) => [field, list.map((f) => f.key)]),
  )

async function served(of: typeof world, id: string, name: string): Promise<Buffer | null> {
  const variant = parseVariantName(name)
  if (!variant?.format) throw new TypeError(name)
  const picture = await of.pictures.serve(id, variant.size, variant.format)
  if (picture === null) return null
  assert.ok('body' in picture)
  const bytes = Buffer.isBuffer(picture.body) ? picture.body : await buffer(picture.body)
  assert.equal(bytes.length, picture.size)
  return bytes
}

async function pixelOf(bytes: Buffer | null, left: number, top: number): Promise<number[]> {
  const { path } = await savedBytes(folder, bytes ?? '', 'bin')
  return [...(await sharp(path).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer())]
}

/** Left half red, right half blue. */
const twoHalves = (width: number, height: number) =>
  saved(
    folder,
    sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
      {
        input: { create: { width: width / 2, height, channels: 3, background: '#0000ff' } },
        left: width / 2,
        top: 0,
      },
    ]),
    'png',
  )
const isRed = ([r = 0, , b = 0]: number[]) => r > 200 && b < 60
const isBlue = ([r = 0, , b = 0]: number[]) => b > 200 && r < 60

test('a person without a picture has a default one, the same on every node, in every variant', async () => {
  const other = await openWorld()
  const user = nameless(await person(world))
  await person(other, user.id)
  const links = world.pictures.pictureLinks(user)
  assert.deepEqual(other.pictures.pictureLinks(user), links)
  const token = links.ProfileImage.split('/')[3] ?? ''
  assert.ok(!links.ProfileImage.includes(user.id))
  for (const size of pictureSizes) {
    for (const format of pictureFormats) {
      const picture = await world.pictures.serveDefault(token, size, format)
      const again = await other.pictures.serveDefault(token, size, format)
      assert.ok(picture && again && 'body' in picture && 'body' in again)
      assert.ok(Buffer.isBuffer(picture.body) && Buffer.isBuffer(again.body))
      assert.ok(picture.body.equals(again.body), `${size} ${format} differs`)
      const { path } = await savedBytes(folder, picture.body, format)
      const about = await sharp(path).metadata()
      const side = size === 'original' ? 1024 : size
      assert.deepEqual([about.width, about.height, picture.contentType], [side, side, `image/${format}`])
    }
  }
  const another = world.pictures.pictureLinks(nameless(await person(world)))
  assert.notEqual(another.ProfileImage, links.ProfileImage)
  for (const bad of ['', 'x', token.toUpperCase(), `${token}0`]) {
    assert.equal(await world.pictures.serveDefault(bad, 32, 'webp'), null)
  }
  await other.close()
})

test('no byte of metadata of a real photograph is served, in any size or format', async () => {
  const photograph = join(import.meta.dirname, '../fixtures/photographs/sample1.jpg')
  const bytes = await readFile(photograph)
  // It contains real EXIF with GPS, XMP and IPTC; an ICC profile and comments are added.
  for (const mark of ['Exif\0', 'http://ns.adobe.com/xap', 'Photoshop 3.0'])
    assert.ok(bytes.includes(mark), mark)
  const model =
    (await sharp(photograph).metadata()).exif?.toString('latin1').match(/[A-Z][A-Za-z0-9]{4,}/g) ?? []
  const withProfile = freshPath(folder, 'jpg')
  await sharp(photograph).keepMetadata().withIccProfile('p3').toFile(withProfile)
  const userId = await person(world)
  for (const path of [photograph, withProfile]) {
    const id = idOf(await world.pictures.accept(userId, upload({ path, size: 1 })))
    for (const size of pictureSizes) {
      for (const format of pictureFormats) {
        const name = `${size}.${format}`
        const out = await served(world, id, name)
        assert.ok(out)
        for (const mark of [
          'Exif',
          'EXIF',
          'ns.adobe.com',
          'xpacket',
          'Photoshop',
          '8BIM',
          'ICC_PROFILE',
          'ICCP',
          'GPS',
        ])
          assert.ok(!out.includes(mark), `${name} holds ${mark}`)
        for (const word of model) assert.ok(!out.includes(word), `${name} holds ${word}`)
        const about = await sharp((await savedBytes(folder, out, format)).path).metadata()
        for (const kind of ['exif', 'xmp', 'iptc', 'icc', 'tifftagPhotoshop', 'comments'] as const)
          assert.equal(about[kind], undefined, `${name} ${kind}`)
        assert.equal(about.orientation ?? 1, 1)
        const expected = size === 'original' ? [500, 375] : [size, size]
        assert.deepEqual([about.width, about.height], expected, name)
      }
    }
  }
})

test('of sixteen simultaneous pictures exactly ten are accepted, and the refused ones leave no file', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const files = await Promise.all(Array.from({ length: 16 }, small))
  const results = await Promise.allSettled(files.map((file) => of.pictures.accept(userId, upload(file))))
  const refusals = results.filter((r) => r.status === 'rejected').map((r) => r.reason)
  assert.equal(results.length - refusals.length, 10)
  for (const refusal of refusals) assert.equal(refusal.key, 'pictures_per_day')
  const rows = await of.db.read.selectFrom('pictures').selectAll().execute()
  assert.equal(rows.length, 10)
  const live = rows.filter((row) => row.removed_at === null && row.shown_until === null)
  assert.deepEqual(
    live.map((row) => row.id),
    [(await of.users.byId(userId))?.pictureId],
  )
  await of.outbox.runDue()
  assert.deepEqual(await keysIn(of), rows.flatMap((row) => [row.original_key, row.square_key]).sort())
  await of.close()
})

test('the allowance is a sliding day: the refusal says when the next picture is possible, and then it is', async () => {
  const of = await openWorld({ PICTURES_PER_DAY: '2' })
  const userId = await person(of)
  await of.pictures.accept(userId, upload(await small()))
  of.advance(HOUR)
  await of.pictures.accept(userId, upload(await small()))
  of.advance(HOUR)
  await of.pictures.remove(userId)
  const refusal = await refusalOf(of.pictures.accept(userId, upload(await small())))
  assert.equal(refusal.key, 'pictures_per_day')
  const wait = refusal.retryAfter ?? 0
  assert.ok(wait > 79_000 && wait <= 79_200, String(wait))
  assert.equal(refusal.params.hh, wait === 79_200 ? '22' : '21')
  of.advance(wait * 1000)
  await of.pictures.accept(userId, upload(await small()))
  await refusalOf(of.pictures.accept(userId, upload(await small())))
  await of.close()
})

test('queued pictures beyond the allowance are refused without being decoded', async () => {
  let decodes = 0
  const counting: Metrics = {
    ...noMetrics,
    observe(name) {
      if (name === 'user_profile_picture_decode_duration_seconds') decodes++
    },
  }
  const narrow = await openWorld({ PICTURES_PER_DAY: '1', PICTURE_DECODES: '1' }, counting)
  try {
    const userId = await person(narrow)
    const files = await Promise.all(Array.from({ length: 12 }, small))
    let decodesWhenStored = 0
    const results = await Promise.allSettled(
      files.map(async (file) => {
        await narrow.pictures.accept(userId, upload(file))
        decodesWhenStored = decodes
      }),
    )
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1)
    for (const result of results)
      if (result.status === 'rejected') assert.equal(result.reason.key, 'pictures_per_day')
    // Others may start while the first is being stored; how many depends on the machine.
    assert.ok(
      decodes <= decodesWhenStored + 2,
      `${decodes} were decoded, ${decodesWhenStored} before the first was stored`,
    )
  } finally {
    await narrow.close()
  }
})

test('an allowance of zero refuses for a day', async () => {
  const of = await openWorld({ PICTURES_PER_DAY: '0' })
  const refusal = await refusalOf(of.pictures.accept(await person(of), upload(await small())))
  assert.deepEqual(
    [refusal.key, refusal.retryAfter, refusal.params.hh],
    ['pictures_per_day', DAY / 1000, '24'],
  )
  await of.close()
})

test('refused pictures do not use up the allowance, but after twenty in an hour no more are examined', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const bad = await savedBytes(folder, 'no picture', 'jpg')
  for (let i = 0; i < 20; i++) {
    assert.deepEqual(faultsOf(await refusalOf(of.pictures.accept(userId, upload(bad)))), {
      image: ['image_invalid'],
    })
  }
  assert.equal((await refusalOf(of.pictures.accept(userId, upload(await small())))).key, 'throttled')
  await of.pictures.accept(await person(of), upload(await small()))
  await of.close()
})

test('all faults of an upload are reported together, and nothing is left behind', async () => {
  const of = await openWorld({ PICTURE_MAX_BYTES: '100000', PICTURE_MAX_PIXELS: '5000' })
  const userId = await person(of)
  const good = await small()
  const bad = await savedBytes(folder, 'no picture', 'jpg')
  const empty = await savedBytes(folder, '', 'jpg')
  const cut = await savedBytes(folder, (await readFile(good.path)).subarray(0, 80), 'png')
  const many = await saved(folder, plain(100, 51, '#123456'), 'png')
  const crop = { crop_x: '50', crop_y: '0', crop_width: '20', crop_height: '42' }
  const rows: [
    what: string,
    upload: Parameters<typeof of.pictures.accept>[1],
    faults: Record<string, string[]>,
  ][] = [
    ['nothing', { image: fault('file_missing'), crop: {} }, { image: ['file_missing'] }],
    ['a text', { image: fault('not_a_file'), crop: {} }, { image: ['not_a_file'] }],
    ['an empty file', upload(empty), { image: ['file_empty'] }],
    ['a large file', upload({ ...good, size: 100_001 }), { image: ['file_too_large'] }],
    ['too many pixels', upload(many), { image: ['too_many_pixels'] }],
    [
      'two bad files',
      upload(bad, { croppedImage: cut }),
      { image: ['image_invalid'], cropped_image: ['image_invalid'] },
    ],
    ['a bad cropped file', upload(good, { croppedImage: empty }), { cropped_image: ['file_empty'] }],
    [
      'a missing file and a bad cropped one',
      { image: fault('file_missing'), croppedImage: { value: bad }, crop: {} },
      { image: ['file_missing'], cropped_image: ['image_invalid'] },
    ],
    [
      'a crop outside',
      upload(good, { crop }),
      { crop_width: ['crop_outside'], crop_height: ['crop_outside'] },
    ],
    [
      'a bad file and a half crop',
      upload(bad, { crop: { crop_x: 'a', crop_y: 1 } }),
      {
        crop_x: ['not_an_integer'],
        crop_width: ['crop_incomplete'],
        crop_height: ['crop_incomplete'],
        image: ['image_invalid'],
      },
    ],
  ]
  for (const [what, sent, faults] of rows) {
    assert.deepEqual(faultsOf(await refusalOf(of.pictures.accept(userId, sent))), faults, what)
  }
  assert.deepEqual(await keysIn(of), [])
  assert.equal((await of.users.byId(userId))?.pictureId, null)
  await of.close()
})

test('the crop numbers, the cropped file and the automatic crop each decide the square', async () => {
  const userId = await person(world)
  const image = await twoHalves(400, 200)
  const right = { crop_x: '200', crop_y: '0', crop_width: '200', crop_height: '100' }
  const byNumbers = idOf(await world.pictures.accept(userId, upload(image, { crop: right })))
  const icon = await served(world, byNumbers, '128.webp')
  assert.ok(isBlue(await pixelOf(icon, 2, 64)) && isBlue(await pixelOf(icon, 125, 64)))
  const original = await served(world, byNumbers, 'original.jpeg')
  assert.ok(isRed(await pixelOf(original, 10, 10)) && isBlue(await pixelOf(original, 390, 190)))
  assert.deepEqual((await world.pictures.current(userId))?.crop, { x: 250, y: 0, width: 100, height: 100 })

  const croppedImage = await saved(folder, plain(300, 100, '#00ff00'), 'gif')
  const byFile = idOf(
    await world.pictures.accept(userId, upload(image, { croppedImage, crop: { crop_x: 'x' } })),
  )
  const [r = 0, g = 0] = await pixelOf(await served(world, byFile, '1024.jpeg'), 512, 512)
  assert.ok(g > 240 && r < 20)
  assert.ok(isRed(await pixelOf(await served(world, byFile, 'original.webp'), 10, 10)))
  assert.equal((await world.pictures.current(userId))?.crop, null)

  await world.pictures.accept(userId, upload(image))
  assert.equal((await world.pictures.current(userId))?.crop?.width, 200)
})

test('the stored picture is cropped again in its own pixels, under a new URL and without using up the allowance', async () => {
  const of = await openWorld({ PICTURES_PER_DAY: '1' })
  const userId = await person(of)
  const left = { crop_x: 0, crop_y: 0, crop_width: 1500, crop_height: 1500 }
  const right = { crop_x: 1500, crop_y: 0, crop_width: 1500, crop_height: 1500 }
  const first = idOf(await of.pictures.accept(userId, upload(await twoHalves(3000, 1500), { crop: left })))
  assert.ok(isRed(await pixelOf(await served(of, first, '64.jpeg'), 60, 32)))
  const second = idOf(await of.pictures.recrop(userId, right))
  assert.notEqual(second, first)
  assert.ok(isBlue(await pixelOf(await served(of, second, '64.jpeg'), 4, 32)))
  assert.ok(isRed(await pixelOf(await served(of, first, '64.jpeg'), 60, 32)), 'its own address goes on')
  assert.equal((await refusalOf(of.pictures.accept(userId, upload(await small())))).key, 'pictures_per_day')

  const outside = await refusalOf(of.pictures.recrop(userId, { ...right, crop_x: 3000 }))
  assert.deepEqual(faultsOf(outside), { crop_x: ['crop_outside'] })
  assert.equal(Object.keys((await refusalOf(of.pictures.recrop(userId, {}))).faults ?? {}).length, 4)
  const none = await refusalOf(of.pictures.recrop(await person(of), left))
  assert.deepEqual(faultsOf(none), { image: ['no_picture'] })
  await of.close()
})

test('the stored picture is turned clockwise before it is cropped again, without using up the allowance', async () => {
  const of = await openWorld({ PICTURES_PER_DAY: '1' })
  const userId = await person(of)
  await of.pictures.accept(userId, upload(await twoHalves(3000, 1500)))
  const top = { crop_x: 0, crop_y: 0, crop_width: 1500, crop_height: 1500 }
  const bottom = { ...top, crop_y: 1500 }

  const once = idOf(await of.pictures.recrop(userId, { ...bottom, rotate: '90' }))
  const kept = await of.pictures.current(userId)
  assert.deepEqual(
    [kept?.width, kept?.height, kept?.crop],
    [1500, 3000, { x: 0, y: 1500, width: 1500, height: 1500 }],
  )
  assert.ok(isBlue(await pixelOf(await served(of, once, '64.jpeg'), 32, 32)))
  const original = await served(of, once, 'original.webp')
  assert.ok(isRed(await pixelOf(original, 500, 100)))
  assert.ok(isBlue(await pixelOf(original, 500, 1900)))

  const thrice = idOf(await of.pictures.recrop(userId, { ...top, rotate: 180 }))
  assert.ok(isBlue(await pixelOf(await served(of, thrice, '64.jpeg'), 32, 32)))
  const flat = { crop_x: 1500, crop_y: 0, crop_width: 1500, crop_height: 1500, rotate: 90 }
  const whole = idOf(await of.pictures.recrop(userId, flat))
  assert.ok(isBlue(await pixelOf(await served(of, whole, '64.jpeg'), 32, 32)))

  const outside = await refusalOf(of.pictures.recrop(userId, { ...flat, rotate: 270 }))
  assert.deepEqual(faultsOf(outside), { crop_x: ['crop_outside'] })
  for (const [rotate, fault] of [
    [45, 'invalid_choice'],
    ['left', 'not_an_integer'],
  ] as const)
    assert.deepEqual(faultsOf(await refusalOf(of.pictures.recrop(userId, { ...top, rotate }))), {
      rotate: [fault],
    })
  await of.close()
})

test('of parallel crops of one picture one wins and the others report that the picture has changed', async () => {
  const of = await openWorld()
  const userId = await person(of)
  await of.pictures.accept(userId, upload(await small()))
  const crop = { crop_x: 0, crop_y: 0, crop_width: 10, crop_height: 10 }
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => of.pictures.recrop(userId, crop)))
  const lost = results.filter((r) => r.status === 'rejected')
  assert.equal(lost.length, 7)
  for (const { reason } of lost) assert.equal(reason.key, 'precondition_failed')
  await of.outbox.runDue()
  assert.equal((await keysIn(of)).length, 4, 'the picture that was cropped, and the one that won')
  await of.close()
})

test('a replaced picture is shown at its own address for a day, and then its files are removed', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const first = idOf(await of.pictures.accept(userId, upload(await small())))
  of.advance(HOUR)
  const second = idOf(await of.pictures.accept(userId, upload(await small())))
  of.advance(DAY - 1000)
  assert.equal(await of.pictures.endReplaced(), 0)
  await of.outbox.runDue()
  assert.ok(await served(of, first, '64.webp'))
  assert.equal((await keysIn(of)).length, 5, 'four masters and the form that was shown')
  assert.deepEqual(await of.pictures.examine({ grace: 0 }), { orphans: [], missing: [], damaged: [] })
  of.advance(1000)
  assert.equal(await served(of, first, '32.webp'), null, 'before any upkeep')
  assert.deepEqual(await of.pictures.examine({ grace: 0 }), { orphans: [], missing: [], damaged: [] })
  assert.equal(await of.pictures.endReplaced(), 1)
  assert.equal(await of.pictures.endReplaced(), 0)
  await of.outbox.runDue()
  assert.ok((await keysIn(of)).every((key) => key.startsWith(second)))
  assert.ok(await served(of, second, '64.webp'))
  assert.equal((await of.pictures.current(userId))?.id, second)
  await of.close()
})

test('an end of a replaced picture that a clock ahead of its time wrote has passed', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const first = idOf(await of.pictures.accept(userId, upload(await small())))
  of.advance(30 * DAY)
  await of.pictures.accept(userId, upload(await small()))
  of.advance(-30 * DAY)
  assert.equal(await served(of, first, '64.webp'), null)
  assert.equal(await of.pictures.endReplaced(), 1)
  await of.close()
})

test('removing the picture ends every earlier address at once, and removes all files', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const ids = []
  for (let i = 0; i < 3; i++) ids.push(idOf(await of.pictures.accept(userId, upload(await small()))))
  await of.pictures.remove(userId)
  for (const id of ids) assert.equal(await served(of, id, '64.webp'), null)
  await of.outbox.runDue()
  assert.deepEqual(await keysIn(of), [])
  await of.close()
})

test('of many crops only the last twenty pictures are still shown beside the current one', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const ids = [idOf(await of.pictures.accept(userId, upload(await small())))]
  const crop = { crop_x: 0, crop_y: 0, crop_width: 10, crop_height: 10 }
  for (let i = 0; i < 22; i++) {
    of.advance(1000)
    ids.push(idOf(await of.pictures.recrop(userId, crop)))
  }
  await of.outbox.runDue()
  const shown = []
  for (const id of ids) shown.push((await served(of, id, '32.webp')) !== null)
  assert.deepEqual(
    shown,
    ids.map((_, i) => i >= 2),
  )
  const left = new Set((await keysIn(of)).map((key) => key.split('/')[0]))
  assert.deepEqual([...left].sort(), ids.slice(2).sort())
  await of.close()
})

test('of replacements and a removal at the same moment nothing survives but what came last', async () => {
  const of = await openWorld({ PICTURES_PER_DAY: '100' })
  const userId = await person(of)
  for (let round = 0; round < 4; round++) {
    await of.pictures.accept(userId, upload(await small()))
    const files = await Promise.all(Array.from({ length: 4 }, small))
    await Promise.all([
      ...files.map((file) => of.pictures.accept(userId, upload(file))),
      of.pictures.remove(userId),
    ])
    const rows = await of.db.read.selectFrom('pictures').selectAll().where('removed_at', 'is', null).execute()
    const shown = rows.filter((row) => row.shown_until === null).map((row) => row.id)
    const { pictureId } = (await of.users.byId(userId)) ?? { pictureId: null }
    assert.deepEqual(shown, pictureId === null ? [] : [pictureId])
    if (pictureId === null) assert.deepEqual(rows, [])
    await of.outbox.runDue()
    const owners = new Set((await keysIn(of)).map((key) => key.split('/')[0]))
    assert.deepEqual([...owners].sort(), rows.map((row) => row.id).sort())
  }
  await of.close()
})

test('a removed picture is unavailable at once, although its files still exist, and they are deleted soon', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const id = idOf(await of.pictures.accept(userId, upload(await small())))
  assert.ok(await served(of, id, '64.webp'))
  const { version } = (await of.users.byId(userId)) ?? { version: 0 }
  await of.pictures.remove(userId)
  assert.equal((await keysIn(of)).length, 3)
  assert.equal(await served(of, id, '64.webp'), null)
  const user = await of.users.byId(userId)
  assert.deepEqual([user?.pictureId, user?.version], [null, version + 1])
  await of.outbox.runDue()
  assert.deepEqual(await keysIn(of), [])
  await of.pictures.remove(userId)
  assert.equal((await of.users.byId(userId))?.version, version + 1)
  await of.close()
})

test('parallel first requests share one encode, and the variant is stored', async () => {
  const id = idOf(await world.pictures.accept(await person(world), upload(await small())))
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.pictures.serve(id, 256, 'avif')))
  const bodies = new Set(answers.map((answer) => answer && 'body' in answer && answer.body))
  assert.equal(bodies.size, 1)
  assert.ok((await keysIn(world)).includes(`${id}/256.avif`))
  const [first] = answers
  assert.equal((await served(world, id, '256.avif'))?.length, first && 'size' in first && first.size)
})

test('an upload for a removed person leaves nothing', async () => {
  const of = await openWorld()
  assert.equal((await refusalOf(of.pictures.accept('nobody', upload(await small())))).key, 'token_not_valid')
  assert.deepEqual(await keysIn(of), [])
  await of.close()
})

test('deleting a person deletes the files', async () => {
  const of = await openWorld()
  const userId = await person(of)
  await of.pictures.accept(userId, upload(await small()))
  await of.db.write(async (tx) => {
    await of.pictures.erase(tx, await of.pictures.idsOf(tx, userId))
    await of.users.remove(tx, userId)
  })
  await of.outbox.runDue()
  assert.deepEqual(await keysIn(of), [])
  await of.close()
})

test('orphans older than the grace period are found and removed, current pictures are not, and missing files are reported', async () => {
  const of = await openWorld()
  const userId = await person(of)
  const id = idOf(await of.pictures.accept(userId, upload(await saved(folder, detailed(90, 90), 'jpeg'))))
  const strange = ['0123456789abcdef0123456789abcdef/512.webp', 'odd/one']
  for (const key of strange) await of.objects.put(key, Buffer.from('x'), 'image/webp')
  assert.deepEqual(await of.pictures.examine({ grace: HOUR }), { orphans: [], missing: [], damaged: [] })
  of.advance(3_700_000)
  const { orphans, missing } = await of.pictures.examine({ grace: HOUR })
  assert.deepEqual([orphans.sort(), missing], [strange, []])
  await of.pictures.removeOrphans(orphans)
  assert.equal((await keysIn(of)).length, 2)
  const key = `${id}/master-square.jpg`
  await of.objects.remove([key])
  assert.deepEqual((await of.pictures.examine({ grace: 0 })).missing, [{ pictureId: id, key }])
  assert.equal(await served(of, id, '64.webp'), null)
  await of.close()
})

test('rows of removed pictures are deleted when they no longer count, and not before', async () => {
  const of = await openWorld()
  const userId = await person(of)
  await of.pictures.accept(userId, upload(await small()))
  await of.pictures.accept(userId, upload(await small()))
  assert.equal(await of.pictures.purgeExpired(), 0)
  of.advance(DAY + 1000)
  assert.equal(await of.pictures.endReplaced(), 1)
  assert.equal(await of.pictures.purgeExpired(), 1)
  assert.ok(await of.pictures.current(userId))
  await of.close()
})
