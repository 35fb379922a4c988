import { Readable } from 'node:stream'
import { hearErrors, within } from '../ports/foreign-events.ts'
import { Unavailable } from '../ports/unavailable.ts'

/** How long a whole call may take, in milliseconds: the wait for a connection, every try, and a body that is read whole. */
const CALL_TIME = 15_000
/**
 * How long a streamed body may keep its reader waiting, in milliseconds: for one chunk, and for all of them. The time
 * that the reader takes doesn't count.
 */
const CHUNK_TIME = 10_000
const BODY_TIME = 30_000
/**
 * How long calls are refused at once after one was waited for in vain, in milliseconds: a request that makes several
 * calls, or cleans up after one, pays for the wait once.
 */
const SILENT_TIME = 2_000
/** Calls that run or wait for a connection at the same time; more are refused at once. */
const CALLS_MAX = 512

type Abortable = { abortSignal: AbortSignal }

/** The times, for tests that wait for them. */
export interface S3Times {
  call: number
  chunk: number
  body: number
}

const usualTimes: S3Times = { call: CALL_TIME, chunk: CHUNK_TIME, body: BODY_TIME }

/**
 * Runs calls to the store under a deadline for each, at most `CALLS_MAX` at a time. The SDK's own limits count silence
 * between two bytes, which a server that sends one now and then never reaches.
 */
export function createCalls(times: S3Times = usualTimes) {
  const running = new Set<AbortController>()
  let silentUntil = Number.NEGATIVE_INFINITY

  const overdue = () => {
    silentUntil = performance.now() + SILENT_TIME
    return new Error(`no answer within ${times.call} ms`)
  }
  const refused = (reason: string) => new Unavailable('pictures', { cause: new Error(reason) })
  return {
    /**
     * @throws {Unavailable} if too many calls are running, or the store has just been waited for in vain
     * @throws the SDK's `AbortError` once the time is up
     */
    async run<T>(work: (options: Abortable) => Promise<T>): Promise<T> {
      if (performance.now() < silentUntil) throw refused('it has just been waited for in vain')
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

    /** The body, which fails once the store is too slow, and lets its connection go when nobody reads it any more. */
    paced(body: Readable): Readable {
      hearErrors(body)
      return Readable.from(paced(body, times), { objectMode: false })
    },

    /** Ends every call that runs. */
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

const tooSlow = () => new Unavailable('pictures', { cause: new Error('the body came too slowly') })
