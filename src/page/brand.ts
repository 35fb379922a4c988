import { contrast, parseColor, type Rgb } from '../../common/color.ts'

/** The colours of the page that follow from the operator's one. Each is `#rrggbb`. */
export interface Brand {
  color: string
  /** Text on it: white, or black where white could not be read. */
  on_color: string
}

/** WCAG 2.2, 1.4.3: Contrast (Minimum), for text of any size. */
const CONTRAST_MIN = 4.5
const WHITE: Rgb = [255, 255, 255]

/** White or black can be read on every colour: where white has less than 4.5 : 1, black has more. */
export function brandOf(color: string): Brand {
  const rgb = parseColor(color)
  return { color, on_color: rgb && contrast(rgb, WHITE) >= CONTRAST_MIN ? '#ffffff' : '#000000' }
}
