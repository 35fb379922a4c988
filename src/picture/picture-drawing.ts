import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { PictureSize } from '../../common/picture.ts'
import type { PictureFormat } from './picture.ts'
import { outlineInitials } from './picture-initials.ts'
import { sharp } from './picture-library.ts'
import { SQUARE_MAX } from './picture-memory.ts'
import { encodeDrawing } from './picture-variants.ts'

/** Largest size of a logo in a mail, in pixels: twice the size at which it is shown, for dense screens. */
const LOGO_WIDTH_MAX = 288
const LOGO_HEIGHT = 64
/** Resolution at which common vector logos have more pixels than needed, in dots per inch. */
const LOGO_DENSITY = 300

/** What determines a default picture. */
const digestOf = (token: string) => createHash('sha256').update(token).digest()
const degrees = (byte = 0) => Math.round((byte / 256) * 360)

/**
 * Draws the default picture of a token: a soft gradient with three discs, determined entirely by the token,
 * so that every node draws the same. It contains no text and therefore requires no font.
 */
function drawDefault(token: string): string {
  const [hue = 0, turn = 0, tilt = 0, ...rest] = digestOf(token)
  const base = degrees(hue)
  const second = (base + 35 + Math.round((turn / 256) * 70)) % 360
  const angle = degrees(tilt)
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

/** What a default picture shows: a pattern, or initials in outlines from the fonts of a folder. */
export interface DefaultDrawing {
  /** Determines the colors and the pattern. */
  token: string
  initials: readonly string[]
  fontsDir: string
}

/**
 * Returns the color behind white letters, in `hsl()`: by WCAG 2.2, 1.4.3, letters stand out from every hue at this
 * lightness.
 */
export function colorBehind(token: string): string {
  return `hsl(${degrees(digestOf(token)[0])},48%,30%)`
}

/** Draws initials in white on the color of the token. */
const drawInitials = (token: string, letters: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">
<rect width="100" height="100" fill="${colorBehind(token)}"/><g fill="#fff">${letters}</g></svg>`

/**
 * Renders a default picture; `original` has the size of the largest square. Initials that the fonts do not have are
 * replaced by the pattern.
 */
export async function renderDefault(
  { token, initials, fontsDir }: DefaultDrawing,
  size: PictureSize,
  format: PictureFormat,
): Promise<Buffer> {
  const letters = initials.length > 0 ? await outlineInitials(initials, fontsDir) : null
  const svg = letters === null ? drawDefault(token) : drawInitials(token, letters)
  const side = size === 'original' ? SQUARE_MAX : size
  // 72 dpi renders the 100 units as 100 pixels; the density scales them to the requested side.
  const image = sharp(Buffer.from(svg), { density: (72 * side) / 100 })
  return encodeDrawing(image.resize(side, side, { fit: 'fill' }).removeAlpha(), format)
}

/** Renders the operator's logo for mails, whose readers often know neither SVG nor WebP, as PNG. */
export async function renderLogo(file: string): Promise<Buffer> {
  const image = /\.svg$/i.test(file) ? sharp(await readFile(file), { density: LOGO_DENSITY }) : sharp(file)
  return image
    .resize(LOGO_WIDTH_MAX, LOGO_HEIGHT, { fit: 'inside' })
    .toColourspace('srgb')
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()
}
