import fc from 'fast-check'
import { brokenForms, cuts, forms, inChunks, written } from './forms.ts'
import { bytesOf, hostileText, mutate, mutations } from './hostile.ts'

/** The bytes of one connection as Latin-1, and where they are split into writes. */
export interface StreamInput {
  bytes: string
  places: number[]
  /** The client vanishes instead of closing its half of the connection. */
  vanishes: boolean
}

const methods = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'CONNECT',
  'PRI',
  'get',
  'M-SEARCH',
  '',
  'A'.repeat(60),
]
const paths = [
  '/healthz',
  '/api/v1/user/get/profile/',
  '/api/v1/user/update/profile/',
  '/api/v1/user/profile/',
  '/api/v1/user/profile-image/',
  '/api/v1/user/login/',
  '/page/session',
  '/undo/x',
  '/nothing',
  '/',
]
const oddPaths = ['*', '', 'http://a/b', '//a', '/\xff', '/a b', '/%zz', 'a:1', `/${'x'.repeat(20_000)}`]
const versions = ['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.1 ', 'http/1.1', 'ICY', '']

/** Usually a normal value: a request that is refused in its first line does not test anything after it. */
const mostly = <T>(usual: readonly T[], odd: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 15, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )

const oddLines = [
  'Content-Length: 5',
  'Content-Length: 0',
  'Content-Length: +5',
  'Content-Length: -1',
  'Content-Length: 0x5',
  'Content-Length: 5, 5',
  'Content-Length: 5, 6',
  'Content-Length: 99999999999999999999',
  'Content-Length: ',
  'Content-Length : 5',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding:\tchunked',
  'Transfer-Encoding : chunked',
  'Connection: close',
  'Connection: upgrade\r\nUpgrade: websocket',
  'Connection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__',
  'Expect: 100-continue',
  'Expect: nonsense',
  'Host: b',
  'Host:',
  'X: a\r\n b',
  'X: a\nY: b',
  'X: \0',
  'X\0: a',
  ': a',
  'no colon',
  ' X: a',
  'Trailer: X',
  'Keep-Alive: timeout=0',
  'Content-Encoding: gzip',
  `X: ${'x'.repeat(17_000)}`,
  'X: y\r\n'.repeat(2100).trimEnd(),
]

const credentials = 'apikey: <apikey>\r\nAuthorization: Bearer <access>\r\n'

/** Bodies with their media type. */
const bodies = fc.oneof(
  brokenForms,
  forms.map((form) => ({
    contentType: `multipart/form-data; boundary="${form.boundary}"`,
    body: written(form),
  })),
  fc
    .tuple(fc.constantFrom('application/json', 'application/x-www-form-urlencoded'), hostileText)
    .map(([contentType, text]) => ({ contentType, body: bytesOf(text) })),
)

type Framing = 'length' | 'short' | 'long' | 'chunked' | 'broken' | 'none'

const oddSizes = [
  '',
  'g',
  '-1',
  'ffffffffffffffff',
  '100000000000000000',
  '0x5',
  '5 ',
  '5;a=b',
  '5;',
  '05',
  '5\r',
  `5;${'a'.repeat(17_000)}`,
]

/** The headers that frame the body, and the framed body. */
function framed(body: string, framing: Framing, places: number[], odd: string): [string, string] {
  const chunks = inChunks(body, places).map(
    (chunk) => `${chunk.length.toString(16)}\r\n${chunk.toString('latin1')}\r\n`,
  )
  const chunked = 'Transfer-Encoding: chunked\r\n'
  switch (framing) {
    case 'length':
      return [`Content-Length: ${body.length}\r\n`, body]
    case 'short':
      return [`Content-Length: ${Math.floor(body.length / 2)}\r\n`, body]
    case 'long':
      return [`Content-Length: ${body.length + 50}\r\n`, body]
    case 'chunked':
      return [chunked, `${chunks.join('')}0\r\n\r\n`]
    case 'broken':
      return [chunked, `${chunks.join('')}${odd}\r\n${body.slice(0, 5)}\r\n0\r\n\r\n`]
    case 'none':
      return ['', body]
  }
}

const message: fc.Arbitrary<string> = fc
  .record({
    method: mostly(['GET', 'POST', 'POST', 'PATCH'], methods),
    path: mostly(paths, oddPaths),
    version: mostly(['HTTP/1.1'], versions),
    isSignedIn: fc.boolean(),
    lines: fc.oneof(
      { weight: 2, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(...oddLines), { minLength: 1, maxLength: 2 }) },
    ),
    payload: fc.option(bodies, { freq: 3 }),
    framing: fc.constantFrom<Framing>(
      'length',
      'length',
      'short',
      'long',
      'chunked',
      'chunked',
      'broken',
      'none',
    ),
    places: cuts,
    odd: fc.constantFrom(...oddSizes),
    ending: mostly(['\r\n'], ['\n', '\r']),
    hasHost: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ method, path, version, isSignedIn, lines, payload, framing, places, odd, ending, hasHost }) => {
    const [frame, body] = payload ? framed(payload.body, framing, places, odd) : ['', '']
    const media = payload ? `Content-Type: ${payload.contentType.replaceAll(/[\r\n\0]/g, '')}\r\n` : ''
    const head = [
      `${method} ${path} ${version}\r\n`,
      hasHost > 0 ? 'Host: a\r\n' : '',
      isSignedIn ? credentials : '',
      ...lines.map((line) => `${line}\r\n`),
      media + frame,
      '\r\n',
    ].join('')
    return (ending === '\r\n' ? head : head.replaceAll('\r\n', ending)) + body
  })

/** Bytes of one connection: one message or several in a pipeline, some of them with broken bytes. */
export const streams: fc.Arbitrary<StreamInput> = fc
  .record({
    messages: fc.array(message, { minLength: 1, maxLength: 4 }),
    changes: fc.option(mutations(4, ['\r\n\r\n', '0\r\n\r\n', 'HTTP/1.1', ':']), { freq: 1 }),
    places: cuts,
    vanishing: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ messages, changes, places, vanishing }) => ({
    bytes: changes === null ? messages.join('') : mutate(messages.join(''), changes),
    places,
    vanishes: vanishing === 0,
  }))
