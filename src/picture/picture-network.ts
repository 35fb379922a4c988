import { code } from './picture-network.generated.ts'

/**
 * The layers of a small convolutional network, on the processor: in WebAssembly, which multiplies four numbers at a time
 * (`picture-network.wat`). In JavaScript they took ten times as long.
 */

/** Values of a layer by row, column and channel, without unit; valid until the next but one is made. */
export interface Layer {
  width: number
  height: number
  channels: number
  values: Float32Array
}

/** Filters and their bias, in the memory of the network. */
export interface Filters {
  values: Float32Array
  bias: Float32Array
}

/** What is used of it; the types of Node.js lack it. */
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object
  Memory: new (pages: { initial: number; maximum: number }) => { buffer: ArrayBuffer }
  Instance: new (module: object, imports: object) => { exports: object }
}

type Calls = Record<'convolve' | 'convolveChannels' | 'pool', (...numbers: number[]) => void>

const PAGE_BYTES = 65_536
const NUMBER_BYTES = Float32Array.BYTES_PER_ELEMENT
/** Numbers that are computed together. */
const STEP = 8
/** Numbers that may be read or written beyond a layer: three pixels of up to 512 channels. */
const BEYOND = 3 * 512
/** The slope below zero of a leaky rectifier, and without one. */
const LEAK = 0.1

const filledUp = (count: number) => Math.ceil(count / STEP) * STEP
let compiled: object | null = null

export type Network = ReturnType<typeof createNetwork>

/**
 * Creates the memory of a network, which keeps its size.
 * @param most number of values of all filters together, of the largest layer, and of two rows that are halved
 */
export function createNetwork(most: { filters: number; layer: number; rows: number }) {
  compiled ??= new WebAssembly.Module(Buffer.from(code, 'base64'))
  const room = filledUp(most.filters)
  const place = filledUp(most.layer + BEYOND)
  const pages = Math.ceil(((room + 2 * place + most.rows + BEYOND) * NUMBER_BYTES) / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  const calls = new WebAssembly.Instance(compiled, { layers: { memory } }).exports as Calls
  const view = (start: number, length: number) =>
    new Float32Array(memory.buffer, start * NUMBER_BYTES, length)
  let kept = 0
  let isSecond = false

  const keep = (values: Float32Array, columns: number, filled = columns): Float32Array => {
    const rows = values.length / columns
    if (kept + rows * filled > room) throw new RangeError('too many filters')
    const target = view(kept, rows * filled)
    for (let row = 0; row < rows; row++) {
      target.set(values.subarray(row * columns, (row + 1) * columns), row * filled)
    }
    kept += target.length
    return target
  }
  /** A layer is computed from the one before it, so two places are enough. */
  const layer = (width: number, height: number, channels: number): Layer => {
    const length = width * height * channels
    if (length > most.layer) throw new RangeError('too large a layer')
    isSecond = !isSecond
    return { width, height, channels, values: view(room + (isSecond ? place : 0), length) }
  }

  const convolveRow = (
    { width, channels, values }: Layer,
    about: Filters & { side: number; y: number; slope: number },
    to: number,
  ): void => {
    const { side, y, slope } = about
    const pixel = channels * NUMBER_BYTES
    calls.convolve(
      ...[values.byteOffset + y * width * pixel, pixel, side, side * channels, width * pixel],
      ...[about.values.byteOffset, about.bias.byteOffset],
      ...[to, width - side + 1, about.bias.length, slope],
    )
  }

  return {
    /** Makes a layer of any content. */
    layer,

    /**
     * Keeps filters of `side × side × channels × sums`: there are as many sums as numbers in the bias, filled up with
     * zeros to a multiple of 8.
     */
    filters(values: Float32Array, bias: Float32Array): Filters {
      const sums = filledUp(bias.length)
      return { values: keep(values, bias.length, sums), bias: keep(bias, bias.length, sums) }
    },

    /** Keeps a filter of 3 × 3 for each channel. */
    channelFilters: (values: Float32Array): Float32Array => keep(values, values.length),

    /**
     * Convolves with filters of `side × side × input channels × output channels` and adds the bias, without padding: the
     * result is smaller by `side - 1`, and has a channel for each sum.
     * @param isLeaky whether negative results become a tenth
     */
    convolve(input: Layer, filters: Filters, side: number, isLeaky: boolean): Layer {
      const output = layer(input.width - side + 1, input.height - side + 1, filters.bias.length)
      const { byteOffset } = output.values
      const rowBytes = output.width * output.channels * NUMBER_BYTES
      for (let y = 0; y < output.height; y++) {
        convolveRow(input, { ...filters, side, y, slope: isLeaky ? LEAK : 1 }, byteOffset + y * rowBytes)
      }
      return output
    },

    /** The same as `convolve`, leaky, and `pool` with a step of 2, without the memory for the layer in between. */
    convolveAndHalve(input: Layer, filters: Filters, side: number): Layer {
      const [width, height] = [input.width - side + 1, input.height - side + 1]
      const channels = filters.bias.length
      if (2 * width * channels > most.rows) throw new RangeError('too long rows')
      const output = layer(Math.ceil(width / 2), Math.ceil(height / 2), channels)
      const [rows, pooled] = [room + 2 * place, output.width * channels * NUMBER_BYTES]
      for (let y = 0; y < height; y += 2) {
        const count = Math.min(2, height - y)
        for (let row = 0; row < count; row++) {
          const to = (rows + row * width * channels) * NUMBER_BYTES
          convolveRow(input, { ...filters, side, y: y + row, slope: LEAK }, to)
        }
        const to = output.values.byteOffset + (y / 2) * pooled
        calls.pool(rows * NUMBER_BYTES, to, width, count, channels, 2)
      }
      return output
    },

    /** Convolves each of 4, 8 … channels by its own filter of 3 × 3, padded by zeros to the same size. */
    convolveChannels(input: Layer, filters: Float32Array): Layer {
      const { width, height, channels, values } = input
      const output = layer(width, height, channels)
      calls.convolveChannels(
        ...[values.byteOffset, filters.byteOffset, output.values.byteOffset],
        ...[width, height, channels],
      )
      return output
    },

    /** Takes the largest of each 2 × 2 values of 4, 8 … channels, `step` apart; those beyond the edge are left out. */
    pool(input: Layer, step: 1 | 2): Layer {
      const { width, height, channels, values } = input
      const output = layer(Math.ceil(width / step), Math.ceil(height / step), channels)
      calls.pool(values.byteOffset, output.values.byteOffset, width, height, channels, step)
      return output
    },
  }
}
