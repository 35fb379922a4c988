import { readFile } from 'node:fs/promises'
import type { Sharp, SharpOptions } from 'sharp'
import { fromBitmap, run } from './picture-bitmap.ts'
import { withClearMargins } from './picture-gif.ts'
import type { Source } from './picture-header.ts'
import { sharp } from './picture-library.ts'
import { firstPngFrame, type PngFrame } from './picture-png.ts'

/**
 * Starts a pipeline that reads the first frame of an animation on its canvas, if the picture library would show
 * another picture or black margins. Returns null otherwise, and if the first frame of an animated PNG is missing: then
 * the picture for programs that cannot show the animation is shown.
 */
export async function firstFrame(
  { path, bytes, header }: Pick<Source, 'path' | 'bytes' | 'header'>,
  options: SharpOptions,
): Promise<Sharp | null> {
  const read = async () => bytes ?? readFile(path)
  if (header.isComposed) {
    const frame = firstPngFrame(await read())
    return frame && composed(frame, options)
  }
  const isBare = header.format === 'gif' && header.channels === 3
  const clear = isBare ? withClearMargins(await read()) : null
  return clear && sharp(clear, options)
}

/** Puts a frame on its canvas, which needs all of its pixels. */
async function composed({ png, area, canvas }: PngFrame, options: SharpOptions): Promise<Sharp> {
  const image = sharp(png, options)
  if (area.width === canvas.width && area.height === canvas.height) return image
  const whole = image.toColourspace('srgb').extend({
    left: area.x,
    top: area.y,
    right: canvas.width - area.x - area.width,
    bottom: canvas.height - area.y - area.height,
    background: { r: 0, g: 0, b: 0, alpha: 0 },
  })
  return fromBitmap(await run(whole))
}
