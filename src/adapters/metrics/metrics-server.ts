import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import { MINUTE } from '../../basics/durations.ts'
import { fromEvents, ignoreErrors, inBackground, listen } from '../../basics/foreign-events.ts'
import type { Log } from '../../ports/log.ts'

/** Timeouts for receiving a request and for an idle connection, in milliseconds. */
const RECEIVE_TIME = 10_000
const SILENCE = MINUTE
/** Maximum number of concurrent connections: few clients read metrics. */
const CONNECTIONS_MAX = 100

/** HTTP server for metrics, separate from the public one. */
export interface MetricsServer {
  /** URL of the metrics. */
  url: string
  close(): Promise<void>
}

/**
 * Responds to `GET /metrics` with the result of `text`, and to everything else with 404. `port` 0 picks a
 * free one.
 */
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
  ignoreErrors(server)
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
  ignoreErrors(request)
  ignoreErrors(response)
  const [path] = (request.url ?? '').split('?')
  if (request.method !== 'GET' || path !== '/metrics') {
    response.writeHead(404).end()
    return
  }
  try {
    const body = await text()
    response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(body)
  } catch (error) {
    log.error({ err: error }, 'metrics cannot be collected')
    response.writeHead(500).end()
  }
}
