import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A span from OTLP/JSON, with its attributes as a record. */
export interface ReceivedSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  /** 1 internal, 2 server, 3 client, 5 consumer. */
  kind: number
  /** `code` 2: failed. */
  status: { code: number; message?: string }
  attributes: Record<string, unknown>
  events: unknown[]
}

/** A stand-in for a collector: it receives OTLP over HTTP and stores everything. */
export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string
  spans: ReceivedSpan[]
  /** Attributes of the service in the last request. */
  resource: Record<string, unknown>
  requests: { path: string | undefined; headers: http.IncomingHttpHeaders; body: Buffer }[]
  stop(): Promise<void>
}

/** Starts a collector. `answer` is the status of its responses; `null`: it never responds. */
export async function startCollector(answer: number | null = 200): Promise<Collector> {
  const server = http.createServer(async (request, response) => {
    const body = await buffer(request)
    collector.requests.push({ path: request.url, headers: request.headers, body })
    if (request.headers['content-type'] === 'application/json') keep(collector, JSON.parse(body.toString()))
    if (answer !== null) response.writeHead(answer).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const collector: Collector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    resource: {},
    requests: [],
    async stop() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
  return collector
}

type Attributes = { key: string; value: Record<string, unknown> }[]

interface Export {
  resourceSpans: {
    resource: { attributes: Attributes }
    scopeSpans: { spans: (Omit<ReceivedSpan, 'attributes'> & { attributes: Attributes })[] }[]
  }[]
}

function keep(collector: Collector, message: Export): void {
  for (const { resource, scopeSpans } of message.resourceSpans) {
    collector.resource = recordOf(resource.attributes)
    for (const { spans } of scopeSpans)
      collector.spans.push(...spans.map((span) => ({ ...span, attributes: recordOf(span.attributes) })))
  }
}

function recordOf(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
