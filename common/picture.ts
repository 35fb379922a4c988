/** Side lengths of the square pictures on offer, in pixels (contract: POST user/profile-image/). */
export const squareSizes = [32, 64, 128, 256, 512, 1024] as const

/** What a picture URL can ask for: a square of that many pixels, or the uncropped picture. */
export type PictureSize = (typeof squareSizes)[number] | 'original'

/** The longest side of an uncropped picture, in pixels; larger ones are made smaller. */
export const ORIGINAL_MAX = 2048

/** The media types that are taken in. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const
