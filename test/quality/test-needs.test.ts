import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'
import { needsOf } from '../../scripts/test-needs.ts'
import { brief } from '../../scripts/test-reporter.ts'

for (const [file, needs] of Object.entries({
  'test/profile/phone.test.ts': {
    rulesAlone: true,
    servers: false,
    bothSetups: false,
    program: false,
    browser: false,
  },
  'test/quality/asvs.test.ts': {
    rulesAlone: true,
    servers: false,
    bothSetups: false,
    program: false,
    browser: false,
  },
  'test/http/fuzz-multipart.test.ts': {
    rulesAlone: false,
    servers: false,
    bothSetups: false,
    program: false,
    browser: false,
  },
  'test/web/profile.test.ts': {
    rulesAlone: false,
    servers: false,
    bothSetups: false,
    program: false,
    browser: true,
  },
  'test/profile/profile.test.ts': {
    rulesAlone: false,
    servers: false,
    bothSetups: true,
    program: false,
    browser: false,
  },
  'test/openapi/docs-page.test.ts': {
    rulesAlone: false,
    servers: false,
    bothSetups: false,
    program: false,
    browser: true,
  },
  'test/deploy/nodes.test.ts': {
    rulesAlone: false,
    servers: true,
    bothSetups: false,
    program: true,
    browser: false,
  },
  'test/cli/move.test.ts': {
    rulesAlone: false,
    servers: true,
    bothSetups: false,
    program: true,
    browser: false,
  },
  'test/adapters/s3-objects.test.ts': {
    rulesAlone: false,
    servers: true,
    bothSetups: false,
    program: false,
    browser: false,
  },
})) {
  test(`${file} needs ${inspect(needs)}`, () => assert.deepEqual(needsOf(file), needs))
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

test('a passing file is one line, whatever the names of its tests', async () => {
  const passed = { type: 'test:pass', data: { name: 'one' } }
  assert.equal(await report(passed, passed, summary(true, 2)), '✔ test/a.test.ts: 2 of 2 passed (1.2 s)\n')
})

test('a failure is printed in full, with its place and cause, and only once if its suite fails because of it', async () => {
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
  assert.match(text, /✖ two \(test\/a\.test\.ts:7\)\n {2}RangeError: inner cause\n/)
  assert.match(text, /ℹ seed 5\n✖ test\/a\.test\.ts: 1 of 2 passed \(1\.2 s\)\n$/)
  assert.doesNotMatch(text, /outer/)
})
