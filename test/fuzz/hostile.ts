import fc from 'fast-check'

/**
 * Texts that break careless code. Bodies and headers of a generated request are Latin-1, one character per byte, so
 * that a counterexample is printed as it was sent.
 */
const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\r\n',
  '\r\nX-Injected: 1\r\n',
  '\u2028\u2029',
  '\ufeff',
  '\u202eabc',
  '\ud800',
  'é\u0301'.repeat(200),
  '😀'.repeat(256),
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(20_000),
  '__proto__',
  'constructor',
  'toString',
  '-1',
  '0',
  '1e309',
  'NaN',
  '9'.repeat(400),
  '0x10',
  '-0',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  "' OR 1=1 --",
  '"; DROP TABLE users; --',
  '%',
  '_',
  '%00',
  '%2e%2e%2f',
  '../../../etc/passwd',
  '..\\..\\x',
  '<script>alert(1)</script>',
  '{{7*7}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of other languages
  '${7*7}',
  '(a+)+$',
  'a@b@c',
  '@',
  `${'a'.repeat(64)}@${'b.'.repeat(120)}com`,
  '"a b"@example.com',
  'a@[127.0.0.1]',
  'ü@bücher.example',
  '+1',
  '+99999999999999999',
  '٠١٢٣٤٥٦٧٨٩',
  'zz',
  'en-US-u-ca-gregory-x-private',
  'Europe/Paris\0',
  '+05:30',
] as const

/** A hostile text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
)

/** A hostile value for a JSON body. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -0, 1e308, -1, 0.1, 2 ** 53, [], {}, [[]], [null], { a: 1 }),
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(Object.defineProperty({}, '__proto__', { value: { admin: true }, enumerable: true })),
)

/** UTF-8 as Latin-1 characters, one for each byte. */
export const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

/** One change of bytes, like those of a file fuzzer. */
export interface Mutation {
  at: number
  kind: 'flip' | 'drop' | 'repeat' | 'insert' | 'cut' | 'swap'
  length: number
  text: string
}

/** Changes of a body; `at` and `length` are in thousandths of it. */
export const mutations = (most: number, tokens: readonly string[] = []): fc.Arbitrary<Mutation[]> =>
  fc.array(
    fc.record({
      at: fc.nat(1000),
      kind: fc.constantFrom('flip', 'drop', 'repeat', 'insert', 'insert', 'cut', 'swap'),
      length: fc.nat(1000),
      text: fc.oneof(fc.constantFrom('\r\n', '\0', '\xff', '"', ...tokens), hostileText.map(bytesOf)),
    }),
    { minLength: 1, maxLength: most },
  )

/** The bytes after the changes. */
export function mutate(bytes: string, changes: readonly Mutation[]): string {
  return changes.reduce(applied, bytes)
}

function applied(bytes: string, { at, kind, length, text }: Mutation): string {
  const start = Math.floor((bytes.length * at) / 1000)
  const end = Math.min(bytes.length, start + 1 + Math.floor((bytes.length * length) / 8000))
  const [head, part, tail] = [bytes.slice(0, start), bytes.slice(start, end), bytes.slice(end)]
  const flipped = String.fromCharCode((part.charCodeAt(0) || 0) ^ (1 << (length % 8)))
  const results: Record<Mutation['kind'], string> = {
    flip: head + flipped + part.slice(1) + tail,
    drop: head + tail,
    repeat: head + part.repeat(1 + (length % 5)) + tail,
    insert: head + text + part + tail,
    cut: head,
    swap: tail + part + head,
  }
  return results[kind]
}
