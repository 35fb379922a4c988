import Negotiator from 'negotiator'
import { type PictureSize, squareSizes } from '../../common/picture.ts'
import type { PictureLinks } from '../config/picture-links.ts'

/** All sizes, in the order of `ProfileImages`. */
export const pictureSizes: readonly PictureSize[] = [...squareSizes, 'original']

export type PictureFormat = 'avif' | 'webp' | 'jpeg'

/** The available formats, smallest files first. */
export const pictureFormats: readonly PictureFormat[] = ['avif', 'webp', 'jpeg']

/** Returns the media type of a format. */
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

/** Returns the media type of an object, determined by the end of its key. */
export function contentTypeOfKey(key: string): string {
  const format = byExtension[key.slice(key.lastIndexOf('.') + 1)]
  return format === undefined ? 'application/octet-stream' : contentType(format)
}

/** A reference to a variant; `format` is null if the `Accept` header decides. */
export interface VariantName {
  size: PictureSize
  format: PictureFormat | null
}

/** Syntax of the last segment of a picture path; not every size exists. */
export const VARIANT_NAME = /^(original|[1-9]\d{1,3})(?:\.(avif|webp|jpe?g))?$/

/**
 * Parses the last segment of a picture path, such as `512` or `original.webp`. Returns null for anything
 * else.
 */
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

/** Returns the common prefix of the keys of a picture's objects. */
export function objectPrefix(pictureId: string): string {
  return `${pictureId}/`
}

/** Returns the suffix of the key of a variant. */
export function variantName(size: PictureSize, format: PictureFormat): string {
  return `${size}.${extensions[format]}`
}

/** Returns the key of a variant. */
export function variantKey(pictureId: string, size: PictureSize, format: PictureFormat): string {
  return `${objectPrefix(pictureId)}${variantName(size, format)}`
}

/** Returns the id of the picture that an object belongs to, or null if the key is not that of a picture. */
export function pictureOfKey(key: string): string | null {
  const [id = '', rest] = key.split('/', 2)
  return isPictureId(id) && rest !== undefined ? id : null
}

/**
 * Returns the format of the response. AVIF and WebP are only chosen if `Accept` names them, since clients
 * that cannot show them also send `image/*` or a wildcard; ordered by quality (RFC 9110, 12.5.1), then AVIF,
 * WebP, JPEG. If nothing is acceptable, returns JPEG anyway, as RFC 9110, 12.4.1 permits.
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
 * Returns a function that creates the links to pictures.
 * @param base public URL of the service without a trailing slash; its path precedes the paths
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

/** Returns the path of a picture below the base. */
export const picturePath = (id: string) => `/pictures/${id}`

/** Returns the path of a default picture below the base. */
export const defaultPicturePath = (name: string) => `/pictures/default/${name}`

/** Returns the path of a variant among the links to a picture; `name` is the last segment of its path. */
export const variantPath = ({ ProfileImage }: PictureLinks, name: string) =>
  ProfileImage.replace(/[^/]*$/, () => name)

/** The media types in which masters are stored. */
type MasterType = 'image/webp' | 'image/jpeg'

/** Returns the key under which a master is stored. */
export function masterKey(id: string, name: 'original' | 'square', type: MasterType): string {
  return `${objectPrefix(id)}master-${name}.${type === 'image/webp' ? 'webp' : 'jpg'}`
}

/** Returns the media type of a stored master. */
export function masterType(key: string): MasterType {
  return key.endsWith('.webp') ? 'image/webp' : 'image/jpeg'
}
