import sharp, { type Sharp } from 'sharp'
import type { PictureSize } from '../../common/picture.ts'
import { expensive } from '../ports/expensive-work.ts'
import './picture-pipeline.ts'
import type { PictureFormat } from './picture.ts'

/** Encodes one form of a picture. Effort stays low, since someone waits for the first request of each form. */
export function encode(image: Sharp, format: PictureFormat): Promise<Buffer> {
  return expensive('picture encode', () => into(image, format).toBuffer())
}

function into(image: Sharp, format: PictureFormat): Sharp {
  if (format === 'avif') return image.avif({ quality: 58, effort: 2 })
  if (format === 'webp') return image.webp({ quality: 82, effort: 3, smartSubsample: true })
  return image.flatten({ background: '#ffffff' }).jpeg({ quality: 84, progressive: true })
}

/** Derives a form of a picture from its master. A square has exactly the asked side, also where that enlarges. */
export function encodeVariant(master: Buffer, size: PictureSize, format: PictureFormat): Promise<Buffer> {
  const image = sharp(master, { failOn: 'error' })
  return encode(size === 'original' ? image : image.resize(size, size, { fit: 'fill' }), format)
}
