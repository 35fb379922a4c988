import { connect } from 'node:net'

/** The response to a raw request. */
export interface RawAnswer {
  status: number
  headers: string
  body: string
}

/** A connection on which a test can write anything. */
export interface RawConnection {
  write(text: string | Buffer): void
  /** Sends no more, but still receives. */
  end(): void
  /** The whole response once the connection has ended; status 0: there was none. */
  answer: Promise<RawAnswer>
  destroy(): void
}

/** Opens a connection to the service at the origin. */
export function openRaw(origin: string): RawConnection {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  const answer = new Promise<RawAnswer>((resolve) => {
    socket
      .on('error', () => {})
      .on('close', () => {
        const split = text.indexOf('\r\n\r\n')
        resolve({
          status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
          headers: text.slice(0, split),
          body: text.slice(split + 4),
        })
      })
  })
  return {
    write(chunk) {
      if (socket.writable) socket.write(chunk)
    },
    end: () => void socket.end(),
    answer,
    destroy: () => socket.destroy(),
  }
}

/** Sends one request and returns its response; the request must ask for the connection to close. */
export async function rawRequest(origin: string, text: string | Buffer): Promise<RawAnswer> {
  const connection = openRaw(origin)
  connection.write(text)
  return connection.answer
}
