import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { connect as connectTcp } from 'node:net'
import { hostname } from 'node:os'
import type { Writable } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { type Emitter, fromEvents, ignoreErrors, listen } from '../../basics/foreign-events.ts'
import type { SecurityLine, SecurityLogPlace } from '../../ports/security-log.ts'
import type { LineTransport } from './line-transport.ts'

/**
 * Facility 10, security and authorization messages, with the severities warning and informational (RFC 5424,
 * 6.2.1).
 */
const WARNING = 10 * 8 + 4
const INFORMATIONAL = 10 * 8 + 6
const APP_NAME = 'user-profile'

/** PRINTUSASCII (RFC 5424, 6): anything else would end the field. */
const field = (text: string, max: number): string => text.replace(/[^!-~]/g, '').slice(0, max) || '-'
const host = field(hostname(), 255)

const priorityOf = ({ isWarning }: SecurityLine): number => (isWarning ? WARNING : INFORMATIONAL)

/**
 * Formats the line by RFC 5424: the name of the event as MSGID, no structured data, the JSON as the message.
 */
function syslogMessage(line: SecurityLine): string {
  const { time, event, json } = line
  return `<${priorityOf(line)}>1 ${time} ${host} ${APP_NAME} ${process.pid} ${field(event, 32)} - ${json}`
}

/** RFC 6587, 3.4.1, and RFC 5425, 4.3: each message is preceded by its length in bytes. All are ASCII. */
const counted = (line: SecurityLine): string => {
  const message = syslogMessage(line)
  return `${message.length} ${message}`
}
const perLine = (line: SecurityLine): string => `${syslogMessage(line)}\n`
/** The format that `logger --prio-prefix` reads. */
const prefixed = (line: SecurityLine): string => `<${priorityOf(line)}>${line.json}\n`

type SyslogPlace = Exclude<SecurityLogPlace, { kind: 'file' | 'stderr' }>

/**
 * Sends to a syslog server. No library fits: those that support RFC 5424 lack unix sockets, and queue without
 * a bound or end the process with an unhandled error event.
 */
export function openSyslog(place: SyslogPlace): LineTransport {
  if (place.kind === 'udp') return openDatagrams(place)
  if (place.kind === 'unix') return openUnix(place.path)
  const { kind, host, port } = place
  return openStream(async () => {
    if (kind === 'tcp') {
      const socket = connectTcp({ host, port })
      return opened(socket, socket, 'connect')
    }
    const socket = connectTls({ host, port, servername: host })
    return opened(socket, socket, 'secureConnect')
  }, counted)
}

/** A sink for text that may close. */
interface Pipe {
  write(text: string): Promise<void>
  isOpen(): boolean
  end(): void
}

async function opened(emitter: Emitter, stream: Writable, ready: string): Promise<Pipe> {
  ignoreErrors(emitter)
  try {
    await fromEvents<void>('syslog', ({ on, resolve, reject }) => {
      on(emitter, ready, () => resolve())
      on(emitter, 'error', reject)
      on(stream, 'close', () => reject(new Error('the connection was closed')))
    })
  } catch (error) {
    stream.destroy()
    throw error
  }
  return pipeOf(stream, () => stream.destroy())
}

function pipeOf(stream: Writable, end: () => void): Pipe {
  return {
    write: (text) =>
      fromEvents<void>('syslog', ({ on, resolve, reject, callback }) => {
        on(stream, 'close', () => reject(new Error('the connection was closed')))
        stream.write(
          text,
          callback((error: Error | null | undefined) => (error ? reject(error) : resolve())),
        )
      }),
    isOpen: () => stream.writable && !stream.destroyed,
    end,
  }
}

/** Sends lines over a connection that is opened on demand and reopened after a failure. */
function openStream(open: () => Promise<Pipe>, form: (line: SecurityLine) => string): LineTransport {
  let pipe: Pipe | null = null
  const drop = (): void => {
    pipe?.end()
    pipe = null
  }
  return {
    async send(lines) {
      if (pipe?.isOpen() !== true) {
        drop()
        pipe = await open()
      }
      try {
        await pipe.write(lines.map(form).join(''))
      } catch (error) {
        drop()
        throw error
      }
    },
    close: drop,
  }
}

/** RFC 5426: one message per datagram. */
function openDatagrams({ host, port }: { host: string; port: number }): LineTransport {
  let socket: ReturnType<typeof createSocket> | null = null
  const drop = (): void => {
    socket?.close()
    socket = null
  }
  const current = async () => {
    if (socket) return socket
    const { address, family } = await lookup(host)
    const made = createSocket(family === 6 ? 'udp6' : 'udp4')
    ignoreErrors(made)
    made.unref()
    await fromEvents<void>('syslog', ({ on, resolve, reject }) => {
      on(made, 'connect', () => resolve())
      on(made, 'error', reject)
      made.connect(port, address)
    })
    socket = made
    return made
  }
  return {
    async send(lines) {
      const to = await current()
      try {
        for (const line of lines) {
          await fromEvents<void>('syslog', ({ resolve, reject, callback }) =>
            to.send(
              syslogMessage(line),
              callback((error: Error | null) => (error ? reject(error) : resolve())),
            ),
          )
        }
      } catch (error) {
        drop()
        throw error
      }
    },
    close: drop,
  }
}

/**
 * A unix socket. `/dev/log` accepts datagrams, which Node.js cannot send to unix sockets; the system's
 * `logger` can, so it is fed line by line.
 */
function openUnix(path: string): LineTransport {
  const stream = openStream(async () => {
    const socket = connectTcp({ path })
    return opened(socket, socket, 'connect')
  }, perLine)
  const datagrams = openStream(() => startLogger(path), prefixed)
  let chosen = stream
  return {
    async send(lines) {
      try {
        await chosen.send(lines)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (chosen !== stream || code !== 'EPROTOTYPE') throw error
        chosen = datagrams
        await chosen.send(lines)
      }
    },
    close() {
      stream.close()
      datagrams.close()
    },
  }
}

async function startLogger(path: string): Promise<Pipe> {
  const options = [
    '--socket',
    path,
    '--socket-errors=on',
    '--prio-prefix',
    '--size',
    '8KiB',
    '--tag',
    APP_NAME,
  ]
  const child = spawn('logger', options, { stdio: ['pipe', 'ignore', 'ignore'] })
  ignoreErrors(child.stdin)
  ignoreErrors(child)
  await fromEvents<void>('logger', ({ on, resolve, reject }) => {
    on(child, 'spawn', () => resolve())
    on(child, 'error', reject)
  })
  listen('logger', child, 'exit', () => {
    child.stdin.destroy()
  })
  // It exits by itself when its input ends.
  return pipeOf(child.stdin, () => {
    child.stdin.end()
    child.unref()
  })
}
