import fc from 'fast-check'
import { bytesOf, hostileText, type Mutation, mutate, mutations } from './hostile.ts'

/** One part of a form. Texts are Latin-1, one character per byte. */
export interface Part {
  name: string
  fileName: string | null
  type: string | null
  value: string
}

/** A well-formed form. */
export interface FormInput {
  boundary: string
  parts: Part[]
  preamble: string
  epilogue: string
}

/** Field names whose files the tested reader stores. */
export const fileFields = ['image', 'cropped_image'] as const

/** Whether a part is a file: by its file name, or by its type if its field takes files. */
export function isFile({ name, fileName, type }: Part): boolean {
  if (fileName !== null) return true
  const isFileType = type === 'application/octet-stream' || (type ?? '').startsWith('image/')
  return isFileType && fileFields.some((field) => field === name)
}

const boundaryCharacters = [..."ABCxyz019-_.+=:?/,()'"]
const boundary = fc.oneof(
  fc.constantFrom(
    'B',
    'fuzz',
    '----WebKitFormBoundary7MA4YWxkTrZu0gW',
    '--------------------------104557613938823',
  ),
  fc.string({ unit: fc.constantFrom(...boundaryCharacters), minLength: 1, maxLength: 70 }),
)

/** A name that needs no escape (RFC 7578, 4.2). */
const plainName = fc.oneof(
  fc.constantFrom('first_name', 'email', 'image', 'cropped_image', 'crop_x', '__proto__', 'a b', 'x'),
  fc.string({ unit: fc.constantFrom(...'abcXYZ019_-[].é€😀'), minLength: 1, maxLength: 12 }),
)

/** Bytes that look like the framing around them. */
const trickyValue = (mark: string) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '\r',
          '\n',
          '\r\n',
          '-',
          '--',
          '\r\n-',
          '\r\n--',
          `--${mark.slice(0, -1)}`,
          '\0',
          '\xff',
          'x',
        ),
        fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 60 }),
        fc.nat(9000).map((length) => 'z'.repeat(length)),
      ),
      { maxLength: 6 },
    )
    .map((pieces) => pieces.join(''))
    .filter((value) => !`\r\n${value}\r\n`.includes(`\r\n--${mark}`))

/** Well-formed forms. */
export const forms: fc.Arbitrary<FormInput> = boundary.chain((mark) =>
  fc.record({
    boundary: fc.constant(mark),
    parts: fc.array(
      fc.record({
        name: plainName,
        fileName: fc.option(fc.constantFrom('photo.jpg', 'a', 'ü.png', 'C:\\x\\y.gif', '../../x'), {
          freq: 1,
        }),
        type: fc.option(fc.constantFrom('image/jpeg', 'text/plain', 'application/octet-stream', 'x')),
        value: trickyValue(mark),
      }),
      { maxLength: 8 },
    ),
    preamble: fc.constantFrom('', '', '\r\n', 'This is a preamble.\r\n'),
    epilogue: fc.constantFrom('\r\n', '', '\r\nepilogue', '--'),
  }),
)

/** The form in its wire format. */
export function written({ boundary, parts, preamble, epilogue }: FormInput): string {
  const bodies = parts.map(({ name, fileName, type, value }) => {
    const file = fileName === null ? '' : `; filename="${bytesOf(fileName.replaceAll('\\', '\\\\'))}"`
    const media = type === null ? '' : `Content-Type: ${type}\r\n`
    const head = `Content-Disposition: form-data; name="${bytesOf(name)}"${file}\r\n${media}`
    return `--${boundary}\r\n${head}\r\n${value}\r\n`
  })
  return `${preamble}${bodies.join('')}--${boundary}--${epilogue}`
}

/** A body with its media type. */
export interface RawForm {
  contentType: string
  body: string
}

const oddHeaders = [
  'Content-Disposition: form-data',
  'Content-Disposition: form-data; name=',
  'Content-Disposition: form-data; name="a"; filename=""',
  "Content-Disposition: form-data; name*=utf-8''%e2%82%ac",
  'Content-Disposition: attachment; filename="x"',
  'Content-Disposition: form-data; name="a\\"b"; filename="\\"',
  'Content-Disposition: form-data; name="image"; filename="x"; filename="y"',
  'Content-Type: multipart/mixed; boundary=inner',
  'Content-Type: text/plain; charset=utf-16',
  'Content-Type: text/plain; charset=nonsense',
  'Content-Transfer-Encoding: base64',
  'Content-Transfer-Encoding: quoted-printable',
  ': no name',
  'no colon',
  ' folded',
  `X: ${'x'.repeat(17_000)}`,
  'X: 1\r\n'.repeat(60).trimEnd(),
]

/** Pieces of forms in any order. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '--B',
        '--B\r\n',
        '\r\n--B\r\n',
        '--B--',
        '\r\n--B--\r\n',
        '----',
        '\r\n',
        '\n',
        '\r',
        '--',
        '-',
      ),
      fc.constantFrom(...oddHeaders).map((header) => `${header}\r\n`),
      fc.constant('Content-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n'),
      fc.constant('Content-Disposition: form-data; name="first_name"\r\n\r\n'),
      hostileText.map(bytesOf),
    ),
    { maxLength: 24 },
  )
  .map((texts) => texts.join(''))

const contentTypes = fc.oneof(
  { weight: 8, arbitrary: fc.constant('multipart/form-data; boundary=B') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary=""',
      'multipart/form-data',
      'multipart/form-data; boundary="B"',
      'multipart/form-data; boundary=-',
      'multipart/form-data; boundary=--',
      'multipart/form-data; boundary=B; boundary=C',
      'multipart/form-data; boundary="a b"; charset=utf-8',
      `multipart/form-data; boundary=${'B'.repeat(500)}`,
      'multipart/form-data; charset=utf-16; boundary=B',
      'multipart/form-data; boundary=\\',
      'multipart/form-data;boundary=B;',
    ),
  },
  { weight: 1, arbitrary: hostileText.map((text) => `multipart/form-data; boundary=${bytesOf(text)}`) },
)

const changes = (mark: string): fc.Arbitrary<Mutation[]> =>
  mutations(5, [`--${mark}`, `--${mark}--`, `\r\n--${mark}\r\n`, 'name="', ...oddHeaders])

/** Forms that are broken in any way. */
export const brokenForms: fc.Arbitrary<RawForm> = fc.oneof(
  {
    weight: 3,
    arbitrary: forms.chain((form) =>
      changes(form.boundary).map((list) => ({
        contentType: `multipart/form-data; boundary="${form.boundary}"`,
        body: mutate(written(form), list),
      })),
    ),
  },
  { weight: 3, arbitrary: fc.record({ contentType: contentTypes, body: pieces }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(contentTypes, fc.integer({ min: 90, max: 130 }), fc.boolean())
      .map(([contentType, count, isFile]) => ({
        contentType,
        body: `${`--B\r\nContent-Disposition: form-data; name="image"${isFile ? '; filename="a"' : ''}\r\n\r\nv\r\n`.repeat(count)}--B--`,
      })),
  },
)

/** The name of a field, rarely an odd one. */
const usualName = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.string({ unit: fc.constantFrom(...'abcXYZ019_-.'), minLength: 1, maxLength: 12 }),
  },
  { weight: 1, arbitrary: plainName },
)

/** Forms of texts as clients write them, some with a few changes; the boundary is `B`. */
export const almostPlainForms: fc.Arbitrary<RawForm> = fc
  .record({
    parts: fc.array(fc.record({ name: usualName, value: trickyValue('B') }), { minLength: 1, maxLength: 5 }),
    epilogue: fc.constantFrom('\r\n', '', '--', '\r\nepilogue'),
    lacksBodies: fc.boolean(),
    list: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Mutation[]>([]) },
      { weight: 1, arbitrary: changes('B') },
    ),
  })
  .map(({ parts, epilogue, lacksBodies, list }) => {
    const texts = parts.map((part) => ({ ...part, fileName: null, type: null }))
    const whole = written({ boundary: 'B', parts: texts, preamble: '', epilogue })
    const body = lacksBodies ? whole.replaceAll('\r\n\r\n\r\n--B', '\r\n\r\n--B') : whole
    return { contentType: 'multipart/form-data; boundary=B', body: mutate(body, list) }
  })

/** Where a body is split into chunks, in thousandths of its length. */
export const cuts: fc.Arbitrary<number[]> = fc.oneof(
  fc.constant<number[]>([]),
  fc.array(fc.nat(1000), { maxLength: 6 }),
  fc.constant(Array.from({ length: 40 }, (_, index) => index * 25)),
)

/** The bytes in chunks. */
export function inChunks(body: string, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((share) => Math.floor((body.length * share) / 1000)))].sort(
    (a, b) => a - b,
  )
  return [0, ...at]
    .map((start, index) => Buffer.from(body.slice(start, at[index] ?? body.length), 'latin1'))
    .filter((chunk) => chunk.length > 0)
}
