import { Readable } from 'node:stream'
import { ignoreErrors, within } from '../../basics/foreign-events.ts'
import { Unavailable } from '../../errors/unavailable.ts'

/**
 * Time limit for a whole call, in milliseconds: the wait for a connection, all attempts, and reading a
 * buffered body.
 */
const CALL_TIME = 15_000
/**
 * How long the reader of a streamed body may have to wait, in milliseconds: for one chunk, and in total. The
 * time that the reader itself takes does not count.
 */
const CHUNK_TIME = 10_000
const BODY_TIME = 30_000
/**
 * How long calls are refused immediately after one timed out, in milliseconds: a request that makes several
 * calls, or cleans up after one, pays for the timeout once.
 */
const SILENT_TIME = 2_000
/**
 * Maximum number of calls that are running or waiting for a connection; further ones are refused immediately.
 */
const CALLS_MAX = 512

type Abortable = { abortSignal: AbortSignal }

/** Time limits, adjustable for tests. */
export interface S3Times {
  call: number
  chunk: number
  body: number
}

const usualTimes: S3Times = { call: CALL_TIME, chunk: CHUNK_TIME, body: BODY_TIME }

/**
 * Runs calls to the store, each with a deadline, at most `CALLS_MAX` at a time. The SDK only limits the
 * silence between two bytes, so a server that sends a byte now and then never triggers it.
 */
export function createCalls(times: S3Times = usualTimes) {
  const running = new Set<AbortController>()
  let silentUntil = Number.NEGATIVE_INFINITY

  const overdue = () => {
    silentUntil = performance.now() + SILENT_TIME
    return new Error(`no response within ${times.call} ms`)
  }
  const refused = (reason: string) => new Unavailable('pictures', { cause: new Error(reason) })
  return {
    /**
     * @throws {Unavailable} if too many calls are running, or a call has just timed out
     * @throws the SDK's `AbortError` when the time is up
     */
    async run<T>(work: (options: Abortable) => Promise<T>): Promise<T> {
      if (performance.now() < silentUntil) throw refused('a call has just timed out')
      if (running.size >= CALLS_MAX) throw refused('too many calls')
      const controller = new AbortController()
      running.add(controller)
      try {
        return await within(times.call, work({ abortSignal: controller.signal }), overdue)
      } catch (error) {
        controller.abort(error)
        throw error
      } finally {
        running.delete(controller)
      }
    },

    /**
     * Wraps a body so that it fails if the store is too slow, and releases its connection when the reader
     * stops.
     */
    paced(body: Readable): Readable {
      ignoreErrors(body)
      return Readable.from(paced(body, times), { objectMode: false })
    },

    /** Aborts all running calls. */
    abort(): void {
      for (const controller of running) controller.abort(new Error('the store is closed'))
    },
  }
}

async function* paced(body: Readable, { chunk, body: whole }: S3Times): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let left = whole
  try {
    for (;;) {
      const asked = performance.now()
      const next = await within(Math.min(chunk, left), chunks.next(), () => tooSlow())
      left -= performance.now() - asked
      if (next.done) return
      if (left <= 0) throw tooSlow()
      yield next.value
    }
  } finally {
    body.destroy()
  }
}

const tooSlow = () => new Unavailable('pictures', { cause: new Error('the body arrived too slowly') })
