import type { PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'
import type { Drafted, MasterPaths } from './picture-draft.ts'
import type { DefaultDrawing } from './picture-drawing.ts'
import type { Checked, Prepared } from './picture-intake.ts'
import type { Master } from './picture-pipeline.ts'
import type { PrepareLimits, PrepareOutcome, Recrop } from './picture-prepare.ts'
import type { SuggestOutcome } from './picture-suggest.ts'

/** The tasks of `picture-worker.ts`. */
export interface PictureTasks {
  /** Writes the masters if there are paths. */
  prepare(message: {
    checked: Checked
    limits: PrepareLimits
    paths?: MasterPaths | null
  }): Promise<PrepareOutcome<Drafted>>
  suggest(message: { path: string; limits: PrepareLimits }): Promise<SuggestOutcome>
  recrop(message: { original: Master; recrop: Recrop }): Promise<Prepared>
  encode(message: { master: Buffer; size: PictureSize; format: PictureFormat }): Promise<Buffer>
  draw(message: { drawing: DefaultDrawing; size: PictureSize; format: PictureFormat }): Promise<Buffer>
  logo(message: { file: string }): Promise<Buffer>
}
