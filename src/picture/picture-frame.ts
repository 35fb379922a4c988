import { crc32, deflateSync } from 'node:zlib'
import { sharp } from './picture-library.ts'

/** A picture that a decoder other than the picture library has decoded, for the library to read. */
export interface Frame {
  /** Pixels, described by `raw`, or a PNG. */
  data: Buffer
  raw?: { width: number; height: number; channels: 3 | 4 }
}

/** Length of the signature and the first chunk of a PNG. */
const PNG_START = 33

/** Attaches an ICC profile to pixels, which the library reads only from a file: a PNG without compression. */
export async function withProfile(frame: Frame, profile: Buffer): Promise<Frame> {
  if (!frame.raw) throw new TypeError('not pixels')
  const png = await sharp(frame.data, { raw: frame.raw, limitInputPixels: false })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const body = Buffer.concat([Buffer.from('iCCPprofile\0\0', 'latin1'), deflateSync(profile)])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length - 4)
  checksum.writeUInt32BE(crc32(body))
  return {
    data: Buffer.concat([png.subarray(0, PNG_START), length, body, checksum, png.subarray(PNG_START)]),
  }
}
