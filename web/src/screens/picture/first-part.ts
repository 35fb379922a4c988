import { largestSquare } from '../../../../common/first-square.ts'
import { RENDERING_SIDE } from '../../../../common/picture.ts'
import type { Api } from '../../api/client.ts'
import { type Part, partOf, type Size } from './crop.ts'
import type { Source } from './prepare.ts'

/** How long the service may take to suggest a part before the page chooses one, in milliseconds. */
const PATIENCE = 2000
const QUALITY = 0.9

/**
 * Returns the part of a new picture that is shown at first: the one that the service would choose, or, if it doesn't
 * answer soon, the largest square by its fixed rule.
 */
export async function firstPart(api: Api, source: Source): Promise<Part> {
  const fixed = partOf(largestSquare(source), source)
  if (source.width === source.height) return fixed
  const controller = new AbortController()
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))
  const asked = ask(api, source, controller.signal).catch(() => null)
  const part = await Promise.race([asked, late])
  controller.abort()
  return part ?? fixed
}

/** Asks the service about a small rendering of the picture. */
async function ask(api: Api, source: Source, signal: AbortSignal): Promise<Part> {
  const body = new FormData()
  body.set('image', await smallRendering(source), 'rendering.jpg')
  const { data } = await api.call('POST', 'user/profile-image/suggest-crop/', { body, signal })
  const { x, y, width, height } = data.crop
  return { x: x * 100, y: y * 100, width: width * 100, height: height * 100 }
}

async function smallRendering({ canvas: picture, ...size }: Source): Promise<Blob> {
  const { width, height } = scaledDown(size)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) throw new TypeError('no canvas')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(picture, 0, 0, width, height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
}

function scaledDown({ width, height }: Size): Size {
  const scale = Math.min(1, RENDERING_SIDE / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
