/** Side lengths of the square pictures offered, in pixels (contract: POST user/profile-image/). */
export const squareSizes = [32, 64, 128, 256, 512, 1024] as const

/** The size in a picture URL: the side length of a square, or the uncropped picture. */
export type PictureSize = (typeof squareSizes)[number] | 'original'

/** Maximum side length of an uncropped picture, in pixels; larger ones are scaled down. */
export const ORIGINAL_MAX = 2048

/** A format that people can upload. */
interface SourceFormatDeclaration {
  /** As people know it. */
  name: string
  types: readonly string[]
  /** Of file names: not every system knows the types. */
  endings: readonly string[]
}

/** The formats that can be accepted; `PICTURE_HEIC` decides about HEIC. */
export const sourceFormats = {
  jpeg: { name: 'JPEG', types: ['image/jpeg'], endings: ['.jpg', '.jpeg'] },
  png: { name: 'PNG', types: ['image/png', 'image/apng'], endings: ['.png', '.apng'] },
  webp: { name: 'WebP', types: ['image/webp'], endings: ['.webp'] },
  gif: { name: 'GIF', types: ['image/gif'], endings: ['.gif'] },
  avif: { name: 'AVIF', types: ['image/avif'], endings: ['.avif'] },
  bmp: { name: 'BMP', types: ['image/bmp'], endings: ['.bmp'] },
  heic: { name: 'HEIC', types: ['image/heic', 'image/heif'], endings: ['.heic', '.heif'] },
  jxl: { name: 'JPEG XL', types: ['image/jxl'], endings: ['.jxl'] },
} as const satisfies Record<string, SourceFormatDeclaration>

export type SourceFormat = keyof typeof sourceFormats

/** Returns the formats that an installation accepts. */
export const acceptedFormats = (isHeicOn: boolean): SourceFormat[] =>
  (Object.keys(sourceFormats) as SourceFormat[]).filter((format) => isHeicOn || format !== 'heic')

/**
 * Longest side of the rendering in which the service looks for the subject of a picture, in pixels. A client that
 * asks for a crop before it uploads sends one of this size.
 */
export const RENDERING_SIDE = 320
/** Maximum size of such a rendering, in bytes. */
export const RENDERING_BYTES = 200_000
