import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A handler of Express, as far as a verifier of tokens needs it. */
type Handler = (request: never, response: never, next: (error?: unknown) => void) => void

/**
 * Asks a handler of Express about a request with an `Authorization` header. Returns what it said about the token, or
 * the status of its refusal.
 */
export async function askExpress(
  handler: Handler,
  authorization: string,
): Promise<{ sub: string } | { status: number; message: string }> {
  const request = {
    headers: { host: 'api.example.com', authorization },
    get: (name: string) => (name === 'Host' ? 'api.example.com' : undefined),
    protocol: 'https',
    url: '/',
    originalUrl: '/',
    is: () => false,
    query: {},
    method: 'GET',
    auth: undefined as { payload: { sub: string } } | undefined,
  }
  const error = await new Promise<unknown>((resolve) =>
    handler(request as never, {} as never, (why) => resolve(why)),
  )
  if (error === undefined) return { sub: request.auth?.payload.sub ?? '' }
  const { status = 500, message } = error as Error & { status?: number }
  return { status, message }
}

/** Serves HTTP on a port of the loopback address, until it is closed. */
export async function listen(
  listener: RequestListener,
  port = 0,
): Promise<{ origin: string; close(): void }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/**
 * A proxy for a service below a path: it removes the path, and forwards the metadata whose address has the path at its
 * end, as docs/recipes/reverse-proxies.md says. `onRequest` sees the path of each request.
 */
export function belowPath(path: string, target: string, onRequest: (path: string) => void): RequestListener {
  return (request: IncomingMessage, response) => {
    const url = request.url ?? ''
    onRequest(url)
    const isOfService = url.startsWith(`${path}/`) || /^\/\.well-known\/[\w-]+\/profile$/.test(url)
    if (!isOfService) return void response.writeHead(404).end('something else')
    const { authorization = '', apikey = '' } = request.headers
    fetch(target + (url.startsWith(`${path}/`) ? url.slice(path.length) : url), {
      headers: { authorization, apikey: String(apikey) },
    }).then(
      async (answer) => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        response.end(await answer.text())
      },
      () => response.writeHead(502).end(),
    )
  }
}
