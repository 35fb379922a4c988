import { lazy } from '../src/basics/lazy.ts'
import { detailed } from '../test/support/pictures.ts'
import { memoryOf } from './memory.ts'
import { put } from './one-person.ts'

/** Uploads at once. */
const UPLOADS = 4
/** How often memory is measured meanwhile, in milliseconds. */
const LOOK = 100

/** Returns a JPEG of 12 megapixels, always the same. */
export const photograph = lazy(() => detailed(4000, 3000).jpeg().toBuffer())

/** Sends raw uploads for some seconds, four at once. Returns how many a second, and the most memory of the server meanwhile, in MB. */
export async function measureUploads(
  { pid, origin }: { pid: number; origin: string },
  request: string,
  seconds: number,
): Promise<{ perSecond: number; memory: number }> {
  const load = {
    port: Number(new URL(origin).port),
    seconds,
    connections: UPLOADS,
    rate: null,
    requests: [request],
  }
  let isOver = false
  const ended = put(load).finally(() => {
    isOver = true
  })
  let memory = 0
  while (!isOver) {
    memory = Math.max(memory, memoryOf(pid))
    await new Promise((resolve) => setTimeout(resolve, LOOK))
  }
  const { accepted, failed, refused } = await ended
  if (failed + refused > 0) throw new Error(`${origin}: ${failed + refused} uploads failed`)
  return { perSecond: accepted / seconds, memory }
}
