import { type FileHandle, open, readFile } from 'node:fs/promises'
import type { JxlImage } from 'jxl-oxide-wasm'
import type { Size } from './picture-crop.ts'
import type { Frame } from './picture-frame.ts'

/** Bytes of a file that are read at a time. */
const BLOCK = 65_536

/** Reads the dimensions of the upright picture, and nothing behind its header. @throws {Error} if there are none */
export async function readJxlSize(path: string): Promise<Size> {
  return withImage(path, async (image, blocks) => {
    for await (const block of blocks) {
      image.feedBytes(block)
      if (image.tryInit()) return { width: image.width as number, height: image.height as number }
    }
    throw new Error('there is no header')
  })
}

/**
 * Decodes the first frame of a JPEG XL file, upright, in sRGB: colors outside it are mapped into it.
 * @throws {Error} if it is truncated or damaged
 */
export async function decodeJxl(path: string): Promise<Frame> {
  return withImage(path, async (image, blocks) => {
    image.forceSrgb = true
    let isReady = false
    for await (const block of blocks) {
      image.feedBytes(block)
      isReady ||= image.tryInit()
      if (isReady && image.numLoadedKeyframes > 0) break
    }
    if (!isReady || image.numLoadedKeyframes === 0) throw new Error('truncated')
    return { data: Buffer.from(image.render(0).encodeToPng()) }
  })
}

async function withImage<T>(
  path: string,
  work: (image: JxlImage, blocks: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const library = await import('jxl-oxide-wasm')
  const module = new URL(import.meta.resolve('jxl-oxide-wasm/module.wasm'))
  library.initSync({ module: await readFile(module) })
  const handle = await open(path)
  const image = new library.JxlImage()
  try {
    return await work(image, blocksOf(handle))
  } finally {
    image.free()
    await handle.close()
  }
}

async function* blocksOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BLOCK), 0, BLOCK)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}
