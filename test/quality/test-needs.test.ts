import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'
import { needsOf } from '../../scripts/test-needs.ts'
import { brief } from '../../scripts/test-reporter.ts'

for (const [file, needs] of Object.entries({
  'test/phone.test.ts': { rulesAlone: true, servers: false, bothSetups: false },
  'test/quality/asvs.test.ts': { rulesAlone: true, servers: false, bothSetups: false },
  'test/fuzz-multipart.test.ts': { rulesAlone: false, servers: false, bothSetups: false },
  'test/page/profile.test.ts': { rulesAlone: false, servers: false, bothSetups: false },
  'test/profile.test.ts': { rulesAlone: false, servers: false, bothSetups: true },
  'test/nodes.test.ts': { rulesAlone: false, servers: true, bothSetups: false },
  'test/move.test.ts': { rulesAlone: false, servers: true, bothSetups: false },
  'test/s3-objects.test.ts': { rulesAlone: false, servers: true, bothSetups: false },
})) {
  test(`${file} asks for ${inspect(needs)}`, () => assert.deepEqual(needsOf(file), needs))
}

async function report(...events: object[]): Promise<string> {
  const source = (async function* () {
    yield* events as TestEvent[]
  })()
  let text = ''
  for await (const part of brief(source)) text += part
  return text
}

const summary = (success: boolean, passed: number) => ({
  type: 'test:summary',
  data: { file: 'test/a.test.ts', success, counts: { passed, tests: 2, skipped: 0 }, duration_ms: 1234 },
})

test('a file that passes is one line, whatever its tests are called', async () => {
  const passed = { type: 'test:pass', data: { name: 'one' } }
  assert.equal(await report(passed, passed, summary(true, 2)), '✔ test/a.test.ts: 2 of 2 passed (1.2 s)\n')
})

test('a failure is told in full, with its place and cause, and once where its suite fails by it', async () => {
  const error = (message: string, failureType: string) =>
    Object.assign(new Error(message, { cause: new RangeError(`${message} cause`) }), { failureType })
  const place = { file: 'test/a.test.ts', line: 7 }
  const failure = { name: 'two', ...place, details: { error: error('inner', 'testCodeFailure') } }
  const suite = { name: 'all', ...place, details: { error: error('outer', 'subtestsFailed') } }
  const text = await report(
    { type: 'test:fail', data: failure },
    { type: 'test:fail', data: suite },
    { type: 'test:diagnostic', data: { message: 'seed 5', file: 'test/a.test.ts' } },
    summary(false, 1),
  )
  assert.match(text, /✖ two\n {2}test\/a\.test\.ts:7\n {2}RangeError: inner cause\n/)
  assert.match(text, /ℹ seed 5\n✖ test\/a\.test\.ts: 1 of 2 passed \(1\.2 s\)\n$/)
  assert.doesNotMatch(text, /outer/)
})
