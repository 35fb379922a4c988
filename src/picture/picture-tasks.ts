import type { PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'
import type { Rectangle, Size } from './picture-crop.ts'
import type { Checked, Prepared } from './picture-intake.ts'
import type { Master } from './picture-pipeline.ts'
import type { PrepareLimits, PrepareOutcome } from './picture-prepare.ts'

/** What `picture-worker.ts` does. */
export interface PictureTasks {
  prepare(message: { checked: Checked; limits: PrepareLimits }): Promise<PrepareOutcome>
  recrop(message: { original: Master; upright: Size; crop: Rectangle }): Promise<Prepared>
  encode(message: { master: Buffer; size: PictureSize; format: PictureFormat }): Promise<Buffer>
  draw(message: { token: string; size: PictureSize; format: PictureFormat }): Promise<Buffer>
}
