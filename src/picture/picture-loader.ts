import { readFile } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { expensive } from '../ports/expensive-work.ts'
import { decodeBmp } from './picture-bmp-pixels.ts'
import type { PictureColor } from './picture-color.ts'
import { firstFrame } from './picture-first-frame.ts'
import { type Frame, withProfile } from './picture-frame.ts'
import type { Source } from './picture-header.ts'
import { decodeHeic } from './picture-heic.ts'
import { decodeJxl } from './picture-jxl.ts'
import { sharp } from './picture-library.ts'
import type { PictureHeader } from './picture-memory.ts'
import type { ShrinkFactor } from './picture-shrink.ts'

/** A pipeline and the color space of its pixels. */
export interface Opened {
  image: Sharp
  color: PictureColor
}

const SRGB: PictureColor = { kind: 'srgb' }
/** The color space that the picture library converts pictures with a profile and more than 8 bits to. */
const DISPLAY_P3: PictureColor = { kind: 'cicp', primaries: 12, transfer: 13 }

/** Decoders of what the picture library cannot open. */
const decoders: Partial<Record<PictureHeader['format'], (source: Source) => Promise<Frame>>> = {
  bmp: async ({ path }) => decodeBmp(await readFile(path)),
  jxl: ({ path }) => decodeJxl(path),
  heic: async ({ path, signals }) => {
    const frame = await decodeHeic(path)
    return signals?.kind === 'icc' ? withProfile(frame, signals.profile) : frame
  },
}

/** How an upload is opened. */
interface Opening {
  /** Whether faults in a JPEG count: files that other software shows often have some (`picture-completeness.ts`). */
  isStrict?: boolean
  /** By which a JPEG is shrunk, 1 by default. */
  factor?: ShrinkFactor
}

/**
 * Starts a pipeline that reads an upload: its first frame, upright, on its canvas. It fails on faults; in a JPEG only
 * if it `isStrict`. Only a JPEG can be shrunk.
 */
export async function openFile(
  source: Source,
  { isStrict = false, factor = 1 }: Opening = {},
): Promise<Opened> {
  const { path, bytes, maxPixels, header, signals, hasProfile } = source
  // What is signaled otherwise comes before a profile.
  const ignoreIcc = signals !== null && signals.kind !== 'icc'
  const failOn = header.format !== 'jpeg' ? 'error' : isStrict ? 'warning' : 'none'
  const options = { failOn, limitInputPixels: maxPixels, ignoreIcc } as const
  const decoder = decoders[header.format]
  const { data, raw }: Partial<Frame> = decoder ? await frameOf(source, decoder) : {}
  // The library itself never shrinks by as much as it could, but its loader takes options behind the name of a file.
  const file = factor === 1 ? path : `${path}[shrink=${factor}]`
  const opened =
    (await firstFrame(source, options)) ?? sharp(data ?? bytes ?? file, { ...options, ...(raw && { raw }) })
  const image = header.isTurned ? opened.autoOrient() : opened
  if (ignoreIcc) return { image, color: signals }
  return { image, color: hasProfile && header.sampleBytes === 2 && header.channels > 2 ? DISPLAY_P3 : SRGB }
}

/** The frame decoded last, since a fine square is cut from it a second time. */
let latest: WeakRef<Source> | null = null
const frames = new WeakMap<Source, Promise<Frame>>()

function frameOf(source: Source, decoder: (source: Source) => Promise<Frame>): Promise<Frame> {
  const known = frames.get(source)
  if (known) return known
  const former = latest?.deref()
  if (former) frames.delete(former)
  const frame = expensive('picture decode', () => decoder(source))
  frames.set(source, frame)
  latest = new WeakRef(source)
  return frame
}
