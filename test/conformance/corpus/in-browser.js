/** Longest side at which pictures are compared, in pixels. */
const COMPARED = 1024
/** Longest wait for a picture, in milliseconds. */
const PATIENCE = 30_000
/** Difference from which a value of a channel counts as clearly different, of 255. */
const CLEAR = 24

function open(address) {
  return new Promise((resolve) => {
    const image = new Image()
    const timer = setTimeout(() => resolve(null), PATIENCE)
    const settle = (result) => {
      clearTimeout(timer)
      resolve(result)
    }
    image.onload = () => settle(image.naturalWidth > 0 ? image : null)
    image.onerror = () => settle(null)
    image.src = address
  })
}

/** Draws a picture over white, and returns its pixels in sRGB. `turn` is one of the eight orientations of EXIF. */
function pixelsOf(image, width, height, turn = 1) {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { colorSpace: 'srgb', willReadFrequently: true })
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  const matrices = {
    1: [1, 0, 0, 1, 0, 0],
    2: [-1, 0, 0, 1, width, 0],
    3: [-1, 0, 0, -1, width, height],
    4: [1, 0, 0, -1, 0, height],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, width, 0],
    7: [0, -1, -1, 0, width, height],
    8: [0, -1, 1, 0, 0, height],
  }
  context.setTransform(...matrices[turn])
  const [w, h] = turn > 4 ? [height, width] : [width, height]
  context.drawImage(image, 0, 0, w, h)
  return context.getImageData(0, 0, width, height).data
}

/** Median and clear differences of the channels. */
function compare(one, other) {
  const counts = new Uint32Array(256)
  for (let i = 0; i < one.length; i++) if (i % 4 !== 3) counts[Math.abs(one[i] - other[i])]++
  const total = (one.length / 4) * 3
  let median = 0
  for (let below = counts[0]; below <= total / 2; below += counts[++median]);
  let clear = 0
  let sum = 0
  for (let difference = 0; difference < 256; difference++) {
    sum += counts[difference] * difference
    if (difference >= CLEAR) clear += counts[difference]
  }
  return { median, mean: sum / total, clear: clear / total }
}

/** Finds the orientation in which the browser's picture looks like the service's, other than the one shown. */
function turnOf(shown, stored) {
  const { width, height } = scaled(stored.naturalWidth, stored.naturalHeight, 64)
  const target = pixelsOf(stored, width, height)
  const means = [1, 2, 3, 4, 5, 6, 7, 8].map(
    (turn) => compare(pixelsOf(shown, width, height, turn), target).mean,
  )
  const best = means.indexOf(Math.min(...means)) + 1
  return means[best - 1] < means[0] / 3 ? best : 1
}

function scaled(width, height, longest) {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Says what the browser makes of a file, and how the service's original differs from it. */
globalThis.judgePicture = async ({ file, original }) => {
  const shown = await open(file)
  if (!shown) return { opens: false }
  const verdict = { opens: true, width: shown.naturalWidth, height: shown.naturalHeight }
  const stored = original && (await open(original))
  if (!stored) return verdict
  const { width, height } = scaled(stored.naturalWidth, stored.naturalHeight, COMPARED)
  const difference = compare(pixelsOf(shown, width, height), pixelsOf(stored, width, height))
  const isOff = difference.median > 3 || difference.clear > 0.1
  return { ...verdict, ...difference, turn: isOff ? turnOf(shown, stored) : 1 }
}
