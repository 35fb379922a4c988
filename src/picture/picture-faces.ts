import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { RENDERING_SIDE } from '../../common/picture.ts'
import type { Rectangle } from './picture-crop.ts'
import { createNetwork, type Layer, type Network } from './picture-network.ts'

/**
 * Finds faces by the tiny face detector of the package `@vladmandic/face-api` (MIT), of which only the weights
 * are used: a network of the kind of YOLO v2 with separable convolutions.
 */

/** A face in pixels of the rendering, not rounded; may reach beyond its edges. */
export interface Face extends Rectangle {
  /** How certain it is, from 0 to 1. */
  score: number
}

/** Opaque pixels, 8 bits each of red, green and blue. */
export interface Rendering {
  width: number
  height: number
  data: Buffer
}

/** The network with its weights. */
export type FaceNetwork = (fill: Fill) => Layer

/** Makes the first layer. */
type Fill = (network: Network) => Layer

/** Pixels of the rendering per cell of the network's last layer. */
const CELL = 32
/** Minimum score of a face. */
const SCORE_MIN = 0.25
/** Share of the common area of two boxes above which they are the same face. */
const OVERLAP_MAX = 0.4
/** Widths and heights of the five boxes of each cell, in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const
/** Numbers of each box: place, size and score. */
const BOX_NUMBERS = 5
/** Mean of the pictures that the network was trained on: red, green, blue. */
const MEAN = [117.001, 114.697, 97.404] as const

const MODEL = '@vladmandic/face-api/model/tiny_face_detector_model'

interface StoredWeight {
  name: string
  shape: number[]
  quantization: { scale: number; min: number }
}

/** Longest side of a rendering filled up to whole cells, and the channels of the first layer. */
const SIDE_MAX = RENDERING_SIDE
const FIRST_CHANNELS = 16

/** Reads the weights. The network takes 4.5 MB of memory. */
export async function readFaceNetwork(): Promise<FaceNetwork> {
  const { resolve } = createRequire(import.meta.url)
  const [manifest, bytes] = await Promise.all([
    readFile(resolve(`${MODEL}-weights_manifest.json`), 'utf8'),
    readFile(resolve(`${MODEL}.bin`)),
  ])
  const weights = new Map<string, Float32Array>()
  let at = 0
  const [stored] = JSON.parse(manifest) as [{ weights: StoredWeight[] }]
  for (const { name, shape, quantization } of stored.weights) {
    const length = shape.reduce((product, count) => product * count, 1)
    const { scale, min } = quantization
    const values = new Float32Array(length)
    for (let i = 0; i < length; i++) values[i] = bytes[at + i]! * scale + min
    weights.set(name, values)
    at += length
  }
  return faceNetwork(weights, at)
}

function faceNetwork(weights: ReadonlyMap<string, Float32Array>, count: number): FaceNetwork {
  const named = (name: string) => {
    const found = weights.get(name)
    if (!found) throw new TypeError(`no weights ${name}`)
    return found
  }
  // The last filters are filled up by a third.
  const network = createNetwork({
    filters: count * 1.1,
    layer: (SIDE_MAX / 2) ** 2 * FIRST_CHANNELS,
    rows: 2 * SIDE_MAX * FIRST_CHANNELS,
  })
  const first = network.filters(named('conv0/filters'), named('conv0/bias'))
  const middle = [1, 2, 3, 4, 5].map((i) => ({
    spread: network.channelFilters(named(`conv${i}/depthwise_filter`)),
    mix: network.filters(named(`conv${i}/pointwise_filter`), named(`conv${i}/bias`)),
  }))
  const last = network.filters(named('conv8/filters'), named('conv8/bias'))
  return (fill) => {
    let layer = network.convolveAndHalve(fill(network), first, 3)
    for (const [i, { spread, mix }] of middle.entries()) {
      const spreading = network.convolveChannels(layer, spread)
      layer =
        i < middle.length - 1
          ? network.convolveAndHalve(spreading, mix, 1)
          : network.pool(network.convolve(spreading, mix, 1, true), 1)
    }
    return network.convolve(layer, last, 1, false)
  }
}

/**
 * Finds the faces of a picture, the most certain first: small ones in its rendering, and large ones, for which
 * the network is too near-sighted, in one at half the size.
 */
export function findFaces(rendering: Rendering, half: Rendering, run: FaceNetwork): Face[] {
  const scale = { x: rendering.width / half.width, y: rendering.height / half.height }
  const large = boxesOf(run(pixelsOf(half))).map((box) => ({
    ...box,
    x: box.x * scale.x,
    y: box.y * scale.y,
    width: box.width * scale.x,
    height: box.height * scale.y,
  }))
  return distinct([...boxesOf(run(pixelsOf(rendering))), ...large])
}

/** Fills the rendering up with black at the right and the bottom to whole cells. */
function pixelsOf({ width, height, data }: Rendering): Fill {
  return (network) => {
    const whole = (side: number) => Math.ceil(side / CELL) * CELL
    const input = network.layer(whole(width), whole(height), 3)
    const { values } = input
    for (let i = 0; i < values.length; i++) values[i] = -MEAN[i % 3]! / 255
    for (let y = 0; y < height; y++) {
      const [from, to] = [y * width * 3, y * input.width * 3]
      for (let i = 0; i < width * 3; i++) values[to + i]! += data[from + i]! / 255
    }
    return input
  }
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value))

function boxesOf({ width, height, channels, values }: Layer): Face[] {
  const boxes: Face[] = []
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let at = (row * width + column) * channels
      for (const [wide, high] of ANCHORS) {
        const [x = 0, y = 0, across = 0, down = 0, score = 0] = values.subarray(at, at + BOX_NUMBERS)
        at += BOX_NUMBERS
        if (sigmoid(score) < SCORE_MIN) continue
        const size = { width: Math.exp(across) * wide * CELL, height: Math.exp(down) * high * CELL }
        const [centerX, centerY] = [(column + sigmoid(x)) * CELL, (row + sigmoid(y)) * CELL]
        boxes.push({
          x: centerX - size.width / 2,
          y: centerY - size.height / 2,
          ...size,
          score: sigmoid(score),
        })
      }
    }
  }
  return boxes
}

function distinct(boxes: Face[]): Face[] {
  const kept: Face[] = []
  for (const box of boxes.sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(box, other) <= OVERLAP_MAX)) kept.push(box)
  }
  return kept
}

/** Returns the common area of two boxes as a share of the area of both together. */
function overlap(a: Rectangle, b: Rectangle): number {
  const along = (from: number, length: number, other: number, otherLength: number) =>
    Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other))
  const common = along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height)
  return common / (a.width * a.height + b.width * b.height - common)
}
