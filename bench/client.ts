import http from 'node:http'

export interface Answer {
  /** 0 if there was none. */
  status: number
  /** Code of the error if there was no response. */
  error?: string
  body: string
  /** Milliseconds from the call to the last byte. */
  time: number
}

export interface Call {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
}

/**
 * A plain HTTP/1.1 client that keeps its connections and never retries, so that every failure is visible. Time counts
 * from the call and includes the wait for a connection.
 */
export function createClient(origin: string, connections = 64) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(origin)
  return {
    send({ method = 'GET', path, headers = {}, body }: Call): Promise<Answer> {
      const began = performance.now()
      return new Promise((resolve) => {
        const fail = (error: NodeJS.ErrnoException) =>
          resolve({
            status: 0,
            error: error.code ?? error.message,
            body: '',
            time: performance.now() - began,
          })
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
        const request = http.request(
          { hostname, port, method, path, agent, headers: { ...headers, ...length } },
          (response) => {
            const chunks: Buffer[] = []
            response.on('data', (chunk: Buffer) => chunks.push(chunk))
            response.on('error', fail)
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                body: String(Buffer.concat(chunks)),
                time: performance.now() - began,
              }),
            )
          },
        )
        request.on('error', fail)
        request.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}
