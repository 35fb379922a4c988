import { inspect } from '../../src/picture/picture-header.ts'
import { decode } from '../../src/picture/picture-pipeline.ts'

/** More than the pixels of any picture in a test. */
export const MEGAPIXELS = 50_000_000

/** The result for a file: the decoded picture, or the key of its fault. */
export async function outcomeOf(path: string, maxPixels = MEGAPIXELS) {
  const source = await inspect(path, maxPixels)
  if ('fault' in source) return source.fault.key
  return (await decode(source)) ?? 'image_invalid'
}

/** Returns the decoded picture of a file. */
export async function decodedOf(path: string) {
  const bitmap = await outcomeOf(path)
  if (typeof bitmap === 'string') throw new Error(bitmap)
  return bitmap
}
