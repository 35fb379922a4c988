/** Colours of the ground that texts in the brand's colour stand on, in the light and the dark look. */
const GROUND_LIGHT = [255, 255, 255] as const
const GROUND_DARK = [31, 36, 43] as const
/** WCAG 2.2, 1.4.3, with room for the soft backgrounds. */
const CONTRAST = 5

type Rgb = readonly [number, number, number]

/** Takes the operator's colour (`#rrggbb`) for both looks, darker or lighter where it would be hard to read. */
export function applyBrandColor(color: string | undefined): void {
  const rgb = parse(color ?? '')
  if (rgb === null) return
  const light = until(rgb, [0, 0, 0], (c) => contrast(c, GROUND_LIGHT) >= CONTRAST)
  const dark = until(rgb, [255, 255, 255], (c) => contrast(c, GROUND_DARK) >= CONTRAST)
  const { style } = document.documentElement
  style.setProperty('--brand-light', `rgb(${light.join(' ')})`)
  style.setProperty('--brand-dark', `rgb(${dark.join(' ')})`)
}

function parse(color: string): Rgb | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
  if (found === null) return null
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((part) => Number.parseInt(part, 16))
  return [red, green, blue]
}

function until(from: Rgb, to: Rgb, isGood: (color: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const mix = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share)
    const color: Rgb = [mix(0), mix(1), mix(2)]
    if (isGood(color)) return color
  }
  return to
}

/** Contrast ratio of WCAG 2.2. */
function contrast(a: Rgb, b: Rgb): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
