import { encodeTable, type Gain, isSrgbTransfer, linearTable, toneMap } from './picture-transfer.ts'

/** x and y of red, green, blue and white, as in CIE 1931. */
export type Chromaticities = readonly [
  red: readonly [number, number],
  green: readonly [number, number],
  blue: readonly [number, number],
  white: readonly [number, number],
]

/** The color space that a file signals for its decoded RGB pixels. */
export type PictureColor =
  /** sRGB: signaled, assumed, or converted to it by the decoder. */
  | { kind: 'srgb' }
  /** An ICC profile by which nothing has been converted yet. */
  | { kind: 'icc'; profile: Buffer }
  /** The code points of ITU-T H.273, from `nclx` or `cICP`; 2 is unspecified. */
  | { kind: 'cicp'; primaries: number; transfer: number }
  /** `gAMA` and `cHRM` of PNG. `gamma` is the exponent of encoding, such as 0.45455; null as in sRGB. */
  | { kind: 'gamma'; gamma: number | null; chromaticities: Chromaticities | null }

/** A color space of which the pixels are converted here rather than by the picture library. */
export type SignaledColor = Exclude<PictureColor, { kind: 'srgb' | 'icc' }>

const D65 = [0.3127, 0.329] as const
const BT709: Chromaticities = [[0.64, 0.33], [0.3, 0.6], [0.15, 0.06], D65]
const BT2020: Chromaticities = [[0.708, 0.292], [0.17, 0.797], [0.131, 0.046], D65]
/** Chromaticities by code point. Source: ITU-T H.273 (07/2024), table 2. */
export const chromaticitiesByCode: Record<number, Chromaticities> = {
  1: BT709,
  4: [
    [0.67, 0.33],
    [0.21, 0.71],
    [0.14, 0.08],
    [0.31, 0.316],
  ],
  5: [[0.64, 0.33], [0.29, 0.6], [0.15, 0.06], D65],
  6: [[0.63, 0.34], [0.31, 0.595], [0.155, 0.07], D65],
  7: [[0.63, 0.34], [0.31, 0.595], [0.155, 0.07], D65],
  8: [
    [0.681, 0.319],
    [0.243, 0.692],
    [0.145, 0.049],
    [0.31, 0.316],
  ],
  9: BT2020,
  10: [
    [1, 0],
    [0, 1],
    [0, 0],
    [1 / 3, 1 / 3],
  ],
  11: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
    [0.314, 0.351],
  ],
  12: [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06], D65],
  22: [[0.63, 0.34], [0.295, 0.605], [0.155, 0.077], D65],
}

type Matrix = readonly [number, number, number, number, number, number, number, number, number]
type Vector = readonly [number, number, number]

type Samples = { data: Uint8Array | Uint16Array; channels: 3 | 4 }

/** Whether the color differs from sRGB, so that its pixels must be converted. */
export function differsFromSrgb(color: PictureColor): color is SignaledColor {
  if (color.kind === 'cicp') return primariesOf(color) !== BT709 || !isSrgbTransfer(color.transfer)
  return color.kind === 'gamma'
}

const primariesOf = (color: SignaledColor) =>
  (color.kind === 'gamma' ? color.chromaticities : chromaticitiesByCode[color.primaries]) ?? BT709

/**
 * Converts pixels to sRGB with 8 bits. Colors outside it are clipped as in browsers, and brighter ones than
 * white are mapped into it. An alpha channel is kept.
 * @param samples interleaved RGB or RGBA with 8 or 16 bits, not premultiplied
 */
export function toSrgb({ data, channels }: Samples, color: SignaledColor): Buffer {
  const max = data instanceof Uint16Array ? 65_535 : 255
  const light = linearTable(color, max)
  const encode = encodeTable()
  const top = encode.length - 1
  const from = primariesOf(color)
  const tone = toneMap(color)
  const narrow = matrix(tone ? BT2020 : from, BT709)
  const convert = tone ? widening(matrix(from, BT2020), tone, narrow) : multiplying(narrow)
  const out = Buffer.allocUnsafe(data.length)
  // Reused, because an array for each pixel would take most of the time.
  const rgb = new Float64Array(3)
  const put = (at: number, value: number) => {
    out[at] = encode[value <= 0 ? 0 : value >= 1 ? top : (value * top + 0.5) | 0] as number
  }
  for (let at = 0; at < data.length; at += channels) {
    rgb[0] = light[data[at] as number] as number
    rgb[1] = light[data[at + 1] as number] as number
    rgb[2] = light[data[at + 2] as number] as number
    convert(rgb)
    put(at, rgb[0])
    put(at + 1, rgb[1])
    put(at + 2, rgb[2])
    if (channels === 4) out[at + 3] = Math.round(((data[at + 3] as number) * 255) / max)
  }
  return out
}

/** Converts linear light in place. */
type Conversion = (rgb: Float64Array) => void

function multiplying([a, b, c, d, e, f, g, h, i]: Matrix): Conversion {
  return (rgb) => {
    const x = rgb[0] as number
    const y = rgb[1] as number
    const z = rgb[2] as number
    rgb[0] = a * x + b * y + c * z
    rgb[1] = d * x + e * y + f * z
    rgb[2] = g * x + h * y + i * z
  }
}

function widening(wide: Matrix, tone: Gain, narrow: Matrix): Conversion {
  const [widen, restrict] = [multiplying(wide), multiplying(narrow)]
  return (rgb) => {
    widen(rgb)
    const gain = tone(rgb[0] as number, rgb[1] as number, rgb[2] as number)
    for (let i = 0; i < 3; i++) rgb[i] = (rgb[i] as number) * gain
    restrict(rgb)
  }
}

function matrix(from: Chromaticities, to: Chromaticities): Matrix {
  return from === to ? [1, 0, 0, 0, 1, 0, 0, 0, 1] : times(invert(toD65(to)), toD65(from))
}

/** Linear RGB to XYZ, its white adapted to D65 by Bradford's method. */
function toD65(chromaticities: Chromaticities): Matrix {
  const [, , , white] = chromaticities
  const bradford: Matrix = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296]
  const [sr, sg, sb] = apply(bradford, whiteXyz(white))
  const [dr, dg, db] = apply(bradford, whiteXyz(D65))
  const scale: Matrix = [dr / sr, 0, 0, 0, dg / sg, 0, 0, 0, db / sb]
  return times(times(invert(bradford), times(scale, bradford)), rgbToXyz(chromaticities))
}

const toXyz = ([x, y]: readonly [number, number]): Vector => [x, y, 1 - x - y]

/** With a luminance of 1. */
const whiteXyz = ([x, y]: readonly [number, number]): Vector => [x / y, 1, (1 - x - y) / y]

function rgbToXyz([red, green, blue, white]: Chromaticities): Matrix {
  const [r, g, b] = [toXyz(red), toXyz(green), toXyz(blue)]
  const columns: Matrix = [r[0], g[0], b[0], r[1], g[1], b[1], r[2], g[2], b[2]]
  const [x, y, z] = apply(invert(columns), whiteXyz(white))
  return times(columns, [x, 0, 0, 0, y, 0, 0, 0, z])
}

const apply = (m: Matrix, [x, y, z]: Vector): Vector => [
  m[0] * x + m[1] * y + m[2] * z,
  m[3] * x + m[4] * y + m[5] * z,
  m[6] * x + m[7] * y + m[8] * z,
]

function times(m: Matrix, n: Matrix): Matrix {
  const [a, b, c] = [0, 1, 2].map((column) =>
    apply(m, [n[column] as number, n[column + 3] as number, n[column + 6] as number]),
  ) as [Vector, Vector, Vector]
  return [a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]]
}

function invert([a, b, c, d, e, f, g, h, i]: Matrix): Matrix {
  const [p, q, r] = [e * i - f * h, f * g - d * i, d * h - e * g]
  const determinant = a * p + b * q + c * r
  const adjugate: Matrix = [
    ...([p, c * h - b * i, b * f - c * e] as const),
    ...([q, a * i - c * g, c * d - a * f] as const),
    ...([r, b * g - a * h, a * e - b * d] as const),
  ]
  return adjugate.map((value) => value / determinant) as unknown as Matrix
}
