import { Refusal } from '../errors.ts'
import { createFairQueue } from '../fair-queue.ts'
import { timed } from '../measure.ts'
import type { Metrics, Reading } from '../ports/metrics.ts'

import type { PictureFormat, PictureSize } from './picture.ts'
import { render } from './picture-default.ts'
import { encodeVariant } from './picture-variants.ts'

/** The costly work, each kind in a line of its own; both throw the `Refusal` `unavailable` if too much of it waits. */
export interface EncodeWork {
  /** Makes a form of a picture from its master, which `read` brings when the turn has come; null if there is none. */
  encode(read: () => Promise<Buffer | null>, size: PictureSize, format: PictureFormat): Promise<Buffer | null>
  /** Draws a default picture. */
  draw(token: string, size: PictureSize, format: PictureFormat): Promise<Buffer>
}

/** Lets a few jobs run at a time and a bounded number wait. */
export interface Gate {
  /**
   * Runs the job when its turn comes.
   * @throws {Refusal} `unavailable` where too many wait already
   */
  run<T>(job: () => Promise<T>): Promise<T>
  /** Jobs now, and the most there may be. */
  state(): { now: GateJobs; most: GateJobs }
}

export interface GateJobs {
  running: number
  waiting: number
}

/** Seconds after which a refused caller may try again. */
const RETRY_AFTER = 5

/** `running` jobs at a time and at most `waiting` in the line, first come first served. */
export function createGate({ running, waiting }: GateJobs): Gate {
  const line: (() => void)[] = []
  let active = 0
  return {
    async run(job) {
      if (active >= running) {
        if (line.length >= waiting) {
          throw new Refusal('unavailable', { params: { seconds: RETRY_AFTER }, retryAfter: RETRY_AFTER })
        }
        await new Promise<void>((resolve) => line.push(resolve))
      } else active++
      try {
        return await job()
      } finally {
        const next = line.shift()
        if (next) next()
        else active--
      }
    },
    state: () => ({ now: { running: active, waiting: line.length }, most: { running, waiting } }),
  }
}

/** Most forms of pictures, and most default pictures, that wait to be made, and the longest wait in milliseconds. */
const ENCODES_WAITING = 256
const DRAWS_WAITING = 64
const PATIENCE = 30_000

/** Encodes in two lines: default pictures have one of their own, so that they never hold up anybody's picture. */
export function createEncodeWork({ encodes, metrics }: { encodes: number; metrics: Metrics }): EncodeWork {
  const lineOf = (line: 'encode' | 'draw', capacity: number, waiting: number) => {
    const queue = createFairQueue({ capacity, waiting, patience: PATIENCE })
    const most = { running: capacity, waiting }
    measureLine(metrics, line, { state: () => ({ now: queue.state(), most }) })
    return <T>(format: PictureFormat, work: () => Promise<T>): Promise<T> =>
      queue.run(() => timed(metrics, 'user_profile_picture_encode_duration_seconds', { format }, work))
  }
  const pictures = lineOf('encode', encodes, ENCODES_WAITING)
  const defaults = lineOf('draw', Math.max(1, Math.floor(encodes / 2)), DRAWS_WAITING)
  return {
    encode: (read, size, format) =>
      pictures(format, async () => {
        const master = await read()
        return master && encodeVariant(master, size, format)
      }),
    draw: (token, size, format) => defaults(format, () => render(token, size, format)),
  }
}

/** Shows the jobs and the places of a line. */
export function measureLine(
  metrics: Metrics,
  line: 'decode' | 'encode' | 'draw',
  gate: Pick<Gate, 'state'>,
): void {
  metrics.readGauges(() => {
    const { now, most } = gate.state()
    return (['running', 'waiting'] as const).flatMap((state): Reading[] => [
      ['user_profile_picture_line_jobs', now[state], { line, state }],
      ['user_profile_picture_line_places', most[state], { line, state }],
    ])
  })
}
