import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { areTracesEnabled } from '../../src/adapters/tracing/open-telemetry-enabled.ts'
import { startProcess } from '../support/process.ts'

let dataDir: string
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'user-profile-tracing-off-'))
})
after(() => rm(dataDir, { recursive: true, force: true }))

/** One row per environment: whether it enables traces (OpenTelemetry specification, Environment Variables). */
const asked: [Record<string, string>, boolean][] = [
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_EXPORTER: ' ' }, false],
  [{ OTEL_SERVICE_NAME: 'accounts', OTEL_TRACES_SAMPLER: 'always_on' }, false],
  [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:4318' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
  [{ OTEL_TRACES_EXPORTER: 'console' }, true],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
  [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, false],
  [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: 'True' }, false],
  [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: 'yes' }, true],
]
for (const [env, isAsked] of asked) {
  test(`${JSON.stringify(env)} ${isAsked ? 'enables' : 'does not enable'} traces`, () => {
    assert.equal(areTracesEnabled(env), isAsked)
  })
}

/** Starts the service, sends it a request, and returns every module that its loader loaded. */
async function modulesOf(env: Record<string, string>): Promise<string[]> {
  const list = join(dataDir, 'loaded')
  const watch = join(dataDir, 'watch.mjs')
  await writeFile(
    watch,
    `import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
registerHooks({ load(url, context, next) {
  appendFileSync(${JSON.stringify(list)}, url + '\\n')
  return next(url, context)
} })`,
  )
  await rm(list, { force: true })
  const service = await startProcess(dataDir, { ...env, NODE_OPTIONS: `--import=${watch}` })
  assert.equal((await fetch(`${service.base}/user/login/`, { method: 'POST' })).status, 401)
  assert.equal(await service.end('SIGTERM'), 0)
  return (await readFile(list, 'utf8')).split('\n')
}

test('without the variables no part of the SDK is loaded', async () => {
  const isSdk = (url: string) => /@opentelemetry\/(?!api\/)/.test(url)
  const off = await modulesOf({ OTEL_TRACES_EXPORTER: 'none' })
  assert.ok(off.some((url) => /\/src\/serve\.js$/.test(url)))
  assert.deepEqual(off.filter(isSdk), [])
  const on = await modulesOf({ OTEL_TRACES_EXPORTER: 'console' })
  assert.ok(on.some(isSdk))
})
