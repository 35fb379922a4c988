import { acceptedFormats, type PictureSize, type SourceFormat } from '../../common/picture.ts'
import { createFairQueue, type FairQueue } from '../basics/fair-queue.ts'
import { reportBackgroundError } from '../basics/foreign-events.ts'
import { type Faults, invalid } from '../errors/errors.ts'
import { Unavailable } from '../errors/unavailable.ts'
import { timed } from '../ports/measure.ts'
import type { Metrics, Reading } from '../ports/metrics.ts'
import { TaskFailed, WorkerLost, type WorkerPool } from '../ports/worker-pool.ts'
import type { PictureFormat } from './picture.ts'
import { type Drafted, isChecksum, type MasterPaths } from './picture-draft.ts'
import type { DefaultDrawing } from './picture-drawing.ts'
import type { Checked, Prepared } from './picture-intake.ts'
import {
  drawMemory,
  encodeMemory,
  IDLE_MEMORY,
  RECROP_MEMORY,
  SUGGEST_MEMORY,
  shareMemory,
} from './picture-memory.ts'
import type { Master } from './picture-pipeline.ts'
import type { PrepareOutcome, Recrop } from './picture-prepare.ts'
import type { SuggestOutcome } from './picture-suggest.ts'
import type { PictureTasks } from './picture-tasks.ts'

/** Maximum number of waiting uploads and crops, in total and per person. */
const DECODES_WAITING = 64
const DECODES_WAITING_EACH = 16
/** Maximum number of variants waiting to be derived. */
const ENCODES_WAITING = 256
/** Memory for the operator's logo, a file of at most 500 kB, in bytes. */
const LOGO_MEMORY = 100_000_000
/** Maximum number of pixels of a rendering for which a crop is suggested. */
const RENDERING_PIXELS = 1_000_000
/** Maximum number of default pictures waiting to be generated. */
const DRAWS_WAITING = 64
/**
 * Maximum wait in the queue, and time limit of the work itself, in milliseconds. Common pictures take about
 * one second.
 */
const MAX_WAIT = 30_000
const WORK_TIME = 30_000

export interface PictureWorkSettings {
  /** Memory for all picture work in this process, in bytes. */
  pictureMemory: number
  pictureDecodes: number
  pictureMaxPixels: number
  /** Accepted formats. Default: all. */
  pictureFormats?: readonly SourceFormat[]
}

/** Picture work in child processes. Each kind has its own queue, in which owners take turns. */
export interface PictureWork {
  /**
   * Decodes an upload and creates its masters.
   * @param turn called when it is the upload's turn, before anything is read; may throw to stop it
   * @param paths where the masters are written, if that is possible
   * @throws {Refusal} `validation` with every faulty field, `unavailable`, and what `turn` throws
   */
  prepare(
    userId: string,
    checked: Checked,
    turn: () => Promise<void>,
    paths?: MasterPaths | null,
  ): Promise<Drafted>
  /**
   * Turns and crops a stored original again, which `read` returns when it is its turn.
   * @throws {Refusal} `unavailable`, and what `read` throws
   */
  recrop(userId: string, read: () => Promise<Master>, recrop: Recrop): Promise<Prepared>
  /**
   * Finds the square of a small rendering.
   * @throws {Refusal} `unavailable`
   */
  suggest(userId: string, path: string): Promise<SuggestOutcome>
  /**
   * Derives a variant from its master, which `read` returns when it is its turn; null if there is none.
   * @throws {Refusal} `unavailable`
   */
  encode(read: () => Promise<Buffer | null>, size: PictureSize, format: PictureFormat): Promise<Buffer | null>
  /**
   * Draws a default picture.
   * @throws {Refusal} `unavailable`
   */
  draw(drawing: DefaultDrawing, size: PictureSize, format: PictureFormat): Promise<Buffer>
  /**
   * Renders the operator's logo for mails, as PNG.
   * @throws {Refusal} `unavailable`
   */
  logo(file: string): Promise<Buffer>
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
    maxWait: MAX_WAIT,
  })
  const encodes = createFairQueue({ capacity: shares.encode, waiting: ENCODES_WAITING, maxWait: MAX_WAIT })
  // Default pictures pass a separate queue before that of the encodes, so that they never fill it.
  const drawPlaces = Math.max(1, Math.floor(settings.pictureDecodes / 2))
  const draws = createFairQueue({ capacity: drawPlaces, waiting: DRAWS_WAITING, maxWait: MAX_WAIT })
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
    format: PictureFormat,
    memory: number,
    work: () => Promise<T>,
  ) =>
    encodes.run(() => timed(metrics, 'user_profile_picture_encode_duration_seconds', { format }, work), {
      owner,
      weight: Math.max(leastEncode, memory + IDLE_MEMORY),
    })
  const tryPrepare = (
    userId: string,
    { checked, turn, paths }: { checked: Checked; turn: () => Promise<void>; paths: MasterPaths | null },
    memory: number,
  ) =>
    decodes.run(
      async () => {
        await turn()
        const { pictureMaxPixels: maxPixels, pictureFormats: formats = acceptedFormats(true) } = settings
        const limits = { maxPixels, formats, memory }
        const message = { checked, limits, paths }
        return decode(() => run('prepare', memory, message).catch(refuseAsUnreadable(checked)))
      },
      { owner: userId, weight: memory + IDLE_MEMORY },
    )

  return {
    async prepare(userId, checked, turn, paths = null) {
      const upload = { checked, turn, paths }
      // If it has to wait for its turn, a child becomes free with it.
      const { running, waiting } = decodes.state()
      if (running + waiting < shares.decodes) deps.pool.warm()
      let outcome = await tryPrepare(userId, upload, shares.perDecode)
      if (outcome.kind === 'needs') {
        const most = shares.decode - IDLE_MEMORY
        if (outcome.memory > most) throw invalid({ ...checked.faults, ...tooComplex(outcome, most) })
        outcome = await tryPrepare(userId, upload, outcome.memory)
      }
      if (outcome.kind === 'prepared' && isSound(outcome.prepared)) return outcome.prepared
      throw invalid(outcome.kind === 'refused' ? outcome.faults : eachFile(checked, 'image_invalid'))
    },
    recrop: (userId, read, recrop) =>
      decodes.run(
        async () => {
          const original = await read()
          return decode(() => run('recrop', RECROP_MEMORY, { original, recrop }).catch(makeUnavailable))
        },
        { owner: userId, weight: Math.max(shares.perDecode, RECROP_MEMORY) + IDLE_MEMORY },
      ),
    suggest(userId, path) {
      const limits = { maxPixels: RENDERING_PIXELS, memory: SUGGEST_MEMORY }
      const work = () => run('suggest', SUGGEST_MEMORY, { path, limits }).catch(refuseSuggestion)
      return decodes.run(work, { owner: userId, weight: SUGGEST_MEMORY + IDLE_MEMORY })
    },
    encode(read, size, format) {
      const memory = encodeMemory(size, format)
      return encode('picture', format, memory, async () => {
        const master = await read()
        return master && run('encode', memory, { master, size, format })
      })
    },
    draw(drawing, size, format) {
      const memory = drawMemory(drawing.initials, size, format)
      const work = () => run('draw', memory, { drawing, size, format }).catch(makeUnavailable)
      return draws.run(() => encode('default', format, memory, work))
    },
    logo: (file) => draws.run(() => run('logo', LOGO_MEMORY, { file }).catch(makeUnavailable)),
  }
}

const isSound = ({ original, square }: Drafted) =>
  [original, square].every((master) => 'bytes' in master || isChecksum(master.checksum))

/** A picture that makes a worker crash or fail is refused like an unreadable one, and says if it costs too much. */
function refuseAsUnreadable(checked: Checked) {
  return (error: unknown): PrepareOutcome<Drafted> => {
    expectLost('picture prepare', error)
    return { kind: 'refused', faults: eachFile(checked, faultOf(error)) }
  }
}

const faultOf = (error: unknown): 'image_too_complex' | 'image_invalid' =>
  error instanceof WorkerLost && error.reason !== 'crash' ? 'image_too_complex' : 'image_invalid'

function refuseSuggestion(error: unknown): SuggestOutcome {
  expectLost('picture suggest', error)
  return { kind: 'refused', fault: { key: faultOf(error) } }
}

/** Reports a failed task, and throws any error that isn't one of a worker. */
function expectLost(what: string, error: unknown): void {
  if (error instanceof TaskFailed) reportBackgroundError(what, error)
  else if (!(error instanceof WorkerLost)) throw error
}

/** The service's own files are not at fault: the worker is, and the next one may succeed. */
function makeUnavailable(error: unknown): never {
  if (!(error instanceof WorkerLost || error instanceof TaskFailed)) throw error
  throw new Unavailable('pictures', { cause: error })
}

/** Returns the fault for each file of the upload, with the faults that are known already. */
function eachFile(
  { image, croppedImage, faults }: Checked,
  key: 'image_too_complex' | 'image_invalid',
): Faults {
  const found: Faults = { ...faults }
  if (image) found.image = [{ key }]
  if (croppedImage) found.cropped_image = [{ key }]
  return found
}

/** Returns the files that need more memory than available; if each alone would fit, all of them. */
function tooComplex({ fields }: Extract<PrepareOutcome, { kind: 'needs' }>, most: number): Faults {
  const names = Object.keys(fields)
  const large = names.filter((name) => fields[name]! > most)
  const faults = (large.length > 0 ? large : names).map((name) => [name, [{ key: 'image_too_complex' }]])
  return Object.fromEntries(faults) as Faults
}

type Line = 'decode' | 'encode' | 'draw'

/** Measures the jobs and places of a queue. */
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
