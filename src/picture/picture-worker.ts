import { serveTasks } from '../ports/worker-tasks.ts'
import { renderDefault } from './picture-drawing.ts'
import { prepare, prepareAgain } from './picture-prepare.ts'
import type { PictureTasks } from './picture-tasks.ts'
import { encodeVariant } from './picture-variants.ts'

/**
 * The child process that opens, makes and draws pictures. Nothing else of the service loads the library that does, so
 * that bytes which crash it, or make it grow or run for ever, end a child and not the service.
 */
const tasks: PictureTasks = {
  prepare: ({ checked, limits }) => prepare(checked, limits),
  recrop: ({ original, upright, crop }) => prepareAgain(original, upright, crop),
  encode: ({ master, size, format }) => encodeVariant(master, size, format),
  draw: ({ token, size, format }) => renderDefault(token, size, format),
}

serveTasks({ ...tasks })
