/** Red, green and blue, from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** Parses a color written as `#rrggbb`; returns `null` for anything else. */
export function parseColor(text: string): Rgb | null {
  if (!/^#[0-9a-f]{6}$/i.test(text)) return null
  const part = (start: number) => Number.parseInt(text.slice(start, start + 2), 16)
  return [part(1), part(3), part(5)]
}

/** Returns the contrast ratio of two colors (WCAG 2.2, "contrast ratio"): 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Relative luminance (WCAG 2.2). */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2, 1.4.3, with a margin for tinted backgrounds. */
const LEGIBLE = 5

/** Returns the color, mixed with as much of `toward` as it needs to be legible on the ground. */
export function legible(color: Rgb, ground: Rgb, toward: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const mix = (index: 0 | 1 | 2) => Math.round(color[index] + (toward[index] - color[index]) * share)
    const mixed: Rgb = [mix(0), mix(1), mix(2)]
    if (contrast(mixed, ground) >= LEGIBLE) return mixed
  }
  return toward
}
