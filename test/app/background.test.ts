import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startService } from '../support/service.ts'
import { eventually } from '../support/wait.ts'

const log = { info() {}, warn() {}, error() {} }

test('lists of local info are prepared soon after the start, so that later requests do not wait for them', async (t) => {
  const service = await startService({}, { isIdle: true })
  t.after(service.stop)
  const prepare = t.mock.method(service.services.choices, 'prepare')
  await fetch(`${service.origin}/healthz`)
  assert.equal(prepare.mock.callCount(), 0)
  service.services.startWorkers(log)
  await eventually(async () => prepare.mock.callCount() === 1)
})

test('a service that stops at once prepares nothing any more', async (t) => {
  const service = await startService({}, { isIdle: true })
  const prepare = t.mock.method(service.services.choices, 'prepare')
  service.services.startWorkers(log)
  await service.stop()
  await sleep(400)
  assert.equal(prepare.mock.callCount(), 0)
})
