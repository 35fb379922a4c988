import fc from 'fast-check'
import { hostileText, mutate, mutations } from './hostile.ts'
import { type FuzzRequest, headerValue, pathText } from './request.ts'

/** `multipart/form-data` as written by a client; a value that names a file in angle brackets is a file. */
export function multipart(boundary: string, fields: readonly (readonly [string, string])[]): string {
  const parts = fields.map(([name, value]) => {
    const picture = /^<(jpeg|png|webp|gif|avif)>$/.exec(value)?.[1]
    const file = picture ? `; filename="photo.${picture}"\r\nContent-Type: image/${picture}` : ''
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  })
  return `${parts.join('')}--${boundary}--\r\n`
}

type Fields = readonly (readonly [string, string])[]

/** The three body types as written by existing clients: `request` on Node.js, curl, and a script. */
function inAllTypes(method: string, path: string, fields: Fields, as: FuzzRequest['as']): FuzzRequest[] {
  const ofRequest = '--------------------------104557613938823948320183'
  const ofCurl = '------------------------d74496d66958873e'
  const form = (boundary: string, agent: [string, string][]): FuzzRequest => ({
    method,
    path,
    as,
    headers: [['content-type', `multipart/form-data; boundary=${boundary}`], ...agent],
    body: multipart(boundary, fields),
  })
  const hasFile = fields.some(([, value]) => /^<(jpeg|png|webp|gif|avif)>$/.test(value))
  const forms = [
    form(ofRequest, [['host', 'localhost']]),
    form(ofCurl, [
      ['accept', '*/*'],
      ['user-agent', 'curl/7.88.1'],
    ]),
  ]
  if (hasFile) return forms
  const urlencoded = fields.map(
    ([name, value]) => `${name}=${value.startsWith('<') ? value : encodeURIComponent(value)}`,
  )
  return [
    ...forms,
    {
      method,
      path,
      as,
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body: urlencoded.join('&'),
    },
    {
      method,
      path,
      as,
      headers: [['content-type', 'application/json']],
      body: JSON.stringify(Object.fromEntries(fields)),
    },
  ]
}

const get = (path: string, headers: [string, string][] = []): FuzzRequest => ({
  method: 'GET',
  path,
  as: 'person',
  headers,
  body: null,
})

const profile: Fields = [
  ['first_name', 'Ada'],
  ['last_name', 'Lovelace'],
  ['email', '<email>'],
  ['phone_number', '+33612345678'],
]

/** Requests of existing clients, from the samples of the published documentation. */
const recorded: readonly FuzzRequest[] = [
  ...inAllTypes(
    'POST',
    '/api/v1/user/login/',
    [
      ['username', '<username>'],
      ['password', '<password>'],
    ],
    'application',
  ),
  ...inAllTypes('POST', '/api/v1/user/token/refresh/', [['refresh', '<refresh>']], 'application'),
  ...inAllTypes('POST', '/api/v1/user/update/profile/', profile, 'person'),
  ...inAllTypes('PATCH', '/api/v1/user/profile/', profile.slice(0, 2), 'person'),
  ...inAllTypes('POST', '/api/v1/user/token-generator/', [['email', 'new@example.com']], 'person'),
  ...inAllTypes('PUT', '/api/v1/user/token-generator/', [['email', 'other@example.com']], 'person'),
  ...(['jpeg', 'png', 'webp', 'gif', 'avif'] as const).flatMap((format) =>
    inAllTypes(
      'POST',
      format === 'png' ? '/api/v1/user/profile/profile-image/' : '/api/v1/user/profile-image/',
      [
        ['image', `<${format}>`],
        ['cropped_image', '<png>'],
      ],
      'person',
    ),
  ),
  ...inAllTypes(
    'POST',
    '/api/v1/user/password/reset/',
    [
      ['email', '<email>'],
      ['token_checksum_field', 'a'.repeat(43)],
      ['token_field', '123456'],
      ['new_password', 'correct horse battery staple'],
    ],
    'application',
  ),
  // The Node sample sends an empty form with its GET.
  {
    ...get('/api/v1/user/get/profile/', [['content-type', 'multipart/form-data; boundary=--------4242']]),
    body: '',
  },
  get('/api/v1/user/get/profile/', [['if-none-match', '"abc"']]),
  get('/api/v1/get/local-info/', [
    ['accept-language', 'fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5'],
    ['accept-encoding', 'gzip, br'],
  ]),
  get('/api/v1/user/activity/?limit=2'),
  get('/'),
  get('/page'),
  get('/page/session'),
  get('/undo/abcdefghijklmnopqrstuvwxyz'),
  get('/docs'),
  get('/healthz'),
  get('/readyz'),
  get('/.well-known/jwks.json'),
  get('/api/v1/openapi.json'),
  get('/nothing'),
  get('<picture>'),
]

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'TRACE', 'PROPFIND']

/** Headers that change how a request is read, with valid and invalid values. */
const oddHeaders: readonly (readonly [string, readonly string[]])[] = [
  [
    'content-type',
    [
      'application/json',
      'application/json; charset=utf-16',
      'application/json; charset=x-unknown',
      'application/x-www-form-urlencoded; charset=latin1',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary="a b"',
      `multipart/form-data; boundary=${'x'.repeat(300)}`,
      'multipart/mixed; boundary=x',
      'text/plain',
      'image/png',
      '/',
      ';',
      'application/json, application/json',
    ],
  ],
  ['content-encoding', ['gzip', 'br', 'identity']],
  ['accept', ['application/problem+json', 'text/html', 'image/avif,image/webp', '*/*;q=0', ';;;']],
  ['accept-language', ['de', 'zh-Hant-TW', 'x'.repeat(2000), '*', ';q=1', 'fr;q=abc']],
  ['accept-encoding', ['gzip', 'identity;q=0', '*;q=0', 'zstd']],
  ['if-match', ['*', '"a"', 'W/"a"', 'a', '"a', '"a", "b"', '']],
  ['if-none-match', ['*', '"a"', 'W/"a", "b"', '"']],
  ['range', ['bytes=0-1', 'bytes=-1', 'bytes=9-1', 'x']],
  ['origin', ['http://localhost', 'null', 'https://evil.example', 'x']],
  ['access-control-request-method', ['POST']],
  ['x-methodoverride', ['PUT', 'DELETE', 'X', '']],
  ['cookie', ['session=abc', '=;=;=', 'a="b', `a=${'x'.repeat(3000)}`]],
  ['traceparent', ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '00-0-0-0']],
  ['x-forwarded-for', ['1.2.3.4', 'x', '::1']],
  ['host', ['', 'evil.example', 'a:b:c', '[::1']],
  ['sec-fetch-site', ['cross-site', 'same-origin']],
  ['upgrade', ['websocket', 'h2c']],
  [
    'authorization',
    ['Bearer', 'Bearer a b', 'Basic YTpi', 'Bearer a.b.c', 'bearer <access>', `Bearer ${'a.'.repeat(900)}`],
  ],
  ['apikey', ['', 'x', '<apikey>, <apikey>']],
]

/** A header that changes how the request is read. */
export const oddHeader: fc.Arbitrary<[string, string]> = fc
  .constantFrom(...oddHeaders)
  .chain(([name, values]) =>
    fc
      .oneof(
        { weight: 3, arbitrary: fc.constantFrom(...values) },
        { weight: 1, arbitrary: hostileText.map(headerValue) },
      )
      .map((value): [string, string] => [name, value]),
  )

/** A recorded request with some changes. */
export const mutatedRecording: fc.Arbitrary<FuzzRequest> = fc
  .record({
    base: fc.constantFrom(...recorded),
    method: fc.option(fc.constantFrom(...methods), { freq: 4 }),
    path: fc.option(
      fc.oneof(
        fc.constantFrom('?', '?a=%', '/..', '//', '/%2e%2e/', '#', '%', '%zz', '?limit=-1&limit=2', ';a=b'),
        hostileText.map(pathText),
      ),
      { freq: 4 },
    ),
    as: fc.option(fc.constantFrom<FuzzRequest['as']>('nobody', 'application', 'person'), { freq: 4 }),
    headers: fc.array(oddHeader, { maxLength: 3 }),
    changes: fc.option(mutations(4, ['----', '--', 'name="', 'filename="', '[[[[', '{"a":', '%', '&']), {
      freq: 2,
    }),
  })
  .map(({ base, method, path, as, headers, changes }) => {
    const replaced = new Set(headers.map(([name]) => name))
    return {
      method: method ?? base.method,
      path: path === null ? base.path : base.path + path,
      as: as ?? base.as,
      headers: [...base.headers.filter(([name]) => !replaced.has(name)), ...headers],
      body: changes === null ? base.body : mutate(base.body ?? '', changes),
    }
  })
