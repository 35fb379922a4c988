import Negotiator from 'negotiator'
import { type PictureSize, squareSizes } from '../../common/picture.ts'
import type { PictureLinks } from '../picture-links.ts'

/** Every size, in the order in which `ProfileImages` lists them. */
export const pictureSizes: readonly PictureSize[] = [...squareSizes, 'original']

export type PictureFormat = 'avif' | 'webp' | 'jpeg'

/** The formats on offer, the smallest files first. */
export const pictureFormats: readonly PictureFormat[] = ['avif', 'webp', 'jpeg']

/** Media type of a format. */
export function contentType(format: PictureFormat): string {
  return `image/${format}`
}

const extensions = { avif: 'avif', webp: 'webp', jpeg: 'jpg' } as const
const byExtension: Readonly<Record<string, PictureFormat>> = {
  avif: 'avif',
  webp: 'webp',
  jpg: 'jpeg',
  jpeg: 'jpeg',
}

/** Media type of an object, which the end of its key tells. */
export function contentTypeOfKey(key: string): string {
  const format = byExtension[key.slice(key.lastIndexOf('.') + 1)]
  return format === undefined ? 'application/octet-stream' : contentType(format)
}

/** A reference to one form of a picture; `format` is null if the `Accept` header decides. */
export interface VariantName {
  size: PictureSize
  format: PictureFormat | null
}

/** The last segment of a picture path, though not every size is there. */
export const VARIANT_NAME = /^(original|[1-9]\d{1,3})(?:\.(avif|webp|jpe?g))?$/

/** Reads the last segment of a picture path: `512`, `original.webp`. Anything else is null. */
export function parseVariantName(segment: string): VariantName | null {
  const match = VARIANT_NAME.exec(segment)
  if (!match) return null
  const size = pictureSizes.find((known) => String(known) === match[1])
  if (size === undefined) return null
  return { size, format: match[2] === undefined ? null : (byExtension[match[2]] ?? null) }
}

export const PICTURE_ID = /^[0-9a-f]{32}$/

/** Whether the text can be the id of a picture, or the token of a default one: 128 bits in lower-case hex. */
export function isPictureId(text: string): boolean {
  return PICTURE_ID.test(text)
}

/** The part of the key that all objects of a picture share. */
export function objectPrefix(pictureId: string): string {
  return `${pictureId}/`
}

/** What the key of a derived form ends with. */
export function variantName(size: PictureSize, format: PictureFormat): string {
  return `${size}.${extensions[format]}`
}

/** Where a derived form of the picture is kept. */
export function variantKey(pictureId: string, size: PictureSize, format: PictureFormat): string {
  return `${objectPrefix(pictureId)}${variantName(size, format)}`
}

/** The picture an object belongs to, or null if the key is not one of a picture. */
export function pictureOfKey(key: string): string | null {
  const [id = '', rest] = key.split('/', 2)
  return isPictureId(id) && rest !== undefined ? id : null
}

/**
 * The format to answer with. AVIF and WebP only if `Accept` names them, since `image/*` and a bare wildcard also
 * come from clients that cannot show them; by quality first (RFC 9110, 12.5.1), then AVIF, WebP, JPEG. Where nothing
 * on offer is acceptable JPEG is answered all the same, as RFC 9110, 12.4.1 allows.
 */
export function negotiateFormat(accept: string | undefined): PictureFormat {
  if (accept === undefined || accept === '') return 'jpeg'
  const rank = (range: string) => {
    const index = pictureFormats.findIndex((format) =>
      range.trim().toLowerCase().startsWith(contentType(format)),
    )
    return index === -1 ? pictureFormats.length : index
  }
  const ranges = accept.split(',').sort((a, b) => rank(a) - rank(b))
  const negotiator = new Negotiator({ headers: { accept: ranges.join(',') } })
  const named = new Set(negotiator.mediaTypes().map((type) => type.toLowerCase()))
  const offered = pictureFormats.filter((format) => format === 'jpeg' || named.has(contentType(format)))
  const [best] = negotiator.mediaTypes(offered.map(contentType))
  return offered.find((format) => contentType(format) === best) ?? 'jpeg'
}

/**
 * Makes the links to pictures.
 * @param base public address of the service without a trailing slash; a path in it precedes the paths
 */
export function createLinks(base: string): (path: string) => PictureLinks {
  const { origin, pathname } = new URL(base)
  const prefix = pathname.replace(/\/+$/, '')
  /** `path`: `/pictures/<id>` or `/pictures/default/<token>`. */
  return (path) => {
    const full = `${prefix}${path}`
    const images: Record<string, string> = {}
    for (const size of pictureSizes) images[size] = `${origin}${full}/${size}`
    return { ProfileImage: `${full}/512`, ProfileImageUrl: `${origin}${full}/512`, ProfileImages: images }
  }
}
