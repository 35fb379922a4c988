import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Registry } from 'prom-client'
import type { Log } from '../ports/log.ts'

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
  const server = createServer(async (request, response) => {
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
  })
  await once(server.listen(port, host), 'listening')
  const address = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/metrics`
  return {
    url,
    async close() {
      const closed = once(server.close(), 'close')
      server.closeAllConnections()
      await closed
    },
  }
}
