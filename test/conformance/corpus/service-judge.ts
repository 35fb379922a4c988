import { createProcessPool } from '../../../src/adapters/worker-pool/process-pool.ts'
import { settings as settingEntries } from '../../../src/config/settings.ts'
import { Refusal } from '../../../src/errors/errors.ts'
import { checkUpload } from '../../../src/picture/picture-intake.ts'
import { createPictureWork } from '../../../src/picture/picture-work.ts'
import { pictureWorkers } from '../../../src/picture/picture-workers.ts'
import { noMetrics } from '../../../src/ports/metrics.ts'

/** What the service makes of a file. */
export type ServiceVerdict = { took: number } & (
  | { accepted: true; width: number; height: number; original: Buffer }
  /** `reason` is the key of the failure in the error catalogue. */
  | { accepted: false; reason: string }
)

/** Memory for pictures on a machine with 2 GB, in bytes. */
export const PICTURE_MEMORY = 1_200_000_000
const settings = {
  pictureMemory: PICTURE_MEMORY,
  pictureDecodes: 2,
  pictureMaxPixels: Number(settingEntries.PICTURE_MAX_PIXELS.default),
  pictureMaxBytes: Number(settingEntries.PICTURE_MAX_BYTES.default),
}

/** The checks, queues and workers of the service, with its default limits. */
export function openService() {
  const lost: string[] = []
  const pool = createProcessPool({
    ...pictureWorkers(settings, process.env),
    onLost: (reason) => lost.push(reason),
  })
  const work = createPictureWork({ pool, metrics: noMetrics, settings })
  pool.warm()
  return {
    /** Uploads a file. `took` is in milliseconds. */
    async judge(path: string, size: number): Promise<ServiceVerdict> {
      const start = performance.now()
      const took = () => performance.now() - start
      const lostBefore = lost.length
      try {
        const checked = checkUpload({ image: { value: { path, size } }, crop: {} }, settings)
        if (checked.image === null) {
          return { accepted: false, reason: String(checked.faults.image?.[0]?.key), took: took() }
        }
        const { width, height, original } = await work.prepare('person', checked, async () => {})
        if (!('bytes' in original)) throw new TypeError('written to a file')
        return { accepted: true, width, height, original: original.bytes, took: took() }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const key = error.faults?.image?.[0]?.key ?? error.key
        const by = lost.slice(lostBefore).map((reason) => `, child lost by ${reason}`)
        return { accepted: false, reason: [key, ...by].join(''), took: took() }
      }
    },
    close: () => pool.close(),
  }
}
