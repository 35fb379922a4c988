import { LRUCache } from 'lru-cache'
import type { PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'
import type { DefaultDrawing } from './picture-drawing.ts'

/** Cache size for generated pictures, in bytes. */
const CACHE_BYTES = 16_000_000

/** Generates default pictures, each at most once while it is cached; parallel requests share the work. */
export function createDefaultPictures(deps: {
  draw: (drawing: DefaultDrawing, size: PictureSize, format: PictureFormat) => Promise<Buffer>
}) {
  const cache = new LRUCache<string, Buffer>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (bytes) => bytes.length,
  })
  const running = new Map<string, Promise<Buffer>>()
  return {
    /**
     * Returns the bytes of a default picture; `name` is that of its address.
     * @throws {Refusal} `unavailable` if too many pictures are being generated
     */
    async serve(
      name: string,
      drawing: DefaultDrawing,
      size: PictureSize,
      format: PictureFormat,
    ): Promise<Buffer> {
      const key = `${name}/${size}.${format}`
      const known = cache.get(key) ?? running.get(key)
      if (known !== undefined) return known
      const work = deps.draw(drawing, size, format)
      running.set(key, work)
      try {
        const bytes = await work
        cache.set(key, bytes)
        return bytes
      } finally {
        running.delete(key)
      }
    },
  }
}
