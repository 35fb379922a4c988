/** Returns the bytes of a file from the position on, any number of them; none at its end. */
export type ReadBytes = (position: number) => Uint8Array

/** A Huffman code: the codes of up to eight bits by their next eight bits, and limits for the longer ones. */
export interface Code {
  /** Length times 256, plus the symbol; 0 for longer codes. */
  short: Uint16Array
  /** For each length, the first 16 bits that are a longer code, and the index of the first symbol less its code. */
  limits: Uint32Array
  offsets: Int32Array
  symbols: Uint8Array
}

/** Creates a code from the number of symbols of each length, 1 to 16; null if there are too many. */
export function codeOf(lengths: number[], symbols: Uint8Array): Code | null {
  const short = new Uint16Array(256)
  const limits = new Uint32Array(17)
  const offsets = new Int32Array(17)
  let next = 0
  let index = 0
  for (let length = 1; length <= 16; length++) {
    const count = lengths[length - 1] ?? 0
    offsets[length] = index - next
    for (let i = 0; i < count && length <= 8; i++) {
      const first = (next + i) << (8 - length)
      short.fill(length * 256 + (symbols[index + i] ?? 0), first, first + (1 << (8 - length)))
    }
    next += count
    index += count
    if (next > 1 << length) return null
    limits[length] = next << (16 - length)
    next *= 2
  }
  return index <= symbols.length && index <= 256 ? { short, limits, offsets, symbols } : null
}

export const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/** Reads the markers, segments and entropy-coded bits of a JPEG. */
export class Bits {
  readonly #read: ReadBytes
  readonly #end: number
  #chunk: Uint8Array = new Uint8Array(0)
  /** Position of the next byte in the chunk, and of the chunk in the file. */
  #at = 0
  #offset = 0
  /** The last bits read; the lowest `#count` are still to come, the lowest `#padding` of which are not in the file. */
  #bits = 0
  #count = 0
  #padding = 0
  /** The marker that ended the entropy-coded data. */
  #pending: number | null = null

  /** @param end number of bytes of the file that count */
  constructor(read: ReadBytes, end: number) {
    this.#read = read
    this.#end = end
  }

  /** Returns the next marker, skipping what is before it; null at the end of the file. */
  marker(): number | null {
    const pending = this.#pending
    this.#pending = null
    if (pending !== null) return pending
    let byte = this.#byte()
    while (byte !== -1) {
      while (byte !== -1 && byte !== 0xff) byte = this.#byte()
      while (byte === 0xff) byte = this.#byte()
      if (byte > 0) return byte
    }
    return null
  }

  /** Returns the contents of the segment of a marker; null if the file ends in it, or its length is invalid. */
  segment(): Uint8Array | null {
    const length = ((this.#byte() << 8) | this.#byte()) - 2
    if (length < 0) return null
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i++) {
      const byte = this.#byte()
      if (byte === -1) return null
      bytes[i] = byte
    }
    return bytes
  }

  /** Starts reading bits. */
  start(): void {
    this.#bits = 0
    this.#count = 0
    this.#padding = 0
  }

  /** Whether more bits were taken than there are before the next marker. */
  isExhausted(): boolean {
    return this.#count < this.#padding
  }

  /** Reads a symbol. Returns 0 for what is not a code, as the decoder does. */
  decode(code: Code): number {
    if (this.#count < 16) this.#fill()
    const next = (this.#bits >>> (this.#count - 16)) & 0xffff
    const entry = code.short[next >> 8] ?? 0
    if (entry !== 0) {
      this.#count -= entry >> 8
      return entry & 255
    }
    let length = 9
    while (length <= 16 && next >= (code.limits[length] ?? 0)) length++
    this.#count -= Math.min(length, 16)
    return length > 16 ? 0 : (code.symbols[(code.offsets[length] ?? 0) + (next >> (16 - length))] ?? 0)
  }

  /** Skips up to 15 bits. */
  skip(count: number): void {
    if (this.#count < count) this.#fill()
    this.#count -= count
  }

  /** Reads up to 15 bits as a number. */
  take(count: number): number {
    if (this.#count < count) this.#fill()
    this.#count -= count
    return (this.#bits >>> this.#count) & ((1 << count) - 1)
  }

  /** Goes on after the next restart marker, whatever its number. Returns false if there is none. */
  restart(): boolean {
    this.start()
    for (let marker = this.marker(); marker !== null; marker = this.marker()) {
      if (isRestart(marker)) return true
      if (marker < 0xc0) continue
      this.#pending = marker
      return false
    }
    return false
  }

  #fill(): void {
    while (this.#count <= 24) {
      let byte = this.#pending === null ? this.#byte() : -1
      if (byte === 0xff) {
        do byte = this.#byte()
        while (byte === 0xff)
        if (byte > 0) this.#pending = byte
        byte = byte === 0 ? 0xff : -1
      }
      this.#bits = (this.#bits << 8) | (byte === -1 ? 0 : byte)
      this.#count += 8
      this.#padding = byte === -1 ? this.#padding + 8 : 0
    }
  }

  /** Returns the next byte; -1 at the end of the file. */
  #byte(): number {
    if (this.#at < this.#chunk.length) return this.#chunk[this.#at++]!
    this.#offset += this.#chunk.length
    this.#chunk = this.#read(this.#offset).subarray(0, Math.max(0, this.#end - this.#offset))
    this.#at = 0
    return this.#chunk.length === 0 ? -1 : this.#chunk[this.#at++]!
  }
}
