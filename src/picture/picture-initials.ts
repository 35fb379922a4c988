import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Face, Font } from 'harfbuzzjs'
import { fontsFor } from './picture-fonts.ts'

type HarfBuzz = typeof import('harfbuzzjs')

/** Side of a drawing, in units. */
const SIDE = 100
/** Height of an em, and the least and most that the letters may take, in the same units. */
const EM = 46
const HEIGHT_MIN = 28
const WIDTH_MAX = 66
const HEIGHT_MAX = 56
/** Space between two letters, in the same units. */
const GAP = 3

const RIGHT_TO_LEFT =
  /^[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hanifi_Rohingya}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u

interface Outline {
  path: string
  left: number
  right: number
  top: number
  bottom: number
}

/**
 * Returns the outlines of the initials as an SVG path in a square of 100 units, in the middle; null if no font of the
 * folder has every letter, as for emoji. Outlines make every node draw the same, whatever its own fonts are.
 */
export async function outlineInitials(initials: readonly string[], fontsDir: string): Promise<string | null> {
  const hb = await import('harfbuzzjs')
  const outlines: Outline[] = []
  for (const letter of initials) {
    const outline = await outlineLetter(hb, letter, fontsDir)
    if (outline === null) return null
    outlines.push(outline)
  }
  if (outlines.length === 0) return null
  return arrange(RIGHT_TO_LEFT.test(initials.join('')) ? outlines.reverse() : outlines)
}

async function outlineLetter(hb: HarfBuzz, letter: string, fontsDir: string): Promise<Outline | null> {
  for (const file of fontsFor(letter)) {
    const bytes = await readFile(join(fontsDir, file)).catch(() => null)
    if (bytes === null) continue
    const face = new hb.Face(new hb.Blob(new Uint8Array(bytes).buffer))
    const outline = outlineWith(hb, letter, face, new hb.Font(face))
    if (outline !== null) return outline
  }
  return null
}

/** Returns the outline of a letter in units of `EM`; null if the font lacks a part of it. */
function outlineWith(hb: HarfBuzz, letter: string, face: Face, font: Font): Outline | null {
  const shaped = new hb.Buffer()
  shaped.addText(letter)
  shaped.guessSegmentProperties()
  hb.shape(font, shaped)
  const positions = shaped.getGlyphPositions()
  const scale = EM / face.upem
  const outline = { path: '', left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }
  let pen = 0
  for (const [index, { codepoint: glyph }] of shaped.getGlyphInfos().entries()) {
    const position = positions[index]
    const extents = font.glyphExtents(glyph)
    if (glyph === 0 || !position || !extents) return null
    const x = (pen + position.xOffset) * scale
    const y = -position.yOffset * scale
    pen += position.xAdvance
    if (extents.width === 0) continue
    outline.path += placed(font.glyphToPath(glyph), x, y, scale)
    outline.left = Math.min(outline.left, x + extents.xBearing * scale)
    outline.right = Math.max(outline.right, x + (extents.xBearing + extents.width) * scale)
    outline.top = Math.min(outline.top, y - extents.yBearing * scale)
    outline.bottom = Math.max(outline.bottom, y - (extents.yBearing + extents.height) * scale)
  }
  return outline.path === '' ? null : outline
}

const placed = (path: string, x: number, y: number, scale: number) =>
  `<path d="${path}" transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale} ${-scale})"/>`

/** Puts the letters beside each other and in the middle; small ones are enlarged, and wide or tall ones reduced. */
function arrange(outlines: readonly Outline[]): string {
  let end = 0
  const letters = outlines.map(({ path, left, right }) => {
    const shift = end - left
    end += right - left + GAP
    return `<g transform="translate(${shift.toFixed(2)} 0)">${path}</g>`
  })
  const width = end - GAP
  const top = Math.min(...outlines.map((outline) => outline.top))
  const bottom = Math.max(...outlines.map((outline) => outline.bottom))
  const height = bottom - top
  const scale = Math.min(Math.max(1, HEIGHT_MIN / height), WIDTH_MAX / width, HEIGHT_MAX / height)
  const x = (SIDE - width * scale) / 2
  const y = SIDE / 2 - ((top + bottom) / 2) * scale
  return `<g transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})">${letters.join('')}</g>`
}
