import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { prettyLine } from '../../src/cli/serve/pretty-line.ts'

const plainly = (line: object) => prettyLine(`${JSON.stringify(line)}\n`, { hasColors: false })
/** In the time zone of the machine. */
const time = new Date(2026, 10, 29, 12, 3, 4, 56).toISOString()

/** One row per log line: the text for people. */
const lines: [what: string, line: object, text: string][] = [
  ['a message', { level: 30, msg: 'stopping', signal: 'SIGTERM' }, 'INFO  stopping signal=SIGTERM'],
  [
    'a request',
    {
      level: 30,
      reqId: 'id',
      method: 'GET',
      route: '/docs',
      status: 200,
      ms: 4.4,
      user: 'u',
      msg: 'request',
    },
    'INFO  GET /docs 200 4.4 ms',
  ],
  [
    'a request for an unknown path',
    { level: 30, method: 'GET', route: null, status: 404, ms: 1, msg: 'request' },
    'INFO  GET (no such path) 404 1 ms',
  ],
  [
    'a warning, with its request id',
    { level: 40, reqId: 'id', kind: 'security', msg: 'security event' },
    'WARN  security event reqId=id kind=security',
  ],
  ['a worker', { level: 30, worker: 2, msg: 'worker is ready' }, 'INFO  worker is ready worker=2'],
  [
    'values that contain spaces, are empty, or are not strings',
    { level: 30, msg: 'x', a: 'one two', b: '', c: null, d: [1, 2], e: { f: true } },
    'INFO  x a="one two" b="" c=null d=[1,2] e={"f":true}',
  ],
  [
    'an error with its stack',
    { level: 50, msg: 'failed', err: { type: 'Error', message: 'boom', stack: 'Error: boom\n    at x' } },
    'ERROR failed\n    Error: boom\n        at x',
  ],
  [
    'a warning with only the message of its error',
    { level: 40, msg: 'failed', err: { type: 'Error', message: 'boom', stack: 'Error: boom\n    at x' } },
    'WARN  failed\n    Error: boom',
  ],
  ['an unknown level', { level: 35, msg: 'x' }, 'LOG   x'],
]
for (const [what, line, text] of lines) {
  test(`${what} is shown as ${JSON.stringify(text)}`, () => {
    assert.equal(plainly({ time, ...line }), `12:03:04.056 ${text}\n`)
  })
}

test('values cannot control the terminal, start a line or change the reading direction', () => {
  const nasty = 'a\u001b[31mb\rc\nd\u0007e\u202ef\u2028g\u009b1mh'
  const text = plainly({ level: 50, time, msg: nasty, [nasty]: nasty, err: { type: nasty, stack: nasty } })
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\u2028]/u)
  // Only a stack may have further lines, which are indented.
  for (const line of text.trimEnd().split('\n').slice(1)) assert.match(line, /^ {4}/)
})

test('long values are truncated', () => {
  assert.ok(plainly({ level: 30, time, msg: 'x', value: 'y'.repeat(10_000) }).length < 300)
  const stack = 'z'.repeat(100_000)
  assert.ok(plainly({ level: 50, time, msg: 'x', err: { stack } }).length < 5000)
})

test('colors are added on request and change nothing else', () => {
  const json = JSON.stringify({ level: 40, time, msg: 'careful', why: 'because' })
  const colored = prettyLine(json, { hasColors: true })
  assert.ok(colored.includes('\u001b[33mWARN'))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors consist of them.
  assert.equal(colored.replace(/\u001b\[\d+m/g, ''), prettyLine(json, { hasColors: false }))
})

test('a text that is not a log line is returned unchanged', () => {
  for (const text of ['', 'hello\n', '{"half', '[1]', 'null', '"text"'])
    assert.equal(prettyLine(text, { hasColors: false }), text)
})

test('no log line, however odd, makes the formatter throw or produces several lines except for stacks', () => {
  const oddLine = fc.record(
    {
      level: fc.oneof(fc.constantFrom(10, 20, 30, 40, 50, 60), fc.jsonValue()),
      time: fc.jsonValue(),
      msg: fc.oneof(fc.string(), fc.jsonValue()),
      err: fc.jsonValue(),
      method: fc.jsonValue(),
      route: fc.jsonValue(),
      status: fc.jsonValue(),
      ms: fc.jsonValue(),
      more: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(oddLine, fc.boolean(), (line, hasColors) => {
      const [first = '', ...rest] = prettyLine(JSON.stringify(line), { hasColors }).trimEnd().split('\n')
      assert.match(first, /\d\d:\d\d:\d\d\.\d{3}|--:--/)
      for (const more of rest) assert.match(more, /^ {4}/)
    }),
  )
})
