import { LRUCache } from 'lru-cache'
import type { PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'

/** Memory for generated pictures, in bytes. */
const CACHE_BYTES = 16_000_000

/** Generates default pictures, each at most once while it stays in memory; parallel requests share the work. */
export function createDefaultPictures(deps: {
  draw: (token: string, size: PictureSize, format: PictureFormat) => Promise<Buffer>
}) {
  const cache = new LRUCache<string, Buffer>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (bytes) => bytes.length,
  })
  const running = new Map<string, Promise<Buffer>>()
  return {
    /**
     * The bytes of a default picture.
     * @throws {Refusal} `unavailable` if too many pictures are being made
     */
    async serve(token: string, size: PictureSize, format: PictureFormat): Promise<Buffer> {
      const key = `${token}/${size}.${format}`
      const known = cache.get(key) ?? running.get(key)
      if (known !== undefined) return known
      const work = deps.draw(token, size, format)
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
