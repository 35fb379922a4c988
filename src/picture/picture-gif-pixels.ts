/** Codes have at most 12 bits (GIF89a specification, appendix F). */
const CODES = 4096
const LONGEST_CODE = 12

/**
 * Counts the pixels of the data of a GIF frame up to their end, or to a damaged place, without decoding them.
 * Source: GIF89a specification, appendix F.
 * @param data the blocks of the frame joined, without their sizes
 * @param bits the minimum code size, from 1 to 11
 */
export function countGifPixels(data: Uint8Array, bits: number): number {
  const clear = 1 << bits
  /** Number of pixels of each code. */
  const lengths = new Uint32Array(CODES).fill(1, 0, clear)
  let next = clear + 2
  let size = bits + 1
  let previous = -1
  let count = 0
  for (const code of codesOf(data, () => size)) {
    if (code === clear + 1) break
    if (code === clear) {
      next = clear + 2
      size = bits + 1
      previous = -1
      continue
    }
    const added = previous === -1 ? 0 : lengths[previous]! + 1
    if (code > next || (code === next && added === 0)) break
    if (added > 0 && next < CODES) lengths[next++] = added
    if (next === 1 << size && size < LONGEST_CODE) size++
    count += lengths[code]!
    previous = code
  }
  return count
}

/** Codes of the current size, the lowest bits first. */
function* codesOf(data: Uint8Array, sizeNow: () => number): Generator<number> {
  let held = 0
  let bits = 0
  for (const byte of data) {
    held |= byte << bits
    bits += 8
    for (let size = sizeNow(); bits >= size; size = sizeNow()) {
      yield held & ((1 << size) - 1)
      held >>>= size
      bits -= size
    }
  }
}
