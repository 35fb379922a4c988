import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { completeness } from './picture-jpeg.ts'
import { Bits, type ReadBytes } from './picture-jpeg-bits.ts'

/** Share of a JPEG that may be missing: the last few bytes, or a damaged row. */
const MISSING_MAX = 0.01
const CHUNK_BYTES = 65_536
/**
 * A file that ends in at least so many zeros was reserved on a disk and never written to its end, in sectors
 * of this size.
 */
const SECTOR_BYTES = 512

/**
 * Tells whether a JPEG in which the decoder found a fault contains its picture nonetheless: the end marker,
 * metadata or a few bytes may be missing or wrong, but not a visible part. Takes about a second for 30 MB.
 */
export function isJpegComplete(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES)
    const read: ReadBytes = (position) => chunk.subarray(0, readSync(file, chunk, 0, CHUNK_BYTES, position))
    const share = completeness(new Bits(read, writtenBytes(fstatSync(file).size, read)))
    return share !== null && share >= 1 - MISSING_MAX
  } finally {
    closeSync(file)
  }
}

/** Returns the size of a file without the zeros at its end, if they are at least a sector. */
function writtenBytes(size: number, read: ReadBytes): number {
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - CHUNK_BYTES)
    const bytes = read(start).subarray(0, end - start)
    const last = bytes.findLastIndex((byte) => byte !== 0)
    if (last !== -1) return size - (start + last + 1) < SECTOR_BYTES ? size : start + last + 1
    end = start
  }
  return 0
}
