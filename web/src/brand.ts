import { contrast, parseColor, type Rgb } from '../../common/color.ts'

/** Colours of the ground that texts in the brand's colour stand on, in the light and the dark look. */
const GROUND_LIGHT: Rgb = [255, 255, 255]
const GROUND_DARK: Rgb = [31, 36, 43]
/** WCAG 2.2, 1.4.3, with room for the soft backgrounds. */
const CONTRAST = 5

/** Takes the operator's colour (`#rrggbb`) for both looks, darker or lighter where it would be hard to read. */
export function applyBrandColor(color: string | undefined): void {
  const rgb = parseColor(color ?? '')
  if (rgb === null) return
  const light = until(rgb, [0, 0, 0], (c) => contrast(c, GROUND_LIGHT) >= CONTRAST)
  const dark = until(rgb, [255, 255, 255], (c) => contrast(c, GROUND_DARK) >= CONTRAST)
  const { style } = document.documentElement
  style.setProperty('--brand-light', `rgb(${light.join(' ')})`)
  style.setProperty('--brand-dark', `rgb(${dark.join(' ')})`)
}

function until(from: Rgb, to: Rgb, isGood: (color: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const mix = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share)
    const color: Rgb = [mix(0), mix(1), mix(2)]
    if (isGood(color)) return color
  }
  return to
}
