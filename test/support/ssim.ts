/** Eight-bit luminance, row by row. */
export interface Luminance {
  data: Uint8Array
  width: number
  height: number
}

/** Radius and standard deviation of the Gaussian window, in pixels. */
const RADIUS = 5
const SIGMA = 1.5
const STEADY_MEAN = (0.01 * 255) ** 2
const STEADY_VARIANCE = (0.03 * 255) ** 2

/**
 * Returns the mean structural similarity of two pictures of the same size, from -1 to 1 for equal ones: Wang,
 * Bovik, Sheikh, Simoncelli, “Image Quality Assessment: From Error Visibility to Structural Similarity”, IEEE
 * Transactions on Image Processing 13(4), 2004, with its window and constants. Windows that cross the edge are
 * left out, so both sides must be at least 11 pixels.
 */
export function similarity(one: Luminance, other: Luminance): number {
  const { width, height } = one
  if (other.width !== width || other.height !== height) throw new RangeError('the sizes differ')
  const [a, b] = [Float64Array.from(one.data), Float64Array.from(other.data)]
  const blur = (values: Float64Array) => blurred(values, width, height)
  const [x, y] = [blur(a), blur(b)]
  const xx = blur(a.map((value) => value ** 2))
  const yy = blur(b.map((value) => value ** 2))
  const xy = blur(a.map((value, i) => value * b[i]!))
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    const means = x[i]! * y[i]!
    const squares = x[i]! ** 2 + y[i]! ** 2
    const luminance = (2 * means + STEADY_MEAN) / (squares + STEADY_MEAN)
    const structure = (2 * (xy[i]! - means) + STEADY_VARIANCE) / (xx[i]! + yy[i]! - squares + STEADY_VARIANCE)
    sum += luminance * structure
  }
  return sum / x.length
}

const kernel = (() => {
  const weights = Float64Array.from({ length: 2 * RADIUS + 1 }, (_, i) =>
    Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA ** 2)),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
})()

/** Returns the weighted mean of every window that lies inside the picture. */
function blurred(values: Float64Array, width: number, height: number): Float64Array {
  const across = convolved(values, width - 2 * RADIUS, height, width, 1)
  return convolved(across, width - 2 * RADIUS, height - 2 * RADIUS, width - 2 * RADIUS, width - 2 * RADIUS)
}

/** Convolves along one axis, whose neighbors are `step` values apart, into `columns` by `rows` values. */
function convolved(values: Float64Array, columns: number, rows: number, stride: number, step: number) {
  const result = new Float64Array(columns * rows)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      let sum = 0
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * values[y * stride + x + k * step]!
      result[y * columns + x] = sum
    }
  return result
}
