import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { contrast, type Rgb } from '../../common/color.ts'
import { readConfig } from '../../src/config/config.ts'
import { colorBehind, renderDefault } from '../../src/picture/picture-drawing.ts'
import { defaultToken } from '../../src/picture/picture-token.ts'
import { type Person, serviceFixture, startService, testOperator } from '../support/service.ts'

const service = await serviceFixture({ DEFAULT_PICTURE: 'initials' })
const { fontsDir } = readConfig({})
const token = defaultToken('a person')
const SIDE = 128
const WHITE: Rgb = [255, 255, 255]

/** Where the letters are in a default picture, as edges in pixels; null if there are none. */
async function lettersIn(picture: Buffer) {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true })
  const xs: number[] = []
  const ys: number[] = []
  for (let index = 0; index < data.length; index += info.channels)
    if (data[index]! > 200) {
      xs.push((index / info.channels) % info.width)
      ys.push(Math.floor(index / info.channels / info.width))
    }
  if (xs.length === 0) return null
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}

const drawn = (initials: string[], folder = fontsDir) =>
  renderDefault({ token, initials, fontsDir: folder }, SIDE, 'webp')

/** Scripts in which people write their names, with initials as they would be (CLDR, main and common scripts). */
const samples: Record<string, string[]> = {
  Latin: ['A', 'L'],
  'Latin with marks': ['Ế', 'Ǫ'],
  'wide Latin': ['W', 'W'],
  'narrow Latin': ['I'],
  Greek: ['Ω', 'Ά'],
  Cyrillic: ['Ж', 'Щ'],
  Armenian: ['Հ', 'Ա'],
  Georgian: ['გ', 'ბ'],
  Hebrew: ['ל', 'ש'],
  Arabic: ['م', 'ع'],
  Urdu: ['پ', 'ے'],
  Syriac: ['ܐ'],
  Thaana: ['މ'],
  'N’Ko': ['ߒ'],
  Adlam: ['𞤀'],
  Devanagari: ['ने', 'श'],
  'Devanagari conjunct': ['क्षि'],
  Bengali: ['শ্রী'],
  Gurmukhi: ['ਸ', 'ਕ'],
  Gujarati: ['ગ'],
  Odia: ['ଓ'],
  Tamil: ['கோ'],
  Telugu: ['తె'],
  Kannada: ['ತ'],
  Malayalam: ['മ'],
  Sinhala: ['සි'],
  Thai: ['ไ', 'ก'],
  Lao: ['ລ'],
  Khmer: ['ខ្មែ'],
  Myanmar: ['မြ'],
  Tibetan: ['བོ'],
  Ethiopic: ['አ', 'በ'],
  Tifinagh: ['ⵣ'],
  Vai: ['ꕙ'],
  Cherokee: ['Ꮳ'],
  'Canadian Aboriginal': ['ᐃ'],
  Mongolian: ['ᠮ'],
  Yi: ['ꆈ'],
  Javanese: ['ꦗ'],
  Balinese: ['ᬩ'],
  'Ol Chiki': ['ᱥ'],
  Lisu: ['ꓡ'],
  'Han, simplified': ['龙'],
  'Han, traditional': ['龍'],
  'Han beyond the common ones': ['䶮'],
  Hiragana: ['あ'],
  Katakana: ['カ'],
  Hangul: ['김'],
  'rare Hangul': ['뷁'],
  'two scripts': ['A', 'م'],
}

for (const [script, initials] of Object.entries(samples))
  test(`initials in ${script} are drawn, large enough and in the middle`, async () => {
    const letters = await lettersIn(await drawn(initials))
    assert.ok(letters, 'no font has the letters')
    const { left, right, top, bottom } = letters
    assert.ok(Math.max(right - left, bottom - top) >= SIDE * 0.24, 'too small')
    assert.ok(Math.min(left, top, SIDE - 1 - right, SIDE - 1 - bottom) >= SIDE * 0.14, 'too large')
    assert.ok(Math.abs(left - (SIDE - 1 - right)) <= 2, `${left} and ${SIDE - 1 - right} beside`)
    assert.ok(Math.abs(top - (SIDE - 1 - bottom)) <= 2, `${top} and ${SIDE - 1 - bottom} above and below`)
  })

test('letters of right-to-left scripts stand from right to left', async () => {
  // An alif is taller than an ain.
  const alifOf = async (initials: string[]) => {
    const picture = await drawn(initials)
    const { top } = (await lettersIn(picture))!
    return (await lettersIn(
      await sharp(picture).extract({ left: 0, top, width: SIDE, height: 3 }).toBuffer(),
    ))!
  }
  assert.ok((await alifOf(['ا', 'ع'])).left > SIDE / 2)
  assert.ok((await alifOf(['ع', 'ا'])).right < SIDE / 2)
})

test('white letters stand out from the color of everybody', async () => {
  const colors = new Set(Array.from({ length: 5000 }, (_, index) => colorBehind(String(index))))
  assert.ok(colors.size > 250)
  const rects = [...colors].map((color, y) => `<rect y="${y}" width="1" height="1" fill="${color}"/>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="${colors.size}">${rects.join('')}</svg>`
  const { data } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  for (let index = 0; index < data.length; index += 3)
    assert.ok(
      contrast([data[index]!, data[index + 1]!, data[index + 2]!], WHITE) >= 4.5,
      [...colors][index / 3],
    )
})

test('initials that no font has become the pattern, and those of a folder without fonts', async () => {
  const pattern = await drawn([])
  assert.deepEqual(await drawn(['👩🏽‍🚀']), pattern)
  assert.deepEqual(await drawn(['A', '👩🏽‍🚀']), pattern)
  assert.deepEqual(await drawn(['A'], '/nowhere'), pattern)
})

const rename = ({ headers }: Person, fields: Record<string, string>) =>
  fetch(`${service.base}/user/profile/`, { method: 'PATCH', headers, body: new URLSearchParams(fields) })
const addressOf = async ({ headers }: Person, suffix = '64.webp') => {
  const answer = await fetch(`${service.base}/user/get/profile/`, { headers })
  const { data } = (await answer.json()) as { data: { ProfileImage: string } }
  return data.ProfileImage.replace(/[^/]*$/, suffix)
}
const show = (path: string) => fetch(service.origin + path, { redirect: 'manual' })

test('a new name has a new address, and the former one leads there until the account is removed', async () => {
  const person = await service.person()
  await rename(person, { first_name: 'Ada', last_name: 'Lovelace' })
  const former = await addressOf(person)
  assert.match(former, /^\/pictures\/default\/[0-9a-f]{32}-[0-9a-f]{8}\/64\.webp$/)
  const answer = await show(former)
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('cache-control') ?? '', /immutable/)
  assert.ok(await lettersIn(Buffer.from(await answer.arrayBuffer())))
  await rename(person, { first_name: 'Byron' })
  const present = await addressOf(person)
  assert.notEqual(present, former)
  const moved = await show(former)
  assert.deepEqual([moved.status, moved.headers.get('location')], [302, present])
  assert.equal(moved.headers.get('cache-control'), 'public, max-age=60')
  const { status, headers } = await show(
    `${new URL(service.base).pathname}/people/${person.id}/picture/64.webp`,
  )
  assert.deepEqual([status, headers.get('location')], [302, present])
  // What does not change the initials does not change the address.
  await rename(person, { first_name: 'Bea' })
  assert.equal(await addressOf(person), present)

  const { accounts } = service.services
  const [user] = await accounts.find(person.id)
  await accounts.remove(user!, testOperator)
  for (const path of [former, present]) assert.equal((await show(path)).status, 404)
})

test('the language decides which initial is first', async () => {
  const person = await service.person()
  await rename(person, { first_name: 'Anna', last_name: 'Kovács', languages: 'de' })
  const german = await addressOf(person)
  await rename(person, { languages: 'hu' })
  assert.notEqual(await addressOf(person), german)
})

test('a person without a name shows the pattern, and never the user name', async () => {
  const person = await service.person()
  await rename(person, { first_name: '', last_name: '' })
  const address = await addressOf(person)
  assert.match(address, /^\/pictures\/default\/[0-9a-f]{32}\/64\.webp$/)
  assert.equal((await show(address)).status, 200)
})

test('an address with initials of nobody, or in another spelling, is a 404', async () => {
  const person = await service.person()
  await rename(person, { first_name: 'Ada' })
  const address = await addressOf(person)
  for (const path of [
    address.replace(/default\/[0-9a-f]{32}/, `default/${defaultToken('nobody')}`),
    address.replace(/-[0-9a-f]{8}/, '-'),
    address.replace(/(-[0-9a-f]{8})/, (mark) => mark.toUpperCase().replace(/-.{8}/, '-ABCDEF01')),
    address.replace(/(-[0-9a-f]{8})/, '$1$1'),
  ])
    assert.equal((await show(path)).status, 404, path)
})

test('addresses of the pattern stay valid with initials, and those of initials with the pattern', async () => {
  const person = await service.person()
  await rename(person, { first_name: 'Ada' })
  const address = await addressOf(person)
  assert.equal((await show(address.replace(/-[0-9a-f]{8}/, ''))).status, 200)
})

test('the service does not start without the fonts, and says which packages have them', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'user-profile-fonts-'))
  try {
    await assert.rejects(
      startService({ DEFAULT_PICTURE: 'initials', FONTS_DIR: empty }),
      /FONTS_DIR: must contain noto\/NotoSans-Bold\.ttf.*fonts-noto-core, fonts-droid-fallback, fonts-nanum.*DEFAULT_PICTURE=pattern/,
    )
    await (await startService({ FONTS_DIR: empty })).stop()
  } finally {
    await rm(empty, { recursive: true, force: true })
  }
})
