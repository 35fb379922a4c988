import { legible, parseColor, type Rgb } from './color.ts'

/** Background colors behind texts in the brand color, in the light and the dark theme. */
const GROUND_LIGHT: Rgb = [255, 255, 255]
const GROUND_DARK: Rgb = [31, 36, 43]

/** The operator's color in both themes, each `#rrggbb`. */
export interface BrandColors {
  light: string
  dark: string
}

/**
 * Returns the operator's color (`#rrggbb`) for both themes, darker or lighter if it would be hard to read;
 * `null` if it is not a color.
 */
export function brandColors(color: string): BrandColors | null {
  const rgb = parseColor(color)
  if (rgb === null) return null
  return {
    light: hex(legible(rgb, GROUND_LIGHT, [0, 0, 0])),
    dark: hex(legible(rgb, GROUND_DARK, [255, 255, 255])),
  }
}

const hex = (color: Rgb): string => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`
