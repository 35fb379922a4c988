import { type Bits, type Code, codeOf, isRestart } from './picture-jpeg-bits.ts'

/**
 * Counts how much of a JPEG its data contains, as the decoder fills what is missing with grey (ITU-T T.81).
 * Decodes no pixels: it only follows the Huffman codes, and holds nothing but their tables.
 */

const MARKER = { soi: 0xd8, eoi: 0xd9, huffman: 0xc4, restarts: 0xdd, scan: 0xda } as const
/** Baseline, extended sequential and progressive, with Huffman codes. */
const FRAMES = [0xc0, 0xc1, 0xc2]
/** Frames of other kinds, such as lossless or arithmetic coding. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8
/** As in the decoder, which reads no more either. */
const SCANS_MAX = 100

interface Component {
  id: number
  /** Sampling factors. */
  h: number
  v: number
  /** Share of its blocks of which each coefficient was sent, at least coarsely. */
  shares: Float64Array
}

interface Frame {
  width: number
  height: number
  isProgressive: boolean
  components: Component[]
}

interface State {
  frame: Frame | null
  dc: (Code | undefined)[]
  ac: (Code | undefined)[]
  /** Number of units between two restart markers; 0 if there are none. */
  restarts: number
  scans: number
}

/**
 * Returns the share of the picture that the data contains, 0 to 1: of the coefficient that is sent for the
 * fewest blocks. Refinements in progressive files do not count, for without them a picture is only a little
 * coarser. Returns null if the file is not a JPEG with Huffman codes and 8 bits.
 */
export function completeness(bits: Bits): number | null {
  const state: State = { frame: null, dc: [], ac: [], restarts: 0, scans: 0 }
  if (bits.marker() !== MARKER.soi) return null
  for (let marker = bits.marker(); marker !== null && marker !== MARKER.eoi; marker = bits.marker()) {
    if (marker <= 0x01 || isRestart(marker) || marker === MARKER.soi) continue
    const segment = bits.segment()
    if (segment === null) break
    if (isFrame(marker) && !(FRAMES.includes(marker) && segment[0] === 8)) return null
    if (!readSegment(state, marker, segment, bits)) return null
  }
  if (state.frame === null) return null
  return Math.min(...state.frame.components.map(({ shares }) => Math.min(...shares)))
}

/** Returns false if the segment cannot be followed. */
function readSegment(state: State, marker: number, segment: Uint8Array, bits: Bits): boolean {
  if (marker === MARKER.huffman) return readCodes(state, segment)
  if (marker === MARKER.restarts) state.restarts = ((segment[0] ?? 0) << 8) | (segment[1] ?? 0)
  if (isFrame(marker)) {
    if (state.frame !== null) return false
    state.frame = readFrame(marker, segment)
    return state.frame !== null
  }
  return marker !== MARKER.scan || readScan(state, segment, bits)
}

function readCodes(state: State, segment: Uint8Array): boolean {
  for (let at = 0; at < segment.length; ) {
    const [selector = 0, ...lengths] = segment.subarray(at, at + 17)
    const values = segment.subarray(at + 17, at + 17 + lengths.reduce((sum, count) => sum + count, 0))
    const code = lengths.length === 16 ? codeOf(lengths, values) : null
    if (code === null || selector % 16 > 3) return false
    if (selector < 16) state.dc[selector] = code
    else state.ac[selector % 16] = code
    at += 17 + values.length
  }
  return true
}

function readFrame(marker: number, segment: Uint8Array): Frame | null {
  const [, h1 = 0, h0 = 0, w1 = 0, w0 = 0, count = 0] = segment
  const components: Component[] = []
  for (let i = 0; i < count && segment.length >= 9 + i * 3; i++) {
    const [id = 0, sampling = 0] = segment.subarray(6 + i * 3)
    components.push({ id, h: sampling >> 4, v: sampling & 15, shares: new Float64Array(64) })
  }
  const isSound = components.every(({ h, v }) => h >= 1 && h <= 4 && v >= 1 && v <= 4)
  const [width, height] = [(w1 << 8) | w0, (h1 << 8) | h0]
  if (!isSound || count < 1 || count > 4 || components.length !== count || width * height === 0) return null
  return { width, height, isProgressive: marker === 0xc2, components }
}

/** A block of a unit: the codes of its component. */
interface Block {
  dc: Code | undefined
  ac: Code | undefined
}

interface Scan {
  isProgressive: boolean
  blocks: Block[]
  first: number
  last: number
  /** Blocks that follow without further coefficients, in progressive files. */
  empty: number
}

function readScan(state: State, segment: Uint8Array, bits: Bits): boolean {
  const { frame } = state
  if (frame === null || ++state.scans > SCANS_MAX) return false
  const count = segment[0] ?? 0
  const [first = 0, last = 63, approximation = 0] = segment.subarray(1 + count * 2)
  if (count < 1 || count > 4 || last > 63 || first > last) return false
  const parts = Array.from({ length: count }, (_, i) => {
    const [id, tables = 0] = segment.subarray(1 + i * 2)
    const component = frame.components.find((one) => one.id === id)
    return component && { component, dc: state.dc[tables >> 4], ac: state.ac[tables & 15] }
  }).filter((part) => part !== undefined)
  if (parts.length !== count) return false
  const isRefinement = frame.isProgressive && approximation >> 4 > 0
  if (isRefinement) return true
  const inUnit = ({ h, v }: Component) => (count === 1 ? 1 : h * v)
  const blocks = parts.flatMap(({ component, dc, ac }) => Array<Block>(inUnit(component)).fill({ dc, ac }))
  const range = frame.isProgressive ? { first, last } : { first: 0, last: 63 }
  const units = unitsOf(frame, count === 1 ? parts[0]!.component : null)
  const scan = { isProgressive: frame.isProgressive, blocks, ...range, empty: 0 }
  const share = followUnits(scan, units, state.restarts, bits) / units
  for (const { component } of parts) {
    for (let k = range.first; k <= range.last; k++) {
      component.shares[k] = Math.max(component.shares[k] ?? 0, share)
    }
  }
  return true
}

/** Returns the number of units in a scan of all components, or of one. */
function unitsOf({ width, height, components }: Frame, only: Component | null): number {
  const h = Math.max(...components.map((component) => component.h))
  const v = Math.max(...components.map((component) => component.v))
  if (only === null) return Math.ceil(width / (8 * h)) * Math.ceil(height / (8 * v))
  return Math.ceil(Math.ceil((width * only.h) / h) / 8) * Math.ceil(Math.ceil((height * only.v) / v) / 8)
}

/** Returns how many of the units are in the data; it goes on after lost restart markers, as the decoder does. */
function followUnits(scan: Scan, units: number, restarts: number, bits: Bits): number {
  const interval = restarts === 0 ? units : restarts
  let found = 0
  bits.start()
  for (let unit = 0; unit < units; unit += interval) {
    scan.empty = 0
    const end = Math.min(interval, units - unit)
    let done = 0
    while (done < end && followUnit(scan, bits)) done++
    found += done
    if (unit + interval < units && !bits.restart()) break
  }
  return found
}

/** Returns false if the data ends inside the unit. */
function followUnit(scan: Scan, bits: Bits): boolean {
  for (const block of scan.blocks) {
    if (scan.first === 0) {
      if (block.dc === undefined) return false
      bits.skip(bits.decode(block.dc) & 15)
    }
    if (scan.last > 0 && !followCoefficients(scan, block, bits)) return false
  }
  return !bits.isExhausted()
}

function followCoefficients(scan: Scan, { ac }: Block, bits: Bits): boolean {
  if (ac === undefined) return false
  if (scan.empty > 0) {
    scan.empty--
    return true
  }
  for (let k = Math.max(1, scan.first); k <= scan.last; k++) {
    const symbol = bits.decode(ac)
    const [run, size] = [symbol >> 4, symbol & 15]
    if (size === 0 && run < 15) {
      // The end of the block, and in progressive files of that many more.
      if (scan.isProgressive) scan.empty = (1 << run) - 1 + bits.take(run)
      break
    }
    k += run
    bits.skip(size)
  }
  return true
}
