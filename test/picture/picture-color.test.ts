import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { inspect } from '../../src/picture/picture-header.ts'
import { decode } from '../../src/picture/picture-pipeline.ts'
import { startBrowser, withoutBrowser } from '../support/browser.ts'
import { type Chunk, plain, pngOf, saved, savedBytes, words } from '../support/pictures.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-profile-color-'))
  const { path } = await saved(folder, plain(1, 1, '#ff0000').withIccProfile('p3'), 'png')
  const { icc } = await sharp(path).metadata()
  assert.ok(icc)
  iCCP[1] = Buffer.concat([Buffer.from('p3\0\0', 'latin1'), deflateSync(icc)])
})
after(() => rm(folder, { recursive: true, force: true }))

type Pixel = readonly number[]

/** Orange, dark gray and half-transparent pink. */
const colors = [
  [200, 100, 50, 255],
  [64, 64, 64, 255],
  [240, 30, 200, 128],
] as const
const rgb8 = [colors.flatMap((color) => color.slice(0, 3))]
const rgba8 = [colors.flat()]
const rgb16 = [rgb8.flat().flatMap((v) => [v, v])]
const rgba16 = [rgba8.flat().flatMap((v) => [v, v])]
const gray8 = [colors.map(([, g]) => g)]
const gray16 = [gray8.flat().flatMap((v) => [v, v])]
const grayAlpha16 = [colors.flatMap(([, g, , a]) => [g, g, a, a])]

const gAMA = (gamma: number): Chunk => ['gAMA', words(gamma)]
const cICP = (...codes: number[]): Chunk => ['cICP', Buffer.from(codes)]
const adobeRgb: Chunk = ['cHRM', words(31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)]
const sRGB: Chunk = ['sRGB', Buffer.from([0])]
const PLTE: Chunk = ['PLTE', Buffer.from(rgb8.flat())]
const palette = [[0, 1, 2]]
/** Set before the tests, by the picture library. */
const iCCP: [string, Buffer] = ['iCCP', Buffer.alloc(0)]

const before16 = [[2, 16], rgb16] as const
const before8 = [[2, 8], rgb8] as const
const asIs = [colors[0], colors[1], [240, 30, 200, 255]]
const linear = [
  [229, 168, 122, 255],
  [137, 137, 137, 255],
  [248, 96, 229, 255],
]
const p3 = [
  [214, 92, 31, 255],
  [64, 64, 64, 255],
  [255, 0, 205, 255],
]

type Row = [
  what: string,
  kind: readonly [number, number],
  rows: readonly (readonly number[])[],
  chunks: readonly Chunk[],
  expected: readonly Pixel[],
]
/** What Chromium 156 shows, which the last test checks again. */
const signaled: Row[] = [
  ['nothing', ...before8, [], asIs],
  ['a gamma of 1', ...before8, [gAMA(100_000)], linear],
  ['a gamma of 1, in 16 bits', ...before16, [gAMA(100_000)], linear],
  ['a gamma of 1/2.2 alone', ...before8, [gAMA(45_455)], asIs],
  [
    'a gamma of 1/1.8',
    ...before8,
    [gAMA(55_556)],
    [
      [210, 119, 65, 255],
      [81, 81, 81, 255],
      [243, 39, 210, 255],
    ],
  ],
  ['a gamma of zero', ...before8, [gAMA(0)], asIs],
  [
    'gamma and chromaticities of Adobe RGB',
    ...before8,
    [gAMA(45_455), adobeRgb],
    [
      [226, 100, 44, 255],
      [61, 61, 61, 255],
      [255, 24, 204, 255],
    ],
  ],
  ['chromaticities alone', ...before8, [adobeRgb], asIs],
  ['chromaticities that are none', ...before8, [gAMA(100_000), ['cHRM', Buffer.alloc(32)]], asIs],
  ['sRGB, which comes before gamma', ...before8, [sRGB, gAMA(100_000)], asIs],
  ['a profile, which comes before sRGB', ...before8, [sRGB, iCCP], p3],
  ['a profile, which comes before gamma', ...before8, [gAMA(100_000), iCCP], p3],
  ['a profile, in 16 bits', ...before16, [iCCP], p3],
  ['code points of Display P3', ...before8, [cICP(12, 13, 0, 1)], p3],
  ['code points of sRGB, which come before a profile', ...before8, [cICP(1, 13, 0, 1), iCCP], asIs],
  [
    'code points of BT.2020, which come before gamma',
    ...before8,
    [cICP(9, 13, 0, 1), gAMA(100_000)],
    [
      [240, 76, 29, 255],
      [64, 64, 64, 255],
      [255, 0, 207, 255],
    ],
  ],
  [
    'code points of BT.709 with the curve of its screens',
    ...before8,
    [cICP(1, 1, 0, 1)],
    [
      [197, 91, 39, 255],
      [54, 54, 54, 255],
      [239, 18, 197, 255],
    ],
  ],
  ['code points that are unspecified', ...before8, [cICP(2, 2, 0, 1), gAMA(100_000)], linear],
  ['code points that are reserved', ...before8, [cICP(3, 3, 0, 1), gAMA(100_000)], linear],
  ['code points of a narrow range', ...before8, [cICP(12, 13, 0, 0)], asIs],
  ['code points that are cut off', ...before8, [cICP(12, 13, 0)], asIs],
  ['code points after the palette', [3, 8], palette, [PLTE, cICP(12, 13, 0, 1)], asIs],
  ['a palette with gamma', [3, 8], palette, [gAMA(100_000), PLTE], linear],
  [
    'a palette with transparency and gamma',
    [3, 8],
    palette,
    [gAMA(100_000), PLTE, ['tRNS', Buffer.from([255, 255, 128])]],
    [...linear.slice(0, 2), [248, 96, 229, 128]],
  ],
  [
    'gray with gamma',
    [0, 8],
    gray8,
    [gAMA(100_000)],
    [
      [168, 168, 168, 255],
      [137, 137, 137, 255],
      [96, 96, 96, 255],
    ],
  ],
  [
    'gray of 16 bits',
    [0, 16],
    gray16,
    [],
    [
      [100, 100, 100, 255],
      [64, 64, 64, 255],
      [30, 30, 30, 255],
    ],
  ],
  [
    'gray of 16 bits with gamma and alpha',
    [4, 16],
    grayAlpha16,
    [gAMA(100_000)],
    [
      [168, 168, 168, 255],
      [137, 137, 137, 255],
      [96, 96, 96, 128],
    ],
  ],
  [
    'gray of which one is transparent',
    [0, 8],
    gray8,
    [['tRNS', Buffer.from([0, 100])]],
    [
      [0, 0, 0, 0],
      [64, 64, 64, 255],
      [30, 30, 30, 255],
    ],
  ],
  ['alpha', [6, 8], rgba8, [], colors],
  ['alpha of 16 bits', [6, 16], rgba16, [], colors],
  [
    'alpha of 16 bits with code points',
    [6, 16],
    rgba16,
    [cICP(12, 13, 0, 1)],
    [...p3.slice(0, 2), [255, 0, 205, 128]],
  ],
  [
    'a color of which all is transparent',
    ...before8,
    [['tRNS', Buffer.from([0, 200, 0, 100, 0, 50])]],
    [[0, 0, 0, 0], ...asIs.slice(1)],
  ],
]

const fileOf = ([, kind, rows, chunks]: Row) => pngOf(kind, 3, rows, chunks)

async function shown(bytes: Buffer, extension: string) {
  const source = await inspect((await savedBytes(folder, bytes, extension)).path, 1e6)
  if ('fault' in source) throw new Error(source.fault.key)
  const bitmap = await decode(source)
  if (!bitmap) throw new Error('not decoded')
  const { data, channels, width } = bitmap
  const at = (x: number, y: number): Pixel => {
    const pixel = [...data.subarray((y * width + x) * channels).subarray(0, channels)]
    return channels === 3 ? [...pixel, 255] : pixel
  }
  return { ...bitmap, at }
}

/** What cannot be seen need not be equal. */
function near(actual: Pixel, expected: Pixel, what: string, tolerance = 3) {
  const same = (v: number, n: number) => Math.abs(v - (expected[n] ?? 999)) <= tolerance
  const isClear = actual[3] === 0 && expected[3] === 0
  assert.ok(isClear || actual.every(same), `${what}: ${actual} is not near ${expected}`)
}

for (const row of signaled) {
  const [what, , , , expected] = row
  test(`a PNG that signals ${what} comes out as in a browser`, async () => {
    const { at } = await shown(fileOf(row), 'png')
    expected.forEach((pixel, x) => {
      near(at(x, 0), pixel, `${x}`)
    })
  })
}

const nclxFile = () => readFile(join(import.meta.dirname, '../fixtures/pictures/nclx-display-p3.avif'))
/** Signals other code points in the AVIF. */
async function nclx(primaries: number, transfer: number): Promise<Buffer> {
  const bytes = await nclxFile()
  const at = bytes.indexOf('colrnclx') + 8
  bytes.writeUInt16BE(primaries, at)
  bytes.writeUInt16BE(transfer, at + 2)
  return bytes
}

/** Places of a red and a green patch. */
const patches = [
  [6, 120],
  [160, 120],
] as const
/** Primaries, transfer, and what Chromium 156 shows of both patches. */
const coded: [primaries: number, transfer: number, red: Pixel, green: Pixel, tolerance?: number][] = [
  [1, 13, [212, 56, 51], [50, 186, 52]],
  [2, 2, [212, 56, 51], [50, 186, 52]],
  [12, 13, [231, 31, 39], [0, 189, 0]],
  [12, 2, [231, 31, 39], [0, 189, 0]],
  [11, 13, [225, 31, 40], [0, 190, 0]],
  [9, 14, [255, 0, 40], [0, 196, 0]],
  [1, 1, [212, 56, 51], [50, 186, 52]],
  [1, 4, [213, 53, 48], [46, 187, 49]],
  [1, 5, [203, 32, 27], [26, 172, 28]],
  [1, 7, [217, 74, 69], [68, 194, 70]],
  [1, 8, [235, 129, 124], [122, 222, 125]],
  [1, 17, [214, 40, 35], [34, 184, 36]],
  [4, 13, [250, 42, 34], [0, 182, 32]],
  [5, 13, [216, 56, 51], [28, 186, 56]],
  [6, 13, [207, 63, 50], [66, 183, 50]],
  [10, 13, [255, 0, 76], [0, 247, 0]],
  [22, 13, [214, 64, 50], [38, 182, 51]],
  [99, 99, [212, 56, 51], [50, 186, 52]],
  // High dynamic range.
  [1, 16, [255, 8, 6], [9, 255, 10], 6],
  [9, 16, [255, 0, 0], [0, 255, 0], 6],
  [9, 18, [254, 0, 24], [0, 181, 0], 6],
]
for (const [primaries, transfer, red, green, tolerance] of coded) {
  test(`an AVIF with the code points ${primaries} and ${transfer} comes out as in a browser`, async () => {
    const { at } = await shown(await nclx(primaries, transfer), 'avif')
    near(at(...patches[0]), [...red, 255], 'red', tolerance)
    near(at(...patches[1]), [...green, 255], 'green', tolerance)
  })
}

test('grays of a picture with high dynamic range keep their order, and white is not the brightest', async () => {
  for (const transfer of [16, 18]) {
    const levels = Array.from({ length: 32 }, (_, n) => n * 8)
    const row = levels.flatMap((v) => [v, v, v])
    const { data } = await shown(pngOf([2, 8], levels.length, [row], [cICP(9, transfer, 0, 1)]), 'png')
    const grays = levels.map((_, n) => data[n * 3] as number)
    assert.deepEqual(
      grays,
      grays.toSorted((a, b) => a - b),
    )
    // White, of 203 cd/m², is shown at half its light.
    near([grays[transfer === 16 ? 18 : 23] as number], [172], `${transfer}`)
  }
})

test('whatever the bytes say, a picture is decoded or refused', async () => {
  const files = [await nclxFile(), ...signaled.map(fileOf)]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
      async (file, changes) => {
        const bytes = Buffer.from(file)
        for (const [at, value] of changes) if (at >= 12 && at < bytes.length) bytes[at] = value
        const source = await inspect((await savedBytes(folder, bytes, 'bin')).path, 1e6)
        if (!('fault' in source)) await decode(source)
      },
    ),
    { numRuns: 200 },
  )
})

/** Runs in the browser: the pixels of a picture as it is drawn. */
const inBrowser = `async (url, places) => {
  const image = new Image()
  image.src = url
  await image.decode()
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  return places.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data])
}`

test('the tables say what Chromium shows', { skip: withoutBrowser }, async () => {
  const browser = await startBrowser()
  try {
    const page = await browser.newPage()
    const look = (bytes: Buffer, type: string, places: readonly (readonly [number, number])[]) =>
      page.evaluate<number[][]>(
        `(${inBrowser})('data:${type};base64,${bytes.toString('base64')}', ${JSON.stringify(places)})`,
      )
    for (const row of signaled) {
      const seen = await look(fileOf(row), 'image/png', [
        [0, 0],
        [1, 0],
        [2, 0],
      ])
      seen.forEach((pixel, x) => {
        near(pixel, row[4][x] ?? [], row[0])
      })
    }
    for (const [primaries, transfer, red, green] of coded) {
      const seen = await look(await nclx(primaries, transfer), 'image/avif', patches)
      near(seen[0] ?? [], [...red, 255], `${primaries}/${transfer}`)
      near(seen[1] ?? [], [...green, 255], `${primaries}/${transfer}`)
    }
  } finally {
    await browser.close()
  }
})
