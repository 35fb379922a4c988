/** How a signal becomes light: a code point of ITU-T H.273, or the exponent of its encoding, null as in sRGB. */
export type Transfer = { transfer: number } | { gamma: number | null }

/** Luminance of white in HDR pictures, in cd/m². Source: ITU-R BT.2408. */
const HDR_WHITE = 203
/** Brightest light of an HDR picture in multiples of white: 1000 cd/m². Few state another. */
const HDR_PEAK = 1000 / HDR_WHITE
/** Light of that white as shown in SDR. */
const HDR_WHITE_SHOWN = 0.5

const srgb = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)

/** SMPTE ST 2084, in multiples of white. */
function pq(v: number): number {
  const power = v ** (32 / 2523)
  const [c1, c2, c3] = [107 / 128, 2413 / 128, 2392 / 128]
  return (Math.max(0, power - c1) / (c2 - c3 * power)) ** (8192 / 1305) * (10_000 / HDR_WHITE)
}

/** ARIB STD-B67: scene light from 0 to 1. */
function hlg(v: number): number {
  const [a, b, c] = [0.17883277, 0.28466892, 0.55991073]
  return v <= 0.5 ? (v * v) / 3 : (Math.exp((v - c) / a) + b) / 12
}

/**
 * Signal to linear light by code point. Source: ITU-T H.273 (07/2024), table 3. Others are
 * taken for sRGB, as in browsers: also the curve of cameras (1, 6, 14, 15), which is not that of screens.
 */
const byCodePoint: Record<number, (v: number) => number> = {
  4: (v) => v ** 2.2,
  5: (v) => v ** 2.8,
  7: (v) => (v < 0.0912 ? v / 4 : ((v + 0.1115) / 1.1115) ** (1 / 0.45)),
  8: (v) => v,
  16: pq,
  17: (v) => (v ** 2.6 * 52.37) / 48,
  18: hlg,
}

export const isSrgbTransfer = (transfer: number): boolean => !(transfer in byCodePoint)

/** Linear light of every value of a signal from 0 to `max`. */
export function linearTable(signal: Transfer, max: 255 | 65_535): Float32Array {
  const toLight = lightOf(signal)
  return Float32Array.from({ length: max + 1 }, (_, value) => toLight(value / max))
}

function lightOf(signal: Transfer): (v: number) => number {
  if ('transfer' in signal) return byCodePoint[signal.transfer] ?? srgb
  const { gamma } = signal
  return gamma === null ? srgb : (v) => v ** (1 / gamma)
}

/** sRGB with 8 bits, by linear light from 0 to 1 in equal steps. */
export function encodeTable(): Uint8Array {
  const steps = 65_536
  return Uint8Array.from({ length: steps }, (_, step) => {
    const v = step / (steps - 1)
    return Math.round(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055))
  })
}

/** The factor for a color by its linear light. */
export type Gain = (r: number, g: number, b: number) => number

/**
 * The factor for a color by its linear light in BT.2020 that brings an HDR picture into the range of sRGB; null for SDR.
 * HLG is shown as on a screen of 1000 cd/m², with the system gamma of 1.2. Source: ITU-R BT.2100, table 5.
 */
export function toneMap(signal: Transfer): Gain | null {
  if (!('transfer' in signal)) return null
  if (signal.transfer === 16) return compression
  if (signal.transfer !== 18) return null
  return (r, g, b) => {
    const shown = HDR_PEAK * (0.2627 * r + 0.678 * g + 0.0593 * b) ** 0.2
    return shown * compression(shown * r, shown * g, shown * b)
  }
}

/**
 * Halves what is darker than white, so that the peak fits, and bends the rest in a quadratic Bézier curve: from
 * white at half, by a point on the straight line, to the peak at 1. Chromium does so; the values were measured.
 */
function compression(r: number, g: number, b: number): number {
  const light = Math.max(r, g, b)
  if (light <= 1) return HDR_WHITE_SHOWN
  if (light >= HDR_PEAK) return 1 / light
  const [bendX, bendY] = [1.65, 0.825]
  const a = 1 - 2 * bendX + HDR_PEAK
  const half = bendX - 1
  const t = (Math.sqrt(half * half + a * (light - 1)) - half) / a
  return ((1 - t) ** 2 * HDR_WHITE_SHOWN + 2 * t * (1 - t) * bendY + t * t) / light
}
