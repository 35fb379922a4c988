import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Frame } from './picture-frame.ts'

/** The parts of the decoder that are used; a handle or an error, which has a `code`. */
interface Library {
  heif_context_alloc(): object
  heif_context_read_from_memory(context: object, file: Uint8Array): { code: { value: number } }
  heif_js_context_get_primary_image_handle(context: object): object
  heif_image_handle_has_alpha_channel(handle: object): number
  heif_image_handle_is_premultiplied_alpha(handle: object): number
  heif_js_decode_image2(handle: object, colorspace: unknown, chroma: unknown): Decoded | { code: object }
  heif_colorspace: { heif_colorspace_RGB: unknown }
  heif_chroma: { heif_chroma_interleaved_RGB: unknown; heif_chroma_interleaved_RGBA: unknown }
}

interface Decoded {
  channels: { width: number; height: number; stride: number; data: Uint8Array }[]
}

const require = createRequire(import.meta.url)

/**
 * Decodes the primary picture of a HEIC file, upright: the properties that turn, mirror and crop it are
 * applied. Each decode has a WebAssembly memory of its own, because one never shrinks.
 * @throws {Error} if it is truncated or damaged
 */
export async function decodeHeic(path: string): Promise<Frame> {
  const wasmBinary = await readFile(require.resolve('libheif-js/libheif-wasm/libheif.wasm'))
  const create = require('libheif-js/libheif-wasm/libheif.js') as (options: object) => Library
  // Otherwise it writes what it finds odd about a file to the log.
  const quiet = { print: () => {}, printErr: () => {} }
  const library = create({ wasmBinary, ...quiet })
  const context = library.heif_context_alloc()
  const { code } = library.heif_context_read_from_memory(context, await readFile(path))
  if (code.value !== 0) throw new Error('the file cannot be read')
  const handle = library.heif_js_context_get_primary_image_handle(context)
  if ('code' in handle) throw new Error('there is no picture')
  const channels = library.heif_image_handle_has_alpha_channel(handle) ? 4 : 3
  const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } = library.heif_chroma
  const colorspace = library.heif_colorspace.heif_colorspace_RGB
  const decoded = library.heif_js_decode_image2(handle, colorspace, channels === 4 ? rgba : rgb)
  if ('code' in decoded) throw new Error('the picture cannot be decoded')
  return frameOf(decoded, channels)
}

/** Copies the pixels out of the memory of the decoder, without the padding of rows. */
function frameOf({ channels: [plane] }: Decoded, channels: 3 | 4): Frame {
  if (plane === undefined) throw new Error('there are no pixels')
  const { width, height, stride, data } = plane
  const used = width * channels
  const pixels = Buffer.allocUnsafeSlow(used * height)
  for (let row = 0; row < height; row++) {
    pixels.set(data.subarray(row * stride, row * stride + used), row * used)
  }
  return { data: pixels, raw: { width, height, channels } }
}
