import type { PictureSize } from '../../common/picture.ts'
import { type Faults, invalid } from '../errors.ts'
import { createFairQueue, type FairQueue } from '../fair-queue.ts'
import { timed } from '../measure.ts'
import { reportStrayFault } from '../ports/foreign-events.ts'
import type { Metrics, Reading } from '../ports/metrics.ts'
import { Unavailable } from '../ports/unavailable.ts'
import { TaskFailed, WorkerLost, type WorkerPool } from '../ports/worker-pool.ts'
import type { PictureFormat } from './picture.ts'
import type { Rectangle, Size } from './picture-crop.ts'
import type { Checked, Prepared } from './picture-intake.ts'
import { encodeMemory, IDLE_MEMORY, RECROP_MEMORY, shareMemory } from './picture-memory.ts'
import type { Master } from './picture-pipeline.ts'
import type { PrepareOutcome } from './picture-prepare.ts'
import type { PictureTasks } from './picture-tasks.ts'

/** Most uploads and crops that wait for their turn, and most of one person. */
const DECODES_WAITING = 64
const DECODES_WAITING_EACH = 16
/** Most forms of pictures that wait to be made. */
const ENCODES_WAITING = 256
/** Most default pictures that wait to be drawn. */
const DRAWS_WAITING = 64
/** Longest wait for a turn, and longest time for the work itself, in milliseconds. Common pictures take about one second. */
const PATIENCE = 30_000
const WORK_TIME = 30_000

export interface PictureWorkSettings {
  /** Bytes for all work on pictures in this process. */
  pictureMemory: number
  pictureDecodes: number
  pictureMaxPixels: number
}

/** Work on pictures, done in child processes. Each kind has a line of its own, in which owners take turns. */
export interface PictureWork {
  /**
   * Decodes an upload and makes its masters.
   * @param turn called when the turn of the upload has come, before anything is read: refuses what may not go on
   * @throws {Refusal} `validation` with every faulty field, `unavailable`, and what `turn` throws
   */
  prepare(userId: string, checked: Checked, turn: () => Promise<void>): Promise<Prepared>
  /**
   * Cuts a kept original anew, which `read` brings when the turn has come; `crop` is in pixels of the picture as it was
   * uploaded.
   * @throws {Refusal} `unavailable`, and what `read` throws
   */
  recrop(userId: string, read: () => Promise<Master>, upright: Size, crop: Rectangle): Promise<Prepared>
  /**
   * Makes a form of a picture from its master, which `read` brings when the turn has come; null if there is none.
   * @throws {Refusal} `unavailable`
   */
  encode(read: () => Promise<Buffer | null>, size: PictureSize, format: PictureFormat): Promise<Buffer | null>
  /**
   * Draws a default picture.
   * @throws {Refusal} `unavailable`
   */
  draw(token: string, size: PictureSize, format: PictureFormat): Promise<Buffer>
}

export function createPictureWork(deps: {
  pool: WorkerPool
  metrics: Metrics
  settings: PictureWorkSettings
}): PictureWork {
  const { metrics, settings } = deps
  const shares = shareMemory(settings.pictureMemory, settings.pictureDecodes)
  const decodes = createFairQueue({
    capacity: shares.decode,
    waiting: DECODES_WAITING,
    waitingPerOwner: DECODES_WAITING_EACH,
    patience: PATIENCE,
  })
  const encodes = createFairQueue({ capacity: shares.encode, waiting: ENCODES_WAITING, patience: PATIENCE })
  // Default pictures pass a line of their own before that of the encodes, so that they never fill that one.
  const drawPlaces = Math.max(1, Math.floor(settings.pictureDecodes / 2))
  const draws = createFairQueue({ capacity: drawPlaces, waiting: DRAWS_WAITING, patience: PATIENCE })
  const leastEncode = shares.encode / settings.pictureDecodes
  measureLine(metrics, 'decode', decodes, shares.decodes)
  measureLine(metrics, 'encode', encodes, settings.pictureDecodes)
  measureLine(metrics, 'draw', draws, drawPlaces)

  const run = async <N extends keyof PictureTasks>(
    name: N,
    memory: number,
    message: Parameters<PictureTasks[N]>[0],
  ): Promise<Awaited<ReturnType<PictureTasks[N]>>> => {
    const result = await deps.pool.run({ name, message, memory, milliseconds: WORK_TIME })
    return result as Awaited<ReturnType<PictureTasks[N]>>
  }
  const decode = <T>(work: () => Promise<T>) =>
    timed(metrics, 'user_profile_picture_decode_duration_seconds', {}, work)
  const encode = <T>(
    owner: 'picture' | 'default',
    size: PictureSize,
    format: PictureFormat,
    work: (memory: number) => Promise<T>,
  ) => {
    const memory = encodeMemory(size, format)
    return encodes.run(
      () => timed(metrics, 'user_profile_picture_encode_duration_seconds', { format }, () => work(memory)),
      { owner, weight: Math.max(leastEncode, memory + IDLE_MEMORY) },
    )
  }
  const tryPrepare = (userId: string, checked: Checked, memory: number, turn: () => Promise<void>) =>
    decodes.run(
      async () => {
        await turn()
        const limits = { maxPixels: settings.pictureMaxPixels, memory }
        return decode(() => run('prepare', memory, { checked, limits }).catch(blame(checked)))
      },
      { owner: userId, weight: memory + IDLE_MEMORY },
    )

  return {
    async prepare(userId, checked, turn) {
      deps.pool.warm()
      let outcome = await tryPrepare(userId, checked, shares.perDecode, turn)
      if (outcome.kind === 'needs') {
        const most = shares.decode - IDLE_MEMORY
        if (outcome.memory > most) throw invalid({ ...checked.faults, ...tooComplex(outcome, most) })
        outcome = await tryPrepare(userId, checked, outcome.memory, turn)
      }
      if (outcome.kind === 'prepared') return outcome.prepared
      throw invalid(outcome.kind === 'refused' ? outcome.faults : unreadable(checked))
    },
    recrop: (userId, read, upright, crop) =>
      decodes.run(
        async () => {
          const original = await read()
          return decode(() =>
            run('recrop', RECROP_MEMORY, { original, upright, crop }).catch(makeUnavailable),
          )
        },
        { owner: userId, weight: Math.max(shares.perDecode, RECROP_MEMORY) + IDLE_MEMORY },
      ),
    encode: (read, size, format) =>
      encode('picture', size, format, async (memory) => {
        const master = await read()
        return master && run('encode', memory, { master, size, format })
      }),
    draw: (token, size, format) =>
      draws.run(() =>
        encode('default', size, format, (memory) =>
          run('draw', memory, { token, size, format }).catch(makeUnavailable),
        ),
      ),
  }
}

/** A picture over which a worker was lost, or failed, is refused like one that cannot be read. */
function blame(checked: Checked) {
  return (error: unknown): PrepareOutcome => {
    if (error instanceof TaskFailed) reportStrayFault('picture prepare', error)
    else if (!(error instanceof WorkerLost)) throw error
    return { kind: 'refused', faults: unreadable(checked) }
  }
}

/** What the service has made itself is not at fault: the worker is, and the next one may succeed. */
function makeUnavailable(error: unknown): never {
  if (!(error instanceof WorkerLost || error instanceof TaskFailed)) throw error
  throw new Unavailable('pictures', { cause: error })
}

function unreadable({ image, croppedImage, faults }: Checked): Faults {
  const found: Faults = { ...faults }
  if (image) found.image = [{ key: 'image_invalid' }]
  if (croppedImage) found.cropped_image = [{ key: 'image_invalid' }]
  return found
}

/** The files that need more memory than there is; if each alone would fit, all of them. */
function tooComplex({ fields }: Extract<PrepareOutcome, { kind: 'needs' }>, most: number): Faults {
  const names = Object.keys(fields)
  const large = names.filter((name) => fields[name]! > most)
  const faults = (large.length > 0 ? large : names).map((name) => [name, [{ key: 'image_too_complex' }]])
  return Object.fromEntries(faults) as Faults
}

type Line = 'decode' | 'encode' | 'draw'

/** Shows the jobs and the places of a line. */
function measureLine(metrics: Metrics, line: Line, queue: FairQueue, places: number): void {
  metrics.readGauges(() => {
    const now = queue.state()
    const most = { running: places, waiting: queue.limits.waiting }
    return (['running', 'waiting'] as const).flatMap((state): Reading[] => [
      ['user_profile_picture_line_jobs', now[state], { line, state }],
      ['user_profile_picture_line_places', most[state], { line, state }],
    ])
  })
}
