import { serveTasks } from '../ports/worker-tasks.ts'
import { writeMasters } from './picture-draft.ts'
import { renderDefault, renderLogo } from './picture-drawing.ts'
import { prepare, prepareAgain } from './picture-prepare.ts'
import { suggest } from './picture-suggest.ts'
import type { PictureTasks } from './picture-tasks.ts'
import { encodeVariant } from './picture-variants.ts'

/**
 * The child process that decodes, derives and draws pictures. Nothing else in the service loads the picture
 * library, so that input which makes it crash, grow or hang ends a child rather than the service.
 */
const tasks: PictureTasks = {
  async prepare({ checked, limits, paths }) {
    const outcome = await prepare(checked, limits)
    if (outcome.kind !== 'prepared' || !paths) return outcome
    return { ...outcome, prepared: await writeMasters(outcome.prepared, paths) }
  },
  suggest: ({ path, limits }) => suggest(path, limits),
  recrop: ({ original, recrop }) => prepareAgain(original, recrop),
  encode: ({ master, size, format }) => encodeVariant(master, size, format),
  draw: ({ drawing, size, format }) => renderDefault(drawing, size, format),
  logo: ({ file }) => renderLogo(file),
}

serveTasks({ ...tasks })
