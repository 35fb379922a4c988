import { contrast, parseColor, type Rgb } from '../../common/color.ts'

/** Colors of the page derived from the operator's color. Each is `#rrggbb`. */
export interface Brand {
  color: string
  /** Color of text on it: white, or black if white would not be legible. */
  on_color: string
}

/** WCAG 2.2, 1.4.3: Contrast (Minimum), for text of any size. */
const CONTRAST_MIN = 4.5
const WHITE: Rgb = [255, 255, 255]

/**
 * White or black is legible on every color: if the contrast of white is below 4.5:1, that of black is above.
 */
export function brandOf(color: string): Brand {
  const rgb = parseColor(color)
  return { color, on_color: rgb && contrast(rgb, WHITE) >= CONTRAST_MIN ? '#ffffff' : '#000000' }
}
