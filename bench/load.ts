/**
 * A load generator in a separate process. It reads one `Load` from its parent, sends it to the service, and returns the
 * `Outcome`. With a rate the load is open: requests are due at fixed instants, whether or not earlier ones have
 * responses, and times count from there. Without a rate it is closed: each connection sends its next request after a
 * response.
 */
import { connect, type Socket } from 'node:net'
import { pathToFileURL } from 'node:url'

export interface Load {
  port: number
  seconds: number
  connections: number
  /** Requests a second; null: closed. */
  rate: number | null
  /** Raw requests, sent in rotation; `{n}` is an increasing number. */
  requests: string[]
}

export interface Outcome {
  offered: number
  accepted: number
  refused: number
  /** Responses with another status from 400 on, and broken connections. */
  failed: number
  /** Requests without a response a second after the last one was due. */
  open: number
  /** Response times of accepted requests in milliseconds. */
  times: number[]
}

interface Connection {
  socket: Socket
  /** When the request in progress was due; null if there is none. */
  due: number | null
  received: string
}

/** Milliseconds between two checks for due requests. */
const TICK = 2

function run(load: Load, done: (outcome: Outcome) => void): void {
  const outcome: Outcome = { offered: 0, accepted: 0, refused: 0, failed: 0, open: 0, times: [] }
  const idle: Connection[] = []
  const late: number[] = []
  let nextLate = 0
  let opened = 0
  let sent = 0
  const start = performance.now()
  const end = start + load.seconds * 1000

  const send = (connection: Connection, due: number): void => {
    connection.due = due
    const text = load.requests[sent++ % load.requests.length]!
    connection.socket.write(text.replace('{n}', String(sent).padStart(9, '0')), 'latin1')
  }
  const next = (connection: Connection): void => {
    const now = performance.now()
    if (load.rate === null && now < end) {
      outcome.offered++
      send(connection, now)
      return
    }
    if (nextLate === late.length) idle.push(connection)
    else send(connection, late[nextLate++]!)
  }
  const take = (connection: Connection, status: string): void => {
    const time = performance.now() - (connection.due ?? 0)
    connection.due = null
    if (status < '400') {
      outcome.accepted++
      outcome.times.push(time)
    } else if (status === '503') outcome.refused++
    else outcome.failed++
  }
  const open = (): Connection => {
    const socket = connect(load.port, '127.0.0.1').setNoDelay().setEncoding('latin1')
    const connection: Connection = { socket, due: null, received: '' }
    opened++
    socket.on('data', (text: string) => {
      connection.received += text
      const answer = readAnswer(connection.received)
      if (answer === null) return
      connection.received = connection.received.slice(answer.length)
      take(connection, answer.status)
      if (!answer.isClosing) next(connection)
      // A server without lasting connections: the next request needs another one.
      else if (load.rate === null && performance.now() < end) next(open())
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      opened--
      const at = idle.indexOf(connection)
      if (at !== -1) idle.splice(at, 1)
      if (connection.due !== null && performance.now() < end + 1000) outcome.failed++
      connection.due = null
    })
    return connection
  }
  if (load.rate === null) for (let i = 0; i < load.connections; i++) next(open())
  const timer = setInterval(() => {
    const now = performance.now()
    if (load.rate !== null && now < end) {
      for (const due = (now - start) * (load.rate / 1000); outcome.offered < due; outcome.offered++) {
        const instant = start + (outcome.offered * 1000) / load.rate
        const connection = idle.pop() ?? (opened < load.connections ? open() : null)
        if (connection) send(connection, instant)
        else late.push(instant)
      }
    }
    if (now < end + 1000) return
    clearInterval(timer)
    outcome.open = outcome.offered - outcome.accepted - outcome.refused - outcome.failed
    done(outcome)
  }, TICK)
}

/** Returns the first response in the text if it is complete. */
function readAnswer(text: string): { status: string; length: number; isClosing: boolean } | null {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const at = text.indexOf('content-length: ')
  const length =
    headEnd + 4 + (at === -1 || at > headEnd ? 0 : Number.parseInt(text.slice(at + 16, at + 26), 10))
  if (text.length < length) return null
  const closing = text.indexOf('onnection: close')
  return { status: text.slice(9, 12), length, isClosing: closing !== -1 && closing < headEnd }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.once('message', (load: Load) =>
    run(load, (outcome) => process.send?.(outcome, () => process.exit())),
  )
}
