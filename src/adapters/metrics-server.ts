import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { MINUTE } from '../ports/durations.ts'
import { fromEvents, hearErrors, inBackground, listen } from '../ports/foreign-events.ts'
import type { Log } from '../ports/log.ts'

/** How long a request may take to arrive, and a connection may stay silent, in milliseconds. */
const RECEIVE_TIME = 10_000
const SILENCE = MINUTE
/** Connections at the same time: those who read metrics are few. */
const CONNECTIONS_MAX = 100

/** The HTTP server of the metrics, apart from the public one. */
export interface MetricsServer {
  /** Where the metrics are. */
  url: string
  close(): Promise<void>
}

/** Answers `GET /metrics` with what `text` makes, and 404 to everything else. `port` 0 takes a free one. */
export async function serveMetrics(options: {
  host: string
  port: number
  text: () => Promise<string>
  log: Log
}): Promise<MetricsServer> {
  const { host, port, text, log } = options
  const server = createServer({ requestTimeout: RECEIVE_TIME, headersTimeout: RECEIVE_TIME })
  server.maxConnections = CONNECTIONS_MAX
  server.timeout = SILENCE
  listen('metrics server', server, 'request', (request: IncomingMessage, response: ServerResponse) => {
    inBackground('metrics request', answer(request, response, { text, log }))
  })
  hearErrors(server)
  await fromEvents<void>('metrics server', ({ on, resolve, reject }) => {
    on(server, 'listening', resolve)
    on(server, 'error', reject)
    server.listen(port, host)
  })
  const address = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/metrics`
  return {
    url,
    async close() {
      await fromEvents<void>('metrics server', ({ on, resolve }) => {
        on(server, 'close', resolve)
        server.close()
        server.closeAllConnections()
      })
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { text, log }: { text: () => Promise<string>; log: Log },
): Promise<void> {
  hearErrors(request)
  hearErrors(response)
  const [path] = (request.url ?? '').split('?')
  if (request.method !== 'GET' || path !== '/metrics') {
    response.writeHead(404).end()
    return
  }
  try {
    const body = await text()
    response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(body)
  } catch (error) {
    log.error({ err: error }, 'metrics cannot be written')
    response.writeHead(500).end()
  }
}
