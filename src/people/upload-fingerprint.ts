import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Upload } from '../picture/picture-intake.ts'

const cropFields = ['crop_x', 'crop_y', 'crop_width', 'crop_height'] as const

/** Returns what tells an upload from another one with the same `Idempotency-Key`: the SHA-256 of its files, and its crop. */
export async function fingerprintOf({ image, croppedImage, crop }: Upload): Promise<unknown> {
  const sent = crop as Record<string, unknown>
  return {
    image: await fileFingerprint(image),
    cropped_image: croppedImage ? await fileFingerprint(croppedImage) : null,
    crop: cropFields.map((name) => sent[name] ?? null),
  }
}

async function fileFingerprint(file: Upload['image']): Promise<string> {
  if (!('value' in file)) return file.fault.key
  const sum = createHash('sha256')
  for await (const chunk of createReadStream(file.value.path)) sum.update(chunk as Buffer)
  return sum.digest('base64url')
}
