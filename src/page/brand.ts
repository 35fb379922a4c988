/** The colours of the page that follow from the operator's one. Each is `#rrggbb`. */
export interface Brand {
  color: string
  /** Text on it: white, or black where white could not be read. */
  on_color: string
}

/** WCAG 2.2, 1.4.3: Contrast (Minimum), for text of any size. */
const CONTRAST_MIN = 4.5
const WHITE = '#ffffff'
const BLACK = '#000000'

/** White or black can be read on every colour: where white has less than 4.5 : 1, black has more. */
export function brandOf(color: string): Brand {
  return { color, on_color: contrast(color, WHITE) >= CONTRAST_MIN ? WHITE : BLACK }
}

/** Contrast ratio of two colours (WCAG 2.2, "contrast ratio"): 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
