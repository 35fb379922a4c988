import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'
import { SQUARE_MAX } from './picture-memory.ts'
import { encode } from './picture-variants.ts'

/**
 * Draws the default picture of a token: a soft gradient with three discs, all of it decided by the token, so that
 * every node draws the same. It holds no text and so needs no font.
 */
function drawDefault(token: string): string {
  const [hue = 0, turn = 0, tilt = 0, ...rest] = createHash('sha256').update(token).digest()
  const base = Math.round((hue / 256) * 360)
  const second = (base + 35 + Math.round((turn / 256) * 70)) % 360
  const angle = Math.round((tilt / 256) * 360)
  const discs = [0, 1, 2].map((index) => {
    const [around = 0, away = 0, size = 0, shade = 0] = rest.slice(index * 4)
    const direction = ((index + around / 256) / 3) * 2 * Math.PI
    const distance = 12 + (away / 256) * 26
    const x = (50 + Math.cos(direction) * distance).toFixed(2)
    const y = (50 + Math.sin(direction) * distance).toFixed(2)
    const radius = (30 - index * 7 + (size / 256) * 9).toFixed(2)
    const tone = (base + (index === 2 ? 180 : 0) + Math.round((shade / 256) * 60) - 30 + 360) % 360
    const fill = `hsl(${tone},${index === 2 ? 85 : 70}%,${[72, 38, 66][index]}%)`
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" fill-opacity="${[0.75, 0.7, 0.95][index]}"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">
<defs><linearGradient id="g" gradientTransform="rotate(${angle} .5 .5)">
<stop offset="0" stop-color="hsl(${base},62%,58%)"/><stop offset="1" stop-color="hsl(${second},66%,44%)"/>
</linearGradient></defs><rect width="100" height="100" fill="url(#g)"/>${discs.join('')}</svg>`
}

/** The bytes of a default picture; `original` is as large as the largest square. */
export async function renderDefault(
  token: string,
  size: PictureSize,
  format: PictureFormat,
): Promise<Buffer> {
  const side = size === 'original' ? SQUARE_MAX : size
  // 72 dots an inch draw the 100 units as 100 pixels; the density makes it the asked side.
  const image = sharp(Buffer.from(drawDefault(token)), { density: (72 * side) / 100 })
  return encode(image.resize(side, side, { fit: 'fill' }).removeAlpha(), format)
}
