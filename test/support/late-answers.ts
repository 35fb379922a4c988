import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * A proxy in front of a service that delays responses, so that the service has acted before the browser learns of it.
 */
export interface LateAnswers {
  origin: string
  /** The target of requests; set it before the first one. */
  to: string
  /** Whether a successful response is being held back. */
  isHolding(): boolean
  /** Releases held responses, and stops holding. */
  open(): void
  stop(): Promise<void>
}

/** Starts it. Each successful response for the path is held back until the next request for the path arrives. */
export async function startLateAnswers(path: RegExp): Promise<LateAnswers> {
  let isOpen = false
  let letGo: (() => void) | null = null
  const release = () => {
    letGo?.()
    letGo = null
  }
  const server = createServer((incoming, outgoing) => {
    const isLate = path.test(incoming.url ?? '')
    if (isLate) release()
    const sent: ClientRequest = request(
      `${network.to}${incoming.url}`,
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        if (!isLate || isOpen || answer.statusCode !== 200) return pass(answer, outgoing)
        letGo = () => pass(answer, outgoing)
      },
    )
    sent.on('error', () => outgoing.destroy())
    incoming.pipe(sent)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const network: LateAnswers = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    to: '',
    isHolding: () => letGo !== null,
    open() {
      isOpen = true
      release()
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return network
}

function pass(answer: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
  answer.pipe(outgoing)
}
