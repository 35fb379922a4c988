import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { type Collector, startCollector } from '../support/collector.ts'
import { command, type ServiceProcess, startProcess } from '../support/process.ts'
import { eventually } from '../support/wait.ts'

const PASSWORD = 'correct horse battery'
/** Personal or secret values; none may appear in a span. */
const marked = [
  'marked-ada',
  'marked-mail',
  'Markedfirst',
  'Markedlast',
  'marked-new',
  'marked-query',
  'marked-path',
  'marked-file',
  'marked-agent',
  PASSWORD,
]

let dataDir: string
let apikey: string
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'user-profile-tracing-'))
  const made = await command<{ apikey: string }>(dataDir, 'app', 'create', '--name', 'shop', '--kind', 'web')
  apikey = made.apikey
  const person = ['--username', 'marked-ada', '--email', 'marked-mail@example.com', '--password', PASSWORD]
  await command(dataDir, 'user', 'create', ...person)
})
after(() => rm(dataDir, { recursive: true, force: true }))

/** Runs a service that sends its spans to a collector quickly. */
async function withTracing(
  env: Record<string, string>,
  work: (service: ServiceProcess, collector: Collector) => Promise<void>,
  answer: number | null = 200,
): Promise<void> {
  const collector = await startCollector(answer)
  try {
    const service = await startProcess(dataDir, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '20',
      ...env,
    })
    try {
      await work(service, collector)
    } finally {
      assert.equal(await service.end('SIGTERM'), 0)
    }
  } finally {
    await collector.stop()
  }
}

/** A new trace started by a caller: its ids, and the header with them. */
function callerTrace() {
  const digits = (bytes: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex')
  const [traceId, spanId] = [digits(16), digits(8)]
  return { traceId, spanId, header: { traceparent: `00-${traceId}-${spanId}-01` } }
}

const serverSpan = ({ spans }: Collector, traceId: string) =>
  eventually(async () => spans.find((span) => span.traceId === traceId && span.kind === 2))

async function signIn(base: string, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ username: 'marked-ada', password: PASSWORD })
  const answer = await fetch(`${base}/user/login/`, { method: 'POST', headers: { ...headers, apikey }, body })
  assert.equal(answer.status, 200)
  const { access } = (await answer.json()) as { access: string }
  return { answer, headers: { apikey, authorization: `Bearer ${access}` } }
}

async function pictureForm(): Promise<FormData> {
  const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: '#357' } })
  const form = new FormData()
  form.set('image', new File([new Uint8Array(await picture.jpeg().toBuffer())], 'marked-file.jpg'))
  return form
}

const logLines = (service: ServiceProcess) =>
  service
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** Returns the line of a trace with the message. */
const logLine = (service: ServiceProcess, message: string, traceId: string) =>
  eventually(async () => logLines(service).find((line) => line.msg === message && line.trace_id === traceId))

test('a sign-in is a span in the trace of its caller, with the work of the service below it, and the log has its id', () =>
  withTracing(
    { OTEL_SERVICE_NAME: 'accounts', OTEL_RESOURCE_ATTRIBUTES: 'zone=a' },
    async (service, collector) => {
      const caller = callerTrace()
      const { answer } = await signIn(service.base, caller.header)
      assert.deepEqual(
        [...answer.headers.keys()].filter((name) => /trace|span|baggage/.test(name)),
        [],
      )
      const span = await serverSpan(collector, caller.traceId)
      assert.equal(span.parentSpanId, caller.spanId)
      assert.equal(span.name, 'POST /api/v1/user/login')
      assert.deepEqual(span.attributes, {
        'http.request.method': 'POST',
        'http.route': '/api/v1/user/login',
        'http.response.status_code': 200,
        'url.scheme': 'http',
        'network.protocol.version': '1.1',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(service.base).port),
      })
      const children = collector.spans.filter((child) => child.parentSpanId === span.spanId)
      const names = new Set(children.map((child) => child.name))
      for (const name of [
        'SELECT api_keys',
        'SELECT users',
        'password verify',
        'TRANSACTION',
        'limit reserve',
      ])
        assert.ok(names.has(name), `${name} is among ${[...names].join(', ')}`)
      assert.deepEqual(children.find((child) => child.name === 'SELECT users')?.attributes, {
        'db.system.name': 'sqlite',
        'db.operation.name': 'SELECT',
        'db.collection.name': 'users',
      })
      const { 'service.name': name, zone } = collector.resource
      assert.deepEqual([name, zone], ['accounts', 'a'])
      const line = await logLine(service, 'request', caller.traceId)
      assert.equal(line.span_id, span.spanId)
    },
  ))

test('work after a late body belongs to the same request', () =>
  withTracing({}, async (service, collector) => {
    const caller = callerTrace()
    const body = JSON.stringify({ username: 'marked-ada', password: PASSWORD })
    const request = http.request(`${service.base}/user/login/`, {
      method: 'POST',
      headers: {
        apikey,
        ...caller.header,
        'content-type': 'application/json',
        'content-length': body.length,
        expect: '100-continue',
      },
    })
    request.flushHeaders()
    await once(request, 'continue')
    request.end(body)
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    assert.equal(response.resume().statusCode, 200)
    const span = await serverSpan(collector, caller.traceId)
    const verified = collector.spans.filter((child) => child.name === 'password verify')
    assert.deepEqual(
      verified.map((child) => child.parentSpanId),
      [span.spanId],
    )
  }))

test('an upload and a mail are traced, and no span contains anything about the person', () =>
  withTracing({}, async (service, collector) => {
    const { headers } = await signIn(service.base)
    const update = new URLSearchParams({
      first_name: 'Markedfirst',
      last_name: 'Markedlast',
      email: 'marked-mail@example.com',
    })
    const updated = await fetch(`${service.base}/user/update/profile/?q=marked-query`, {
      method: 'POST',
      headers,
      body: update,
    })
    const code = new URLSearchParams({ email: 'marked-new@example.com' })
    await fetch(`${service.base}/user/token-generator/`, { method: 'POST', headers, body: code })
    const upload = callerTrace()
    const uploaded = await fetch(`${service.base}/user/profile-image/`, {
      method: 'POST',
      headers: { ...headers, ...upload.header, 'user-agent': 'marked-agent' },
      body: await pictureForm(),
    })
    assert.deepEqual([updated.status, uploaded.status], [200, 200], await updated.text())
    const unknown = callerTrace()
    await fetch(`${service.base}/marked-path/`, { headers: { ...headers, ...unknown.header } })

    await serverSpan(collector, upload.traceId)
    const names = collector.spans.filter((span) => span.traceId === upload.traceId).map((span) => span.name)
    for (const name of ['picture decode', 'picture encode', 'objects put', 'TRANSACTION'])
      assert.ok(names.includes(name), `${name} is among ${names.join(', ')}`)
    const job = await eventually(async () => {
      const sent = collector.spans.find((span) => span.name === 'mail send')
      return sent && collector.spans.find((span) => span.spanId === sent.parentSpanId)
    })
    assert.deepEqual([job.kind, job.parentSpanId], [5, undefined])
    const { name, attributes } = await serverSpan(collector, unknown.traceId)
    assert.equal(name, 'GET')
    assert.equal(attributes['http.response.status_code'], 404)

    const { id } = await command<{ id: string }>(dataDir, 'user', 'show', 'marked-ada')
    const secrets = [...marked, apikey, headers.authorization, id]
    const sent = JSON.stringify([collector.spans, collector.resource])
    for (const value of secrets) assert.ok(!sent.includes(value), `no span holds ${value}`)
    const values = collector.spans.flatMap((span) => Object.entries(span.attributes))
    const withAddress = values.filter(
      ([key, value]) => key !== 'server.address' && String(value).includes('127.0.0.1'),
    )
    assert.deepEqual(withAddress, [])
    assert.ok(collector.spans.every((span) => span.events.length === 0))
  }))

test('a request that fails because a dependency is unavailable is marked, together with the failed call', () =>
  withTracing({}, async (service, collector) => {
    const { headers } = await signIn(service.base)
    // A file is in place of the folder for pictures.
    const pictures = join(dataDir, 'pictures')
    await rm(pictures, { recursive: true, force: true })
    await writeFile(pictures, '')
    const caller = callerTrace()
    try {
      const init = { method: 'POST', headers: { ...headers, ...caller.header }, body: await pictureForm() }
      assert.equal((await fetch(`${service.base}/user/profile-image/`, init)).status, 503)
    } finally {
      await rm(pictures)
    }
    const span = await serverSpan(collector, caller.traceId)
    assert.deepEqual([span.status, span.attributes['error.type']], [{ code: 2 }, '503'])
    const failed = collector.spans.filter(
      (child) => child.traceId === caller.traceId && child.name === 'objects put' && child.status.code === 2,
    )
    assert.ok(failed.length > 0)
    assert.equal(failed[0]?.attributes['error.type'], 'Unavailable')
    await logLine(service, 'request failed: dependency unavailable', caller.traceId)
  }))

test('a sampler with ratio 0 sends nothing, and the log still has the trace id', () =>
  withTracing(
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
    async (service, collector) => {
      const caller = callerTrace()
      await signIn(service.base, caller.header)
      await logLine(service, 'request', caller.traceId)
      assert.equal(await service.end('SIGTERM'), 0)
      assert.equal(collector.requests.length, 0)
    },
  ))

test('the headers of another propagator are read if OTEL_PROPAGATORS names it, and traceparent is not', () =>
  withTracing({ OTEL_PROPAGATORS: 'b3' }, async (service, collector) => {
    const [b3, w3c] = [callerTrace(), callerTrace()]
    await signIn(service.base, { b3: `${b3.traceId}-${b3.spanId}-1`, ...w3c.header })
    assert.equal((await serverSpan(collector, b3.traceId)).parentSpanId, b3.spanId)
    assert.ok(collector.spans.every((span) => span.traceId !== w3c.traceId))
  }))

test('spans are sent as protobuf by default, with the headers of the operator, before the process exits', async () => {
  const collector = await startCollector()
  const service = await startProcess(dataDir, {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/here`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shop',
    OTEL_BSP_SCHEDULE_DELAY: '3600000',
  })
  const caller = callerTrace()
  await signIn(service.base, caller.header)
  assert.equal(collector.requests.length, 0)
  assert.equal(await service.end('SIGTERM'), 0)
  const [request] = collector.requests
  assert.equal(request?.path, '/here')
  assert.equal(request.headers['content-type'], 'application/x-protobuf')
  assert.equal(request.headers['x-tenant'], 'shop')
  assert.ok(request.body.includes(Buffer.from(caller.traceId, 'hex')))
  await collector.stop()
})

test('a collector that refuses spans is logged once, not with every batch', () =>
  withTracing(
    {},
    async (service, collector) => {
      await eventually(async () => {
        await fetch(`${new URL(service.base).origin}/healthz`)
        return collector.requests.length >= 5
      })
      const lines = await eventually(async () => {
        const found = logLines(service).filter((line) => line.source === 'opentelemetry')
        return found.length > 0 && found
      })
      assert.deepEqual(
        lines.map((line) => [line.msg, line.error, line.code]),
        [['traces could not be sent and are lost', 'OTLPExporterError', 400]],
      )
    },
    400,
  ))

test(
  'a collector that never responds delays neither requests nor the shutdown of the service',
  {
    timeout: 60_000,
  },
  (t) =>
    withTracing(
      { OTEL_EXPORTER_OTLP_TIMEOUT: '3600000', OTEL_BSP_EXPORT_TIMEOUT: '3600000' },
      async (service, collector) => {
        t.signal.addEventListener('abort', () => service.child.kill('SIGKILL'))
        await signIn(service.base)
        await eventually(async () => collector.requests.length > 0)
        await signIn(service.base)
      },
      null,
    ),
)

test('invalid values are named in the log and ignored', () =>
  withTracing(
    {
      OTEL_TRACES_EXPORTER: 'otlp,zipkin',
      OTEL_TRACES_SAMPLER: 'sometimes',
      OTEL_PROPAGATORS: 'tracecontext,pigeon',
      OTEL_BSP_MAX_QUEUE_SIZE: '-1',
      OTEL_EXPORTER_OTLP_TIMEOUT: 'soon',
      OTEL_SDK_DISABLED: 'perhaps',
    },
    async (service, collector) => {
      const caller = callerTrace()
      await signIn(service.base, caller.header)
      await serverSpan(collector, caller.traceId)
      const warnings = logLines(service)
        .filter((line) => line.source === 'opentelemetry' && line.level === 40)
        .map((line) => String(line.msg))
      for (const value of ['zipkin', 'sometimes', 'pigeon', '-1', 'soon', 'perhaps'])
        assert.ok(
          warnings.some((text) => /OTEL_/.test(text) && text.includes(value)),
          `${value} is named in ${warnings.join('; ')}`,
        )
    },
  ))
